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

/** Who else has to do with a request and its response. */
export interface Company {
  /** Whether what is not the service's is left to others. */
  readonly passOn: boolean
  /** Whether others have set headers, or look at those that are set: the middleware of an app. */
  readonly sharesResponse: boolean
}

/**
 * Answers a request of Node's http server for the service, straight from and to the socket.
 *
 * @returns whether the request is answered
 */
export async function answerHttp(
  options: HttpHostOptions,
  request: HttpRequest,
  response: ServerResponse,
  { passOn, sharesResponse }: Company,
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
  send(headersFor(reply, request, options), reply, response, sharesResponse)
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

const HSTS = 'Strict-Transport-Security'

/**
 * Names and values in turn. On localhost, HSTS would have browsers go to https for every program of this machine
 * (RFC 6797, 8.3).
 */
function headersFor({ headers }: Reply, request: HttpRequest, { emulatedHosts }: HttpHostOptions): string[] {
  const host = request.headers.host?.replace(/:\d+$/, '') ?? ''
  const list: string[] = []
  for (const name in headers) {
    if (name !== HSTS || emulatedHosts.includes(host)) list.push(name, headers[name] as string)
  }
  return list
}

function send(headers: string[], { status, body }: Reply, response: ServerResponse, isShared: boolean): void {
  const length = body === undefined ? 0 : Buffer.byteLength(body)
  if (body !== undefined) headers.push('Content-Length', String(length))
  if (isShared || body === undefined) {
    // With no body, Node decides what is said of its length.
    response.statusCode = status
    for (let index = 0; index < headers.length; index += 2) {
      response.setHeader(headers[index] as string, headers[index + 1] as string)
    }
  } else {
    response.writeHead(status, headers)
  }
  response.end(body, encodingOf(body ?? '', length))
}

/** Bytes. */
const LONG = 4096

/**
 * With as many bytes as units, all of it is ASCII, which Latin-1 writes as UTF-8 would, in half the time.
 *
 * Node puts the head of an answer in front of a text, which saves a short one a write and costs a long one a copy, where its
 * encoding is called 'latin1' or 'utf8', and not where it goes by another name (`_send` in Node's lib/_http_outgoing.js). The
 * bytes are the same.
 */
function encodingOf(body: string, length: number): BufferEncoding {
  if (length === body.length) return length > LONG ? 'binary' : 'latin1'
  return length > LONG ? 'utf-8' : 'utf8'
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
