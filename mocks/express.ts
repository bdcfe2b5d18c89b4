import express, { type Express } from 'express'

import { LOGIN_HOSTS } from '../src/entra/clouds.js'
import { atOneAddress } from '../src/exchange/one-address.js'
import { expressMiddleware, type LogEntry } from '../src/hosts/express.js'
import { type HttpsOptions, listen } from '../src/hosts/http-server.js'
import type { UserHandler } from '../src/hosts/user-handler.js'
import { localCertificate } from './certificates.js'
import { buildEmulator, type Emulator, type EmulatorOptions } from './emulator.js'
import { GRAPH_HOSTS } from './graph-surface.js'
import { unguessable } from './random.js'

export type { DeviceCodes, EmulatedTenant, Emulator, EmulatorOptions, Rows, TokenRequest } from './emulator.js'
export type { App, Scenario, ScenarioName, User } from './scenarios.js'
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
  /**
   * Whether the same port answers https. Default true, with a certificate for localhost that is made at the first TLS
   * connection and kept in the user's data folder; PEM texts of your own are used as they are.
   */
  https?: boolean | { readonly cert: string; readonly key: string }
  /**
   * Is told what its user has to know: that other machines can reach it, or what keeps https from working, as a client that
   * does not trust the certificate. Default: Node's warnings.
   */
  notice?: (text: string) => void
}

export interface StartedServer {
  /** As `http://127.0.0.1:4567`. */
  readonly url: string
  /** As `https://localhost:4567`: the same port over TLS; undefined with `https: false`. */
  readonly httpsUrl: string | undefined
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
  const { emulator = reachable(options), handlers = [], log } = options
  return appOf(emulator, () => handlers, log)
}

/** @throws Error (rejects) for options that do not fit, or a port that is taken */
export async function startServer(options: ServerOptions = {}): Promise<StartedServer> {
  const { emulator = reachable(options), handlers = [], log, port = 4567, host = '127.0.0.1' } = options
  let added: UserHandler[] = []
  const app = appOf(emulator, () => [...added, ...handlers], log)
  const server = await listen(app, port, host, httpsOf(options))
  if (!isLoopback(host)) (options.notice ?? warn)(exposed(server.url))
  return {
    url: server.url,
    httpsUrl: server.httpsUrl,
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

function httpsOf({ https = true, notice = warn }: ServerOptions): HttpsOptions | undefined {
  if (https === false) return undefined
  return { certificate: https === true ? localCertificate(notice) : () => Promise.resolve(https), notice }
}

function isLoopback(host: string): boolean {
  return host.startsWith('127.') || host === '::1' || host === 'localhost'
}

function exposed(url: string): string {
  return `The emulator listens on ${url}: whoever reaches it can sign in as anyone and change everything. Nothing real may go there, secrets least of all.`
}

function warn(text: string): void {
  process.emitWarning(text, 'IntuneEmulatorWarning')
}

function appOf(emulator: Emulator, handlers: () => readonly UserHandler[], log: AppOptions['log']): Express {
  const app = express().disable('x-powered-by').disable('etag')
  let mounted = false
  app.on('mount', () => {
    mounted = true
  })
  const { service, entra } = emulator
  app.use(
    expressMiddleware({
      service: atOneAddress(entra, service),
      handlers,
      realOrigin: (path) => `https://${entra.owns(path) ? LOGIN_HOSTS[0] : GRAPH_HOSTS[0]}`,
      emulatedHosts: [...GRAPH_HOSTS, ...LOGIN_HOSTS],
      passOn: () => mounted,
      log,
    }),
  )
  return app
}

/** Others can reach a server: its codes and refresh tokens must not follow from a seed. */
function reachable(options: EmulatorOptions): Emulator {
  return buildEmulator(options, { random: unguessable })
}
