import { encodeBase64Url } from '../encoding/base64url.js'
import type { Reply } from '../exchange/exchange.js'

/** The answer to one request of a batch. */
export interface BatchResponse {
  readonly id: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Left out where there is none, as with a 204. */
  readonly body?: unknown
}

/**
 * What the documented samples show, and what a caller acts on. Ids of the request, Date and the like belong to the
 * batch alone. The official client reads `Content-Type` in this spelling only.
 */
const HEADERS = [
  'Cache-Control',
  'OData-Version',
  'Content-Type',
  'Location',
  'Preference-Applied',
  'OData-EntityId',
  'Retry-After',
  'WWW-Authenticate',
]

/** @param id as the request spells it */
export function batchResponse(id: string, { status, headers, body }: Reply): BatchResponse {
  const kept = HEADERS.filter((name) => headers[name] !== undefined).map((name) => [name, headers[name]] as const)
  const response = { id, status, headers: Object.fromEntries(kept) as Record<string, string> }
  return body === undefined ? response : { ...response, body: embed(body, headers['Content-Type'] ?? '') }
}

/** As OData JSON 4.01 has it for a batch: JSON as it is, text as a string, anything else as base64url. */
function embed(body: string, contentType: string): unknown {
  if (contentType.startsWith('application/json')) return JSON.parse(body)
  return contentType.startsWith('text/') ? body : encodeBase64Url(body)
}
