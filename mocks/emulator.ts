import type { DeviceManagementPartner } from '@microsoft/microsoft-graph-types'
import type { Row } from '../src/csdl/read-value.js'
import type { Handles } from '../src/exchange/handles.js'
import { writeEntity } from '../src/odata/payload.js'
import { readArranged } from '../src/service/arranged-rows.js'
import { DEFAULT_TENANT } from '../src/service/authenticate.js'
import { Service } from '../src/service/service.js'
import type { Tenant } from '../src/store/world.js'
import { World } from '../src/store/world.js'
import { api, publicModel } from './api.js'
import { completeOptions, type EmulatorOptions } from './emulator-options.js'
import { scenarioNamed } from './scenarios.js'
import { checkScenario, seedRows } from './seed.js'

export type { EmulatorOptions } from './emulator-options.js'

/** State for a test to arrange and inspect. What it returns is a copy. */
export interface Rows<T> {
  /**
   * Adds a row, validated like a request; unlike there, an `id` counts.
   *
   * @throws Error naming what does not fit
   */
  create(partial?: Partial<T>): T
  /** @returns undefined for an unknown id */
  get(id: string): T | undefined
  /** @returns every row in the order they were made */
  list(): T[]
  /**
   * Changes the members that are given.
   *
   * @throws Error for an unknown id, or naming what does not fit
   */
  update(id: string, partial: Partial<T>): T
  /** @returns whether there was such a row */
  delete(id: string): boolean
}

export interface EmulatedTenant {
  readonly id: string
  readonly deviceManagementPartners: Rows<DeviceManagementPartner>
  /** Brings this tenant back to the seed. */
  reset(): void
}

export interface Emulator {
  /** The default tenant's rows: those of callers whose token names no tenant. */
  readonly deviceManagementPartners: Rows<DeviceManagementPartner>
  /** The tenant that tokens name with their `tid` claim. */
  tenant(id: string): EmulatedTenant
  /** Brings every tenant back to the seed. */
  reset(): void
  /** The one function from request to reply, for hosts of your own. */
  readonly service: Handles
}

/** @throws Error for options or a scenario that do not fit */
export function buildEmulator(options: EmulatorOptions = {}, origin = 'scenario'): Emulator {
  const { seed, count, scenario, auth, hints, now } = completeOptions(options)
  const named = typeof scenario === 'string'
  const rows: unknown = named ? scenarioNamed(scenario) : scenario
  const name = named ? scenario : origin
  checkScenario(rows, name)
  const sets = api.resources.map((resource) => ({
    path: resource.path,
    type: resource.type,
    seed: () => seedRows(resource, { seed, count, scenario: rows, origin: name }),
  }))
  const world = new World({ seed, now, sets })
  world.prepare()
  const tenant = (id: string): EmulatedTenant => emulatedTenant(world, id.toLowerCase())
  return {
    deviceManagementPartners: tenant(DEFAULT_TENANT).deviceManagementPartners,
    tenant,
    reset: () => world.reset(),
    service: new Service({ api, world, auth, hints, verify: () => Promise.resolve(undefined) }),
  }
}

function emulatedTenant(world: World, id: string): EmulatedTenant {
  const [partners] = api.resources
  return {
    id,
    deviceManagementPartners: rowsOf<DeviceManagementPartner>(
      () => world.tenant(id),
      partners as (typeof api.resources)[number],
    ),
    reset: () => world.tenant(id).reset(),
  }
}

function rowsOf<T extends object>(tenant: () => Tenant, resource: (typeof api.resources)[number]): Rows<T> {
  const collection = () => tenant().collection(resource.path)
  const copy = (row: Row): T => writeEntity(row, resource.type, { model: publicModel }) as T
  const read = (given: unknown, verb: string): Row =>
    readArranged(given, resource, api, `${verb} a row of ${resource.set}`)
  return {
    create(partial = {}) {
      const given = read(partial, 'create')
      const id = (given.id as string | undefined) ?? tenant().newId(collection())
      if (collection().get(id)) throw new Error(`Failed to create a row of ${resource.set}: the id '${id}' is taken.`)
      return copy(collection().insert({ ...resource.blank, ...given, id }))
    },
    get(id) {
      const row = collection().get(id)
      return row && copy(row)
    },
    list: () => collection().list().map(copy),
    update(id, partial) {
      const previous = collection().get(id)
      if (!previous)
        throw new Error(`Failed to update a row of ${resource.set}: there is none with the id '${id}'. Create it.`)
      return copy(collection().replace(previous, { ...previous, ...read(partial, 'update'), id }))
    },
    delete: (id) => collection().delete(id),
  }
}
