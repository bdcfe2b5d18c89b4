import type { ServerResponse } from 'node:http'
import type { getResponse as GetResponseFunction } from 'msw'
import type { Exchange } from '../exchange/exchange.js'
import { asMswHandlers, type UserHandler } from './user-handler.js'

export interface UserAnswerOptions {
  readonly handlers: readonly UserHandler[]
  /** Where the handlers see the request besides the server's own address: the host that they are written for. */
  readonly realOrigin: string
  readonly headers: [string, string][]
}

/**
 * Asks the user's own handlers, whether written for Graph's host, the server's own, or a path.
 *
 * @returns undefined where none answers, or one says `passthrough()`: that means the emulator here
 */
export async function userAnswer(exchange: Exchange, options: UserAnswerOptions): Promise<Response | undefined> {
  const handlers = asMswHandlers(options.handlers)
  if (handlers.length === 0) return undefined
  // The user's own msw is loaded for the user's own handlers, never before.
  const { getResponse } = await import('msw')
  const { method } = exchange
  // One that is too large is the service's to refuse.
  const body = method === 'GET' || method === 'HEAD' ? null : await exchange.text().catch(() => undefined)
  if (body === undefined) return undefined
  for (const origin of [options.realOrigin, exchange.origin]) {
    const request = requestOf(origin + exchange.url, { method, headers: options.headers, body })
    const answer = request && (await ask(handlers, request, exchange.origin, getResponse))
    if (answer) return isPassthrough(answer) ? undefined : answer
  }
  return undefined
}

/** @returns undefined for what fetch has no request for, as TRACE or a host that is none: the service answers that */
function requestOf(url: string, init: RequestInit): Request | undefined {
  try {
    decodeURIComponent(new URL(url).pathname)
    return new Request(url, init)
  } catch {
    return undefined
  }
}

type GetResponse = typeof GetResponseFunction

async function ask(
  handlers: ReturnType<typeof asMswHandlers>,
  request: Request,
  baseUrl: string,
  getResponse: GetResponse,
): Promise<Response | undefined> {
  try {
    return await getResponse(handlers, request, { baseUrl })
  } catch (error) {
    return errorAnswer(error)
  }
}

/** A handler that throws answers 500 with its error, as it does in msw's own server. */
export function errorAnswer(error: unknown): Response {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  return Response.json({ name, message, stack }, { status: 500 })
}

/** msw's `passthrough()` is a response with a header of its own. */
function isPassthrough(answer: Response): boolean {
  return answer.headers.get('x-msw-intention') === 'passthrough'
}

/** Writes a handler's answer to the socket; `HttpResponse.error()` stands for a connection that breaks. */
export async function sendAnswer(answer: Response, response: ServerResponse): Promise<void> {
  if (answer.type === 'error') {
    response.destroy()
    return
  }
  const body = Buffer.from(await answer.arrayBuffer())
  response.statusCode = answer.status
  response.setHeaders(answer.headers)
  response.end(body)
}
