import allStates from '../fixtures/scenarios/all-states.json' with { type: 'json' }
import connected from '../fixtures/scenarios/connected.json' with { type: 'json' }
import empty from '../fixtures/scenarios/empty.json' with { type: 'json' }
import notConfigured from '../fixtures/scenarios/not-configured.json' with { type: 'json' }
import terminated from '../fixtures/scenarios/terminated.json' with { type: 'json' }
import unresponsive from '../fixtures/scenarios/unresponsive.json' with { type: 'json' }
import type { App, User } from '../src/entra/directory.js'

export type { App, User } from '../src/entra/directory.js'

/** Rows by resource, and who can sign in. A row may leave members out, as a create may; `id` counts. */
export interface Scenario {
  readonly description?: string
  /** App registrations. An app that is not declared may sign in all the same, unless `strictApps` is set. */
  readonly apps?: readonly App[]
  /** A tenant with declared users has no others. */
  readonly users?: readonly User[]
  readonly deviceManagementPartners?: readonly object[]
}

export const SCENARIOS = {
  empty,
  'not-configured': notConfigured,
  connected,
  unresponsive,
  terminated,
  'all-states': allStates,
} as const satisfies Record<string, Scenario>

export type ScenarioName = keyof typeof SCENARIOS

/** @throws Error naming the scenarios that there are */
export function scenarioNamed(name: string): Scenario {
  if (Object.hasOwn(SCENARIOS, name)) return SCENARIOS[name as ScenarioName]
  throw new Error(
    `Failed to load the scenario '${name}': there is none. Use one of: ${Object.keys(SCENARIOS).join(', ')}; a file is written with its folder, as ./${name}.`,
  )
}
