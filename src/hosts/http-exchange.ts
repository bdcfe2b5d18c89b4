import type { IncomingMessage } from 'node:http'
import { payloadTooLarge } from '../errors/gateway-errors.js'
import { type Exchange, MAX_BODY_BYTES } from '../exchange/exchange.js'

/** A request of Node's http server. Express says where an app is mounted, and body parsers what they have read. */
export type HttpRequest = IncomingMessage & { readonly baseUrl?: string; readonly body?: unknown }

/** A request as the service sees it, read straight from the socket. */
export function exchangeOf(request: HttpRequest): Exchange {
  let text: Promise<string> | undefined
  return {
    method: request.method as string,
    url: pathAndQuery(request.url as string),
    origin: originOf(request),
    header: (name) => headerOf(request, name),
    text() {
      text ??= readText(request)
      return text
    },
  }
}

/** A proxy's client sends the whole URL (RFC 9112, 3.2.2). */
function pathAndQuery(url: string): string {
  if (url.startsWith('/')) return url
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  return parsed ? parsed.pathname + parsed.search : `/${url}`
}

/** Where the app is mounted is a part of what the caller sees as the origin. */
function originOf(request: HttpRequest): string {
  const scheme = 'encrypted' in request.socket ? 'https' : 'http'
  return `${scheme}://${request.headers.host ?? 'localhost'}${request.baseUrl ?? ''}`
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

/** Reads the socket, or takes what a body parser in front has read from it. */
function readText(request: HttpRequest): Promise<string> {
  if (request.readableEnded) return Promise.resolve(parsedText(request))
  const chunks: Buffer[] = []
  let size = 0
  // By its events: an iterator over them takes longer than the rest of a small request.
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      // The rest is read and dropped, so that the client gets to see the answer.
      if (size <= MAX_BODY_BYTES) chunks.push(chunk)
      else chunks.length = 0
    })
    const left = () => {
      if (!request.complete) reject(new Error('The client has left in the middle of its body.'))
    }
    if (request.destroyed) left()
    request.once('error', reject).once('close', left)
    request.once('end', () => {
      if (size > MAX_BODY_BYTES) reject(payloadTooLarge(MAX_BODY_BYTES))
      else resolve(new TextDecoder().decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)))
    })
  })
}

const FORM = 'application/x-www-form-urlencoded'

/** `express.json()` makes {} of an empty body, so the length that was sent decides. */
function parsedText(request: HttpRequest): string {
  const { body } = request
  if (body === undefined || request.headers['content-length'] === '0') return ''
  if (Buffer.isBuffer(body)) return new TextDecoder().decode(body)
  if (typeof body === 'string') return body
  const [mediaType = ''] = (request.headers['content-type'] ?? '').split(';', 1)
  return mediaType.trim().toLowerCase() === FORM
    ? formText(body as Record<string, string | string[]>)
    : JSON.stringify(body)
}

/** `express.urlencoded()` makes a list of a parameter that stands twice. */
function formText(body: Readonly<Record<string, string | readonly string[]>>): string {
  return new URLSearchParams(
    Object.entries(body).flatMap(([name, value]) => [value].flat().map((item): [string, string] => [name, item])),
  ).toString()
}
