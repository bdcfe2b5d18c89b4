import { type SetupServer, setupServer } from 'msw/node'
import { asMswHandlers, type UserHandler } from '../src/hosts/user-handler.js'
import type { EmulatorOptions } from './emulator.js'
import { createEmulator, type InterceptingEmulator } from './index.js'
import { mswHandlers } from './msw-handlers.js'

/** Of the msw inside: what `use` needs where `require` has no other msw. */
export { http, HttpResponse } from 'msw'
export type { DeviceCodes, EmulatedTenant, Emulator, EmulatorOptions, Rows, TokenRequest } from './emulator.js'
export type { InterceptingEmulator } from './index.js'
export type { UserHandler } from '../src/hosts/user-handler.js'
export type { App, Scenario, ScenarioName, User } from './scenarios.js'

export interface SetupOptions extends EmulatorOptions {
  /** Your own msw handlers: they come first. */
  handlers?: readonly UserHandler[]
}

export interface NodeEmulator extends InterceptingEmulator {
  /** Starts to intercept this process's requests; the options are msw's. */
  listen(options?: Parameters<SetupServer['listen']>[0]): void
  /** Stops intercepting. */
  close(): void
  /** Puts msw handlers in front, for one test. */
  use(...handlers: UserHandler[]): void
  /** Removes what `use` added. The rows stay: `reset()` is for them. */
  resetHandlers(): void
  /** msw's own server. */
  readonly server: SetupServer
}

/**
 * Makes an emulator with msw's `setupServer` inside. Call `listen()` before the tests and `close()` after them.
 *
 * @throws Error for options or a scenario that do not fit
 */
export function setupEmulator({ handlers = [], ...options }: SetupOptions = {}): NodeEmulator {
  const emulator = createEmulator(options)
  const server = setupServer(...asMswHandlers(handlers), ...mswHandlers(emulator, false))
  return {
    ...emulator,
    server,
    listen: (listenOptions) => server.listen(listenOptions),
    close: () => server.close(),
    use: (...added) => server.use(...asMswHandlers(added)),
    resetHandlers: () => server.resetHandlers(),
  }
}
