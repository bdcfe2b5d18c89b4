import type { HttpHandler } from 'msw'
import { mswHandler } from '../src/hosts/msw.js'
import { buildEmulator, type Emulator, type EmulatorOptions } from './emulator.js'
import { GRAPH_HOSTS } from './graph-surface.js'

export type { EmulatedTenant, Emulator, EmulatorOptions, Rows } from './emulator.js'
export type { Scenario, ScenarioName } from './scenarios.js'

export interface InterceptingEmulator extends Emulator {
  /**
   * msw request handlers for the Graph hosts of every cloud. What Graph has and the emulator has not, as `/v1.0/me`,
   * goes on to the handlers behind them.
   */
  readonly handlers: HttpHandler[]
}

/**
 * Makes an emulator for `setupServer(...emulator.handlers)` or `setupWorker(...emulator.handlers)`.
 *
 * @throws Error for options or a scenario that do not fit
 */
export function createEmulator(options: EmulatorOptions = {}): InterceptingEmulator {
  const emulator = buildEmulator(options)
  return { ...emulator, handlers: [mswHandler(emulator.service, GRAPH_HOSTS, true)] }
}
