import type { GraphError, RequestFacts } from './graph-error.js'

/**
 * The error envelope as it is on the wire: compact JSON, `innerError` with a capital E, `date` in UTC without a zone.
 *
 * @param hints whether `innerError.hint` carries the emulator's own help
 */
export function writeEnvelope(error: GraphError, request: RequestFacts, hints: boolean): string {
  const message = error.describe?.(request) ?? error.message
  return JSON.stringify({
    error: {
      code: error.code,
      message,
      innerError: {
        ...(error.repeatsMessage ? { message } : {}),
        ...(hints && error.hint ? { hint: error.hint } : {}),
        date: request.now.toISOString().slice(0, 19),
        'request-id': request.requestId,
        'client-request-id': request.clientRequestId,
      },
    },
  })
}
