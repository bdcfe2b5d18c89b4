import type { NextFunction, Request, Response as ExpressResponse } from 'express'
import type { Exchange, Reply } from '../exchange/exchange.js'
import type { Handles } from '../exchange/handles.js'
import { withoutSecrets } from '../exchange/without-secrets.js'
import { exchangeOf } from './express-exchange.js'
import { sendAnswer, userAnswer } from './user-answer.js'
import type { UserHandler } from './user-handler.js'

/** One answered request, for logs. It holds no header and no body, and no token or secret of the address. */
export interface LogEntry {
  readonly method: string
  readonly url: string
  readonly status: number
  /** Milliseconds from the request to the answer. */
  readonly duration: number
  readonly code?: string
  readonly message?: string
  readonly hint?: string
}

export interface ExpressHostOptions {
  readonly service: Handles
  /** The user's own msw handlers; read anew at each request. */
  readonly handlers: () => readonly UserHandler[]
  /** Where the user's handlers see a request besides the server's own address: the host that they are written for. */
  readonly realOrigin: (path: string) => string
  /** The hosts that are emulated; what only they may tell a browser is left out elsewhere. */
  readonly emulatedHosts: readonly string[]
  /** Whether what is not the emulator's goes on to the app's next middleware. */
  readonly passOn: () => boolean
  readonly log: ((entry: LogEntry) => void) | undefined
}

type Middleware = (request: Request, response: ExpressResponse, next: NextFunction) => void

/** Express middleware that answers for the service, straight from and to the socket. */
export function expressMiddleware(options: ExpressHostOptions): Middleware {
  return (request, response, next) => {
    answer(options, request, response).then((answered) => {
      if (!answered) next()
    }, next)
  }
}

/** @returns whether the request is answered */
async function answer(options: ExpressHostOptions, request: Request, response: ExpressResponse): Promise<boolean> {
  const start = performance.now()
  const exchange = exchangeOf(request)
  const { service, handlers, realOrigin, log } = options
  const path = exchange.url.split('?', 1)[0] as string
  const added = handlers()
  const own =
    added.length === 0
      ? undefined
      : await userAnswer(exchange, { handlers: added, realOrigin: realOrigin(path), headers: headersOf(request) })
  if (own) {
    await sendAnswer(own, response)
    log?.(entryOf(own, exchange, performance.now() - start))
    return true
  }
  if (options.passOn() && (!service.owns(path) || service.leaves(path))) return false
  const reply = await service.handle(exchange)
  // The client has left in the middle of its body: there is nobody to answer.
  if (request.destroyed && !request.complete) return true
  write(reply, response, options.emulatedHosts.includes(request.hostname))
  log?.(entryOf(reply, exchange, performance.now() - start))
  return true
}

function headersOf(request: Request): [string, string][] {
  return Object.entries(request.headers).map(([name, value]) => [name, String(value)])
}

const HSTS = 'Strict-Transport-Security'

/** On localhost, HSTS would have browsers go to https for every program of this machine (RFC 6797, 8.3). */
function write({ status, headers, body }: Reply, response: ExpressResponse, isEmulatedHost: boolean): void {
  response.statusCode = status
  for (const name in headers) {
    if (name !== HSTS || isEmulatedHost) response.setHeader(name, headers[name] as string)
  }
  if (body !== undefined) response.setHeader('Content-Length', Buffer.byteLength(body))
  response.end(body)
}

function entryOf(
  { status, error }: Pick<Reply, 'status' | 'error'>,
  { method, url }: Exchange,
  duration: number,
): LogEntry {
  const entry = { method, url: withoutSecrets(url), status, duration }
  if (!error) return entry
  const { code, hint } = error
  const message = withoutSecrets(error.message)
  return { ...entry, code, message, ...(hint === undefined ? {} : { hint: withoutSecrets(hint) }) }
}
