import type { IncomingMessage } from 'node:http'
import type { NextFunction, Request, Response as ExpressResponse } from 'express'
import type { RequestHandler as MswHandler } from 'msw'
import { payloadTooLarge } from '../errors/gateway-errors.js'
import { type Exchange, MAX_BODY_BYTES, type Reply } from '../service/exchange.js'
import type { Service } from '../service/service.js'

/** One answered request, for logs. It holds no header and no body. */
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
  readonly service: Service
  /** The user's own msw handlers; read anew at each request. */
  readonly handlers: () => readonly MswHandler[]
  /** Where the user's handlers see the request: the Graph host that they are written for. */
  readonly graphOrigin: string
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

async function answer(options: ExpressHostOptions, request: Request, response: ExpressResponse): Promise<boolean> {
  const start = performance.now()
  const exchange = exchangeOf(request)
  if (await overridden(options, request, response, exchange)) return true
  const path = exchange.url.split('?', 1)[0] as string
  if (options.passOn() && (!options.service.owns(path) || options.service.leaves(path))) return false
  const reply = await options.service.handle(exchange)
  write(reply, request, response)
  options.log?.(entryOf(reply, exchange, performance.now() - start))
  return true
}

/** A user's own handler wins, whether written for Graph's host, the server's own, or a path. */
async function overridden(
  { handlers, graphOrigin }: ExpressHostOptions,
  request: Request,
  response: ExpressResponse,
  exchange: Exchange,
): Promise<boolean> {
  const list = [...handlers()]
  if (list.length === 0) return false
  const { getResponse } = await import('msw')
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
  const body = hasBody ? await exchange.text() : null
  for (const origin of [graphOrigin, exchange.origin]) {
    const init = { method: request.method, headers: headersOf(request), body }
    const own = await getResponse(list, new globalThis.Request(origin + exchange.url, init), {
      baseUrl: exchange.origin,
    })
    if (own) return send(own, response)
  }
  return false
}

async function send(own: Response, response: ExpressResponse): Promise<boolean> {
  // msw's HttpResponse.error() stands for a broken connection.
  if (own.type === 'error') {
    response.destroy()
    return true
  }
  // msw's passthrough() is status 302 with a header of its own: here it means the emulator.
  if (own.headers.get('x-msw-intention') === 'passthrough') return false
  response.writeHead(own.status, Object.fromEntries(own.headers))
  response.end(Buffer.from(await own.arrayBuffer()))
  return true
}

function headersOf(request: IncomingMessage): [string, string][] {
  return Object.entries(request.headers).map(([name, value]) => [name, String(value)])
}

function exchangeOf(request: Request): Exchange {
  let text: Promise<string> | undefined
  return {
    method: request.method,
    url: request.url,
    origin: originOf(request),
    header: (name) => headerOf(request, name),
    text() {
      text ??= readText(request)
      return text
    },
  }
}

function originOf(request: Request): string {
  const scheme = 'encrypted' in request.socket ? 'https' : 'http'
  return `${scheme}://${request.headers.host ?? 'localhost'}${request.baseUrl}`
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

/** Reads the socket, or takes what a body parser in front has read from it. */
async function readText(request: Request): Promise<string> {
  if (request.readableEnded) return parsedText(request)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    // The rest is read and dropped, so that the client gets to see the answer.
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
    else chunks.length = 0
  }
  if (size > MAX_BODY_BYTES) throw payloadTooLarge(MAX_BODY_BYTES)
  return new TextDecoder().decode(Buffer.concat(chunks))
}

/** `express.json()` makes {} of an empty body, so the length that was sent decides. */
function parsedText(request: Request): string {
  const body: unknown = request.body
  if (body === undefined || request.headers['content-length'] === '0') return ''
  if (Buffer.isBuffer(body)) return new TextDecoder().decode(body)
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function write({ status, headers, body }: Reply, request: Request, response: ExpressResponse): void {
  if (body === undefined) {
    response.writeHead(status, headers)
    response.end()
    return
  }
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) })
  response.end(request.method === 'HEAD' ? undefined : body)
}

function entryOf({ status, error }: Reply, { method, url }: Exchange, duration: number): LogEntry {
  if (!error) return { method, url, status, duration }
  const { code, message, hint } = error
  return { method, url, status, duration, code, message, ...(hint === undefined ? {} : { hint }) }
}
