import { type HttpHandler, http } from 'msw'
import type { Exchange, Reply } from '../exchange/exchange.js'
import { MAX_BODY_BYTES } from '../exchange/exchange.js'
import { bodyTaken, payloadTooLarge } from '../errors/gateway-errors.js'
import type { Handles } from '../exchange/handles.js'

/**
 * The msw handler that answers for the service at the given hosts.
 *
 * @param passOn whether what is another part of Graph goes on to the handlers behind this one
 */
export function mswHandler(service: Handles, hosts: readonly string[], passOn: boolean): HttpHandler {
  // A pattern rather than a path: msw would try to decode a path's wildcard, and fail on a lone '%'.
  const pattern = new RegExp(`^https://(?:${hosts.map((host) => host.replaceAll('.', '\\.')).join('|')})/`)
  return http.all(pattern, async ({ request }) => {
    const url = new URL(request.url)
    if (passOn && service.leaves(url.pathname)) return undefined
    return toResponse(await service.handle(exchangeOf(request, url)))
  })
}

function exchangeOf(request: Request, url: URL): Exchange {
  return {
    method: request.method,
    url: url.pathname + url.search,
    origin: url.origin,
    header: (name) => request.headers.get(name) ?? undefined,
    async text() {
      if (request.bodyUsed) throw bodyTaken()
      const bytes = await request.arrayBuffer()
      if (bytes.byteLength > MAX_BODY_BYTES) throw payloadTooLarge(MAX_BODY_BYTES)
      return new TextDecoder().decode(bytes)
    },
  }
}

function toResponse({ status, headers, body }: Reply): Response {
  return new Response(body ?? null, { status, headers })
}
