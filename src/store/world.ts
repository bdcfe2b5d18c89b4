import type { StructuredType } from '../csdl/model.js'
import type { Row } from '../csdl/read-value.js'
import { Collection, type Rows, RowSchema } from './collection.js'
import { GuidSource } from './ids.js'

/** An entity set that tenants keep rows of. */
export interface SetDefinition {
  /** Its path below the version, as `deviceManagement/deviceManagementPartners`. */
  readonly path: string
  readonly type: StructuredType
  /** The complete rows that every tenant starts with. Called once, when the first tenant is made. */
  readonly seed: () => Iterable<Row>
}

export interface WorldOptions {
  readonly seed: number
  readonly now: () => Date
  readonly sets: readonly SetDefinition[]
}

/** The clock, the ids and the tenants: all that changes while the emulator runs. */
export class World {
  readonly now: () => Date
  readonly #seed: number
  readonly #sets: readonly SetDefinition[]
  readonly #schemas = new Map<string, RowSchema>()
  readonly #seeded = new Map<string, Rows>()
  readonly #tenants = new Map<string, Tenant>()
  #requestIds: GuidSource

  constructor({ seed, now, sets }: WorldOptions) {
    this.now = now
    this.#seed = seed
    this.#sets = sets
    for (const { path, type } of sets) this.#schemas.set(path, new RowSchema(path, type))
    this.#requestIds = new GuidSource(seed, 'request')
  }

  /** @returns the tenant of that id, made from the seed on first use */
  tenant(id: string): Tenant {
    const known = this.#tenants.get(id)
    if (known) return known
    const tenant = new Tenant(id, this.#seed, (path) => this.#collection(path))
    this.#tenants.set(id, tenant)
    return tenant
  }

  requestId(): string {
    return this.#requestIds.next()
  }

  /** Brings every tenant back to the seed, and the request ids to their start. */
  reset(): void {
    this.#tenants.clear()
    this.#requestIds = new GuidSource(this.#seed, 'request')
  }

  /** Makes the seeded rows now, so that a fault in them is known before the first request. */
  prepare(): void {
    for (const { path } of this.#sets) this.#seededRows(path)
  }

  #collection(path: string): Collection {
    return new Collection(this.#schema(path), this.#seededRows(path))
  }

  #schema(path: string): RowSchema {
    const schema = this.#schemas.get(path)
    if (!schema) throw new Error(`Failed to open '${path}': the world has no such set. Define it in mocks/.`)
    return schema
  }

  /** Rows are frozen, so all tenants start from the same ones. */
  #seededRows(path: string): Rows {
    const known = this.#seeded.get(path)
    if (known) return known
    const schema = this.#schema(path)
    const database = schema.database()
    const seed = this.#sets.find((set) => set.path === path)?.seed() ?? []
    const made = Array.from(seed, (row, index) => schema.make(row, index, database))
    const rows: Rows = new Map(made.map((row) => [row.id as string, row]))
    this.#seeded.set(path, rows)
    return rows
  }
}

/** One tenant's rows and ids. */
export class Tenant {
  readonly id: string
  /** The tenant's account in Intune: a GUID, always the same for the same seed and tenant. */
  readonly accountId: string
  readonly #seed: number
  readonly #open: (path: string) => Collection
  readonly #collections = new Map<string, Collection>()
  #ids: GuidSource

  constructor(id: string, seed: number, open: (path: string) => Collection) {
    this.id = id
    this.#seed = seed
    this.#open = open
    this.#ids = new GuidSource(seed, id)
    this.accountId = new GuidSource(seed, `account ${id}`).next()
  }

  collection(path: string): Collection {
    const known = this.#collections.get(path)
    if (known) return known
    const collection = this.#open(path)
    this.#collections.set(path, collection)
    return collection
  }

  /** @returns an id that no row of the collection has */
  newId(collection: Collection): string {
    let id = this.#ids.next()
    while (collection.get(id)) id = this.#ids.next()
    return id
  }

  reset(): void {
    this.#collections.clear()
    this.#ids = new GuidSource(this.#seed, this.id)
  }
}
