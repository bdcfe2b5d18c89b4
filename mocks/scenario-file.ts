import { type Directory, readDirectory } from '../src/entra/directory.js'
import { api } from './api.js'
import type { Scenario } from './scenarios.js'

/** Whose rows are checked by what they are for. */
const OTHERS = ['description', 'apps', 'users']

/**
 * Checks a scenario's shape, and reads its apps and users. Rows are checked when they are made.
 *
 * @param origin names the scenario in errors: its name or its file
 * @throws Error for a scenario that is none, or names what nothing is called
 */
export function checkScenario(scenario: unknown, origin: string): { scenario: Scenario; directory: Directory } {
  const fail = (why: string) => new Error(`Failed to load the scenario '${origin}': ${why}.`)
  if (typeof scenario !== 'object' || scenario === null || Array.isArray(scenario)) throw fail('it is no JSON object')
  const sets = api.resources.map(({ set }) => set)
  for (const [name, rows] of Object.entries(scenario)) {
    if (OTHERS.includes(name) || name === '$schema') continue
    if (!sets.includes(name)) throw fail(`'${name}' is not known. A scenario has: ${[...OTHERS, ...sets].join(', ')}`)
    if (!Array.isArray(rows)) throw fail(`'${name}' is no array`)
  }
  return { scenario, directory: readDirectory(scenario, origin) }
}
