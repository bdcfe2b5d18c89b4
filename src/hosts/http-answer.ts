import type { ServerResponse } from 'node:http'
import type { Exchange, Reply } from '../exchange/exchange.js'
import type { Handles } from '../exchange/handles.js'
import { pathOf } from '../exchange/path-of.js'
import { withoutSecrets } from '../exchange/without-secrets.js'
import { exchangeOf, type HttpRequest } from './http-exchange.js'
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

export interface HttpHostOptions {
  readonly service: Handles
  /** The user's own msw handlers; read anew at each request. */
  readonly handlers: () => readonly UserHandler[]
  /** Where the user's handlers see a request besides the server's own address: the host that they are written for. */
  readonly realOrigin: (path: string) => string
  /** The hosts that are emulated; what only they may tell a browser is left out elsewhere. */
  readonly emulatedHosts: readonly string[]
  readonly log: ((entry: LogEntry) => void) | undefined
}

/**
 * Answers a request of Node's http server for the service, straight from and to the socket.
 *
 * @param passOn whether what is not the service's is left to others
 * @returns whether the request is answered
 */
export async function answerHttp(
  options: HttpHostOptions,
  request: HttpRequest,
  response: ServerResponse,
  passOn: boolean,
): Promise<boolean> {
  const start = performance.now()
  const exchange = exchangeOf(request)
  const { service, log } = options
  const own = await ownAnswer(options, exchange, request)
  if (own) {
    await sendAnswer(own, response)
    log?.(entryOf(own, exchange, performance.now() - start))
    return true
  }
  if (passOn && isOthers(service, pathOf(exchange.url))) return false
  const reply = await service.handle(exchange)
  // The client has left in the middle of its body: there is nobody to answer.
  if (request.destroyed && !request.complete) return true
  write(reply, response, isEmulated(request, options))
  log?.(entryOf(reply, exchange, performance.now() - start))
  return true
}

/** Makes nothing for handlers where there are none. */
async function ownAnswer(
  { handlers, realOrigin }: HttpHostOptions,
  exchange: Exchange,
  request: HttpRequest,
): Promise<Response | undefined> {
  const added = handlers()
  if (added.length === 0) return undefined
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)])
  return userAnswer(exchange, { handlers: added, realOrigin: realOrigin(pathOf(exchange.url)), headers })
}

function isOthers(service: Handles, path: string): boolean {
  return !service.owns(path) || service.leaves(path)
}

function isEmulated({ headers }: HttpRequest, { emulatedHosts }: HttpHostOptions): boolean {
  return emulatedHosts.includes(headers.host?.replace(/:\d+$/, '') ?? '')
}

const HSTS = 'Strict-Transport-Security'

/** On localhost, HSTS would have browsers go to https for every program of this machine (RFC 6797, 8.3). */
function write({ status, headers, body }: Reply, response: ServerResponse, isEmulatedHost: boolean): void {
  const written: string[] = []
  for (const name in headers) {
    if (name !== HSTS || isEmulatedHost) written.push(name, headers[name] as string)
  }
  if (body === undefined) {
    response.writeHead(status, written).end()
    return
  }
  const length = Buffer.byteLength(body)
  written.push('Content-Length', String(length))
  // As many bytes as units: all of it is ASCII, which Latin-1 writes as UTF-8 would, in half the time.
  response.writeHead(status, written).end(body, length === body.length ? 'latin1' : 'utf8')
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
