import { type SetupWorker, setupWorker } from 'msw/browser'
import { asMswHandlers, type UserHandler } from '../src/hosts/user-handler.js'
import type { EmulatorOptions } from './emulator.js'
import { createEmulator, type InterceptingEmulator } from './index.js'
import { mswHandlers } from './msw-handlers.js'

export type { DeviceCodes, EmulatedTenant, Emulator, EmulatorOptions, Rows, TokenRequest } from './emulator.js'
export type { InterceptingEmulator } from './index.js'
export type { UserHandler } from '../src/hosts/user-handler.js'
export type { App, Scenario, ScenarioName, User } from './scenarios.js'

export interface SetupOptions extends EmulatorOptions {
  /** Your own msw handlers: they come first. */
  handlers?: readonly UserHandler[]
}

export interface BrowserEmulator extends InterceptingEmulator {
  /** Registers msw's service worker and starts to intercept; the options are msw's. */
  start(options?: Parameters<SetupWorker['start']>[0]): Promise<void>
  /** Stops intercepting. */
  stop(): void
  /** Puts msw handlers in front, for one test. */
  use(...handlers: UserHandler[]): void
  /** Removes what `use` added. The rows stay: `reset()` is for them. */
  resetHandlers(): void
  /** msw's own worker. */
  readonly worker: SetupWorker
}

/**
 * Makes an emulator with msw's `setupWorker` inside. The page serves msw's `mockServiceWorker.js` (`npx msw init`).
 *
 * @throws Error for options or a scenario that do not fit
 */
export function setupEmulator({ handlers = [], ...options }: SetupOptions = {}): BrowserEmulator {
  const emulator = createEmulator(options)
  const worker = setupWorker(...asMswHandlers(handlers), ...mswHandlers(emulator, false))
  return {
    ...emulator,
    worker,
    start: async (startOptions) => {
      await worker.start(startOptions)
    },
    stop: () => worker.stop(),
    use: (...added) => worker.use(...asMswHandlers(added)),
    resetHandlers: () => worker.resetHandlers(),
  }
}
