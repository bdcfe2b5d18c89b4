import { SimpleFaker } from '@faker-js/faker'
import type { Row } from '../src/csdl/read-value.js'
import { readArranged } from '../src/service/arranged-rows.js'
import { guid } from '../src/store/ids.js'
import { api } from './api.js'
import { rowRandomizer } from './random.js'
import type { Scenario } from './scenarios.js'

type SeededResource = (typeof api.resources)[number]

export interface Seed {
  readonly seed: number
  /** How many faked rows follow the scenario's. */
  readonly count: number
  readonly scenario: Scenario
  /** Names the scenario in errors: its name or its file. */
  readonly origin: string
}

/** Keeps the ids of a scenario's rows apart from those of faked ones: faked row n has the n-th id of the seed. */
const SCENARIO_IDS = 0x80000000

/**
 * The rows that every tenant starts with: the scenario's, then faked ones. Faked row n depends on (seed, n) alone, and
 * is left out where the scenario has its id.
 *
 * @throws Error naming the scenario, row and member that does not fit
 */
export function seedRows(resource: SeededResource, { seed, count, scenario, origin }: Seed): Row[] {
  const ids = new Set<string>()
  const given = scenario[resource.set as 'deviceManagementPartners'] ?? []
  const rows = given.map((row, index): Row => {
    const what = `load the scenario '${origin}', ${resource.set}[${index}]`
    const read = readArranged(row, resource, api, what)
    const id = typeof read.id === 'string' ? read.id : guid(seed, SCENARIO_IDS + index)
    if (ids.has(id)) throw new Error(`Failed to ${what}: the id '${id}' occurs twice. Give each row its own.`)
    ids.add(id)
    return { ...resource.blank, ...read, id }
  })
  return rows.concat(fakeRows(resource, seed, count).filter(({ id }) => !ids.has(id as string)))
}

function fakeRows(resource: SeededResource, seed: number, count: number): Row[] {
  if (count === 0) return []
  const faker = new SimpleFaker({ randomizer: rowRandomizer() })
  return Array.from({ length: count }, (_, index) => {
    faker.seed([seed, index])
    return { ...resource.blank, ...resource.fake(faker, index), id: guid(seed, index) }
  })
}
