/** What a client of Entra did wrong, as Entra words it. */
export class EntraError extends Error {
  override readonly name = 'EntraError'
  readonly status: number
  /** `error` of the answer: OAuth's own code. */
  readonly error: string
  /** The number after AADSTS. */
  readonly code: number
  /** What MSAL decides by whether the user can help. */
  readonly suberror: string | undefined
  /** The emulator's own help. */
  readonly hint: string | undefined

  constructor(status: number, error: string, code: number, message: string, more: ErrorMore = {}) {
    super(message)
    this.status = status
    this.error = error
    this.code = code
    this.suberror = more.suberror
    this.hint = more.hint
  }
}

export interface ErrorMore {
  readonly suberror?: string
  readonly hint?: string
}

/** What Entra tells of a request in an error. */
export interface RequestFacts {
  readonly traceId: string
  /** What the client sent as `client-request-id`, or an id of Entra's. */
  readonly correlationId: string
  readonly now: Date
}

/** The text of `error_description`, as on the wire (AzureAD issues; error codes page). */
export function describe(error: EntraError, { traceId, correlationId, now }: RequestFacts): string {
  return [
    `AADSTS${error.code}: ${error.message}`,
    `Trace ID: ${traceId}`,
    `Correlation ID: ${correlationId}`,
    `Timestamp: ${timestamp(now)}`,
  ].join('\r\n')
}

/**
 * The JSON of an error, with its members in Entra's order.
 *
 * @param hints whether `hint`, which Entra has not, carries the emulator's own help
 */
export function errorBody(
  error: EntraError,
  facts: RequestFacts,
  { origin, hints }: { origin: string; hints: boolean },
): Record<string, unknown> {
  return {
    error: error.error,
    error_description: describe(error, facts),
    error_codes: [error.code],
    timestamp: timestamp(facts.now),
    trace_id: facts.traceId,
    correlation_id: facts.correlationId,
    error_uri: `${origin}/error?code=${error.code}`,
    ...(error.suberror === undefined ? {} : { suberror: error.suberror }),
    ...(hints && error.hint !== undefined ? { hint: error.hint } : {}),
  }
}

/** As 2016-01-09 02:02:12Z. */
function timestamp(now: Date): string {
  return `${now.toISOString().slice(0, 19).replace('T', ' ')}Z`
}
