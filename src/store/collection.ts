import { Database } from '@mswjs/data/lib/db/Database.js'
import { createModel } from '@mswjs/data/lib/model/createModel.js'
import { parseModelDefinition } from '@mswjs/data/lib/model/parseModelDefinition.js'
import { nullable } from '@mswjs/data/lib/nullable.js'
import { primaryKey } from '@mswjs/data/lib/primaryKey.js'
import type { Property, StructuredType } from '../csdl/model.js'
import type { Row } from '../csdl/read-value.js'
import { withRoomForText } from '../csdl/written-text.js'
import { OrderedRows, type RowOrder, type SortedRows } from './ordered-rows.js'

/*
 * The one file that knows @mswjs/data. Its public `factory` brings msw, graphql and a BroadcastChannel that would
 * carry rows from one tenant to another, and its `findFirst`, `update` and `delete` scan every row. The parts below
 * it do neither: see docs/decisions/0003-mswjs-data-from-below.md.
 */

type Definition = Parameters<typeof parseModelDefinition>[2]
type Entity = ReturnType<typeof createModel>

/** A row's place in the order of creation; kept when the row is replaced. */
const SEQUENCE = Symbol('sequence')

export function sequenceOf(row: Row): number {
  return (row as { readonly [SEQUENCE]?: number })[SEQUENCE] ?? 0
}

/** Orders that are remembered: those that were asked for last. One that is asked for again while it is, is kept. */
const REMEMBERED_ORDERS = 4

/** Rows by their id, in the order they were made. */
export type Rows = ReadonlyMap<string, Row>

/** Rows of one entity set. What it hands out is frozen. */
export class Collection {
  readonly #schema: RowSchema
  /** The seed's, which other collections share, until something is written. */
  #rows: Rows
  /** Made by the first write. */
  #database: Database<Record<string, Definition>> | undefined
  /** The last is the last that was asked for. */
  readonly #orders = new Map<string, OrderedRows | undefined>()
  #next: number

  /** @param seeded rows that this schema has made */
  constructor(schema: RowSchema, seeded: Rows) {
    this.#schema = schema
    this.#rows = seeded
    this.#next = seeded.size
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id)
  }

  get size(): number {
    return this.#rows.size
  }

  /** Every row, in the order of creation. */
  values(): IterableIterator<Row> {
    return this.#rows.values()
  }

  /**
   * Every row in another order. From the second time on it is kept: asking again costs what has changed since.
   *
   * @returns undefined the first time: who wants few of the rows sorts those alone
   */
  ordered(order: RowOrder): SortedRows | undefined {
    const { name } = order
    const isAskedAgain = this.#orders.has(name)
    const ordered =
      this.#orders.get(name) ?? (isAskedAgain ? new OrderedRows(order, () => this.values(), sequenceOf) : undefined)
    this.#orders.delete(name)
    this.#orders.set(name, ordered)
    if (this.#orders.size > REMEMBERED_ORDERS) this.#orders.delete(this.#orders.keys().next().value as string)
    return ordered?.sorted
  }

  insert(row: Row): Row {
    const database = this.#own()
    const made = this.#schema.make(row, this.#next++, database)
    database.create(this.#schema.name, made as Entity)
    for (const ordered of this.#orders.values()) ordered?.add(made)
    return made
  }

  /** Puts another row in the place of one with the same id. */
  replace(previous: Row, row: Row): Row {
    const database = this.#own()
    const made = this.#schema.make(row, sequenceOf(previous), database)
    database.update(this.#schema.name, previous as Entity, made as Entity)
    for (const ordered of this.#orders.values()) {
      ordered?.remove(previous)
      ordered?.add(made)
    }
    return made
  }

  /** @returns whether there was such a row */
  delete(id: string): boolean {
    const row = this.get(id)
    if (!row) return false
    this.#own().delete(this.#schema.name, id)
    for (const ordered of this.#orders.values()) ordered?.remove(row)
    return true
  }

  /** The database to write to: the first time, the seed's rows are copied into it. */
  #own(): Database<Record<string, Definition>> {
    if (this.#database) return this.#database
    const database = this.#schema.database()
    const rows = database.getModel(this.#schema.name) as Map<unknown, unknown> as Map<string, Row>
    for (const [id, row] of this.#rows) rows.set(id, row)
    this.#rows = rows
    this.#database = database
    return database
  }
}

/** The @mswjs/data model of an entity type. */
export class RowSchema {
  readonly name: string
  readonly #definition: Definition
  readonly #parsed: ReturnType<typeof parseModelDefinition>

  constructor(name: string, type: StructuredType) {
    this.name = name
    this.#definition = Object.fromEntries(
      [...type.properties.values()].map((property) => [property.name, column(property)]),
    )
    this.#parsed = parseModelDefinition({ [name]: this.#definition }, name, this.#definition)
  }

  database(): Database<Record<string, Definition>> {
    return new Database({ [this.name]: this.#definition })
  }

  make(row: Row, sequence: number, database: Database<Record<string, Definition>>): Row {
    const dictionary = { [this.name]: this.#definition }
    const entity = createModel(this.name, this.#definition, dictionary, this.#parsed, row as never, database)
    const made = withRoomForText(entity)
    return deepFreeze(Object.defineProperty(made, SEQUENCE, { value: sequence })) as unknown as Row
  }
}

function column(property: Property): Definition[string] {
  if (property.name === 'id') return primaryKey(String)
  if (property.collection) return () => []
  return nullable(() => null)
}

/** What is frozen already was taken from a row, and is so all the way down. */
function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null && !Object.isFrozen(member)) deepFreeze(member)
  }
  return Object.freeze(value)
}
