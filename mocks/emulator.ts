import type { DeviceManagementPartner } from '@microsoft/microsoft-graph-types'
import type { Row } from '../src/csdl/read-value.js'
import { Entra } from '../src/entra/entra.js'
import type { TokenRequest } from '../src/entra/mint.js'
import type { Random } from '../src/entra/random.js'
import type { Handles } from '../src/exchange/handles.js'
import { writeEntity } from '../src/odata/payload.js'
import { readArranged } from '../src/service/arranged-rows.js'
import { DEFAULT_TENANT } from '../src/service/authenticate.js'
import { Service } from '../src/service/service.js'
import type { Tenant } from '../src/store/world.js'
import { World } from '../src/store/world.js'
import { api, publicModel } from './api.js'
import { completeOptions, type EmulatorOptions } from './emulator-options.js'
import { seeded } from './random.js'
import { checkScenario } from './scenario-file.js'
import { scenarioNamed } from './scenarios.js'
import { seedRows } from './seed.js'

export type { TokenRequest } from '../src/entra/mint.js'
export type { DeviceCodes, EmulatorOptions } from './emulator-options.js'

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
  /**
   * The tenant that tokens name with their `tid` claim, or that sign-in addresses name by a domain.
   *
   * @throws Error for a name with a dot that can be no domain's
   */
  tenant(id: string): EmulatedTenant
  /**
   * Makes an access token for Graph, as a sign-in would. Delegated with `scopes` or `user`, an app's own with `roles`.
   * Without either it may do everything here.
   *
   * @throws Error (rejects) for a request that does not fit, without showing a secret
   */
  token(request?: TokenRequest): Promise<string>
  /** Brings every tenant back to the seed, and forgets sign-ins: codes and refresh tokens. Access tokens stay good. */
  reset(): void
  /** Graph: the one function from request to reply, for hosts of your own. */
  readonly service: Handles
  /** Entra ID's, likewise. */
  readonly entra: Handles
}

interface Build {
  /** What errors call a scenario that has no name: its file. */
  readonly origin?: string
  /** Where the sign-in's codes come from. Default: the seed. */
  readonly random?: Random
}

/** @throws Error for options or a scenario that do not fit */
export function buildEmulator(options: EmulatorOptions = {}, { origin = 'scenario', random }: Build = {}): Emulator {
  const complete = completeOptions(options)
  const { seed, count, scenario, auth, hints, now } = complete
  const named = typeof scenario === 'string'
  const name = named ? scenario : origin
  const { scenario: rows, directory } = checkScenario(named ? scenarioNamed(scenario) : scenario, name)
  const sets = api.resources.map((resource) => ({
    path: resource.path,
    type: resource.type,
    seed: () => seedRows(resource, { seed, count, scenario: rows, origin: name }),
  }))
  const world = new World({ seed, now, sets })
  world.prepare()
  const { strictApps, deviceCodes, signingKey } = complete
  const entra = new Entra({
    now,
    random: random ?? seeded(seed),
    directory,
    strictApps,
    deviceCodes,
    hints,
    defaultTenant: DEFAULT_TENANT,
    defaultScopes: allScopes(),
    ...(signingKey ? { privateKeyJwk: signingKey } : {}),
  })
  const tenant = (id: string): EmulatedTenant =>
    emulatedTenant(world, id.includes('.') ? entra.tenantId(id) : id.toLowerCase())
  return {
    deviceManagementPartners: tenant(DEFAULT_TENANT).deviceManagementPartners,
    tenant,
    token: async (request) => entra.token(request),
    reset() {
      world.reset()
      entra.reset()
    },
    service: new Service({ api, world, auth, hints, verify: (token) => entra.verify(token) }),
    entra,
  }
}

/** What `.default` grants to an app that declares nothing: all that anything here asks for. */
function allScopes(): string[] {
  return [...new Set(api.resources.flatMap(({ scopes }) => Object.values(scopes).flat()))]
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
    list: () => Array.from(collection().values(), copy),
    update(id, partial) {
      const previous = collection().get(id)
      if (!previous)
        throw new Error(`Failed to update a row of ${resource.set}: there is none with the id '${id}'. Create it.`)
      return copy(collection().replace(previous, { ...previous, ...read(partial, 'update'), id }))
    },
    delete: (id) => collection().delete(id),
  }
}
