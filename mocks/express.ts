import express, { type Express } from 'express'

import { expressMiddleware, type LogEntry } from '../src/hosts/express.js'
import { listen } from '../src/hosts/http-server.js'
import type { UserHandler } from '../src/hosts/user-handler.js'
import { buildEmulator, type Emulator, type EmulatorOptions } from './emulator.js'
import { GRAPH_HOSTS } from './graph-surface.js'

export type { EmulatedTenant, Emulator, EmulatorOptions, Rows } from './emulator.js'
export type { Scenario, ScenarioName } from './scenarios.js'
export type { LogEntry } from '../src/hosts/express.js'
export type { UserHandler } from '../src/hosts/user-handler.js'

export interface AppOptions extends EmulatorOptions {
  /** An emulator of your own; the other emulator options are then not read. */
  emulator?: Emulator
  /** Your own msw handlers, for Graph's address or the server's. The array is read at each request. */
  handlers?: readonly UserHandler[]
  /** Called after each answer. */
  log?: (entry: LogEntry) => void
}

export interface ServerOptions extends AppOptions {
  /** Default 4567; 0 takes a free one. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
}

export interface StartedServer {
  /** As `http://127.0.0.1:4567`. */
  readonly url: string
  readonly emulator: Emulator
  /** Puts msw handlers in front, for one test. */
  use(...handlers: UserHandler[]): void
  /** Removes what `use` added. The rows stay: `emulator.reset()` is for them. */
  resetHandlers(): void
  /** Ends every connection and frees the port. */
  close(): Promise<void>
}

/**
 * Makes an express 5 app. Mounted in another app, it leaves what is not the emulator's to the middleware behind it.
 *
 * @throws Error for options or a scenario that do not fit
 */
export function createApp(options: AppOptions = {}): Express {
  const { emulator = buildEmulator(options), handlers = [], log } = options
  return appOf(emulator, () => handlers, log)
}

/** @throws Error (rejects) for options that do not fit, or a port that is taken */
export async function startServer(options: ServerOptions = {}): Promise<StartedServer> {
  const { emulator = buildEmulator(options), handlers = [], log, port = 4567, host = '127.0.0.1' } = options
  let added: UserHandler[] = []
  const app = appOf(emulator, () => [...added, ...handlers], log)
  const server = await listen(app, port, host)
  return {
    url: server.url,
    emulator,
    close: () => server.close(),
    use: (...more) => {
      added = [...more, ...added]
    },
    resetHandlers: () => {
      added = []
    },
  }
}

function appOf(emulator: Emulator, handlers: () => readonly UserHandler[], log: AppOptions['log']): Express {
  const app = express().disable('x-powered-by').disable('etag')
  let mounted = false
  app.on('mount', () => {
    mounted = true
  })
  const graphOrigin = `https://${GRAPH_HOSTS[0]}`
  app.use(expressMiddleware({ service: emulator.service, handlers, graphOrigin, passOn: () => mounted, log }))
  return app
}
