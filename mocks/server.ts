import { httpListener } from '../src/hosts/http-listener.js'
import { type HttpsOptions, listen } from '../src/hosts/http-server.js'
import type { UserHandler } from '../src/hosts/user-handler.js'
import { localCertificate } from './certificates.js'
import type { Emulator } from './emulator.js'
import { type AppOptions, httpHost, reachable } from './http-host.js'

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
 * Starts a server of its own. It answers as `createApp` does, from Node's http server alone: a server that routes to one
 * place needs no router, and the command starts without loading one (docs/decisions/0013-speed.md).
 *
 * @throws Error (rejects) for options that do not fit, or a port that is taken
 */
export async function startServer(options: ServerOptions = {}): Promise<StartedServer> {
  const { emulator = reachable(options), handlers = [], log, port = 4567, host = '127.0.0.1' } = options
  let added: UserHandler[] = []
  const listener = httpListener(httpHost(emulator, () => (added.length > 0 ? [...added, ...handlers] : handlers), log))
  const server = await listen(listener, port, host, httpsOf(options))
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
