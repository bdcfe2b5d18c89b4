import type { BatchRequest } from './batch-request.js'
import type { Exchange } from '../exchange/exchange.js'

/**
 * Headers that a request of a batch takes from the batch. Each is authorized under the outer token; Authorization
 * among its own headers is undocumented, and wins here if sent.
 */
const INHERITED = ['authorization', 'client-request-id']

/** A request of a batch as an exchange of its own, below the batch's version. */
export function batchExchange(outer: Exchange, version: string, request: BatchRequest): Exchange {
  const { method, url, headers, body } = request
  return {
    method,
    url: `/${version}/${percentEncode(url)}`,
    origin: outer.origin,
    header: (name) => headers.get(name) ?? (INHERITED.includes(name) ? outer.header(name) : undefined),
    text: () => Promise.resolve(body ?? ''),
  }
}

/** @returns whether the url leads to `$batch` itself, however it is written */
export function isBatch({ url }: BatchRequest): boolean {
  const segment = url.split(/[/?]/, 1)[0] as string
  return decode(segment).split('(', 1)[0] === '$batch'
}

/** A url in JSON may hold spaces and letters of any script, which a request line cannot. What is encoded stays. */
function percentEncode(url: string): string {
  return url.replaceAll(/[^\x21\x22\x24-\x7e]+/g, encodeURIComponent)
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
