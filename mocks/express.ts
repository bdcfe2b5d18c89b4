import { createRequire } from 'node:module'
import type express from 'express'
import type { Express } from 'express'
import { expressMiddleware } from '../src/hosts/express.js'
import { type AppOptions, httpHost, reachable } from './http-host.js'

export type { DeviceCodes, EmulatedTenant, Emulator, EmulatorOptions, Rows, TokenRequest } from './emulator.js'
export type { AppOptions } from './http-host.js'
export type { App, Scenario, ScenarioName, User } from './scenarios.js'
export { type ServerOptions, type StartedServer, startServer } from './server.js'
export type { LogEntry } from '../src/hosts/http-answer.js'
export type { UserHandler } from '../src/hosts/user-handler.js'

/** Loaded when the first app is made: `startServer` needs none, and express takes twice as long to load as all the rest. */
const loadExpress = () => createRequire(import.meta.url)('express') as typeof express

/**
 * Makes an express 5 app. Mounted in another app, it leaves what is not the emulator's to the middleware behind it.
 *
 * @throws Error for options or a scenario that do not fit
 */
export function createApp(options: AppOptions = {}): Express {
  const { emulator = reachable(options), handlers = [], log } = options
  const app = loadExpress()().disable('x-powered-by').disable('etag')
  let mounted = false
  app.on('mount', () => {
    mounted = true
  })
  app.use(expressMiddleware({ ...httpHost(emulator, () => handlers, log), passOn: () => mounted }))
  return app
}
