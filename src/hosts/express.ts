import type { NextFunction, Request, Response as ExpressResponse } from 'express'
import type { Exchange, Reply } from '../exchange/exchange.js'
import type { Handles } from '../exchange/handles.js'
import { exchangeOf } from './express-exchange.js'
import { sendAnswer, userAnswer } from './user-answer.js'
import type { UserHandler } from './user-handler.js'

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
  readonly service: Handles
  /** The user's own msw handlers; read anew at each request. */
  readonly handlers: () => readonly UserHandler[]
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

/** @returns whether the request is answered */
async function answer(options: ExpressHostOptions, request: Request, response: ExpressResponse): Promise<boolean> {
  const start = performance.now()
  const exchange = exchangeOf(request)
  const { service, handlers, graphOrigin, log } = options
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)])
  const own = await userAnswer(exchange, { handlers: handlers(), graphOrigin, headers })
  if (own) {
    await sendAnswer(own, response)
    log?.(entryOf(own, exchange, performance.now() - start))
    return true
  }
  const path = exchange.url.split('?', 1)[0] as string
  if (options.passOn() && (!service.owns(path) || service.leaves(path))) return false
  const reply = await service.handle(exchange)
  // The client has left in the middle of its body: there is nobody to answer.
  if (request.destroyed && !request.complete) return true
  write(reply, response)
  log?.(entryOf(reply, exchange, performance.now() - start))
  return true
}

function write({ status, headers, body }: Reply, response: ExpressResponse): void {
  if (body === undefined) {
    response.writeHead(status, headers)
    response.end()
    return
  }
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}

function entryOf(
  { status, error }: Pick<Reply, 'status' | 'error'>,
  { method, url }: Exchange,
  duration: number,
): LogEntry {
  if (!error) return { method, url, status, duration }
  const { code, message, hint } = error
  return { method, url, status, duration, code, message, ...(hint === undefined ? {} : { hint }) }
}
