import type { HttpHandler } from 'msw'
import { buildEmulator, type Emulator, type EmulatorOptions } from './emulator.js'
import { mswHandlers } from './msw-handlers.js'

export type { DeviceCodes, EmulatedTenant, Emulator, EmulatorOptions, Rows, TokenRequest } from './emulator.js'
export type { App, Scenario, ScenarioName, User } from './scenarios.js'

export interface InterceptingEmulator extends Emulator {
  /**
   * msw request handlers for the Graph and login hosts of every cloud. What they have and the emulator has not, as
   * `/v1.0/me`, goes on to the handlers behind them.
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
  return { ...emulator, handlers: mswHandlers(emulator, true) }
}
