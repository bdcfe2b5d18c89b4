import { GraphError } from '../errors/graph-error.js'
import type { Exchange, Reply } from '../exchange/exchange.js'
import type { Answer, Call } from './call.js'
import { withoutSecrets } from '../exchange/without-secrets.js'
import { describe, EntraError, errorBody, type RequestFacts } from './entra-error.js'
import { transient } from './errors.js'
import { html, page } from './page.js'
import type { Endpoint } from './route.js'

/** What people see, in a browser: their errors are pages, and no other site's script may read them. */
const PAGES: ReadonlySet<Endpoint> = new Set<Endpoint>(['authorize', 'deviceauth', 'logout'])

const ALLOWED = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'x-ms-request-id, client-request-id',
}

/** Adds the headers that every answer has, and writes the body. */
export function toReply(
  answer: Answer,
  exchange: Exchange,
  facts: RequestFacts,
  endpoint: Endpoint | undefined,
): Reply {
  const { status, headers = {}, body, error } = answer
  const isCross = exchange.header('origin') !== undefined && !(endpoint && PAGES.has(endpoint))
  const isEmpty = body === undefined || exchange.method === 'HEAD'
  return {
    status,
    headers: {
      'Cache-Control': 'no-store, no-cache',
      Pragma: 'no-cache',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
      'X-Content-Type-Options': 'nosniff',
      'x-ms-request-id': facts.traceId,
      ...(exchange.header('client-request-id') ? { 'client-request-id': facts.correlationId } : {}),
      Date: facts.now.toUTCString(),
      ...(isCross ? ALLOWED : {}),
      ...headers,
    },
    body: isEmpty ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    ...(error ? { error } : {}),
  }
}

/** A preflight's answer: single-page apps post to the token endpoint. No other site's script posts to a page. */
export function preflight(exchange: Exchange, endpoint: Endpoint | undefined): Answer {
  if (endpoint && PAGES.has(endpoint)) return { status: 200 }
  const asked = exchange.header('access-control-request-headers')
  return {
    status: 200,
    headers: {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
      'Access-Control-Allow-Headers': asked && /^[\w ,-]{1,1000}$/.test(asked) ? asked : '*',
      'Access-Control-Max-Age': '86400',
    },
  }
}

/** An error as Entra shows it: JSON to programs, a page to people. */
export function errorReply(
  error: EntraError,
  exchange: Exchange,
  call: Pick<Call, 'facts'> & { endpoint: Endpoint | undefined; hints: boolean },
): Reply {
  const { facts, endpoint, hints } = call
  const answer: Answer =
    endpoint && PAGES.has(endpoint)
      ? errorPage(error, call)
      : { status: error.status, body: errorBody(error, facts, { origin: exchange.origin, hints }) }
  return toReply({ ...answer, error: forLogs(error) }, exchange, facts, endpoint)
}

function errorPage(error: EntraError, { facts, hints }: { facts: RequestFacts; hints: boolean }): Answer {
  const hint = hints && error.hint !== undefined ? html`<p class="note">${error.hint}</p>` : html``
  return page(
    'Sorry, but we’re having trouble signing you in',
    html`<pre>${describe(error, facts)}</pre>
      ${hint}`,
    { status: error.status },
  )
}

/** The error as hosts log it. */
export function forLogs({ status, error, code, message, hint }: EntraError): GraphError {
  return new GraphError({ status, code: error, message: `AADSTS${code}: ${message}`, hint })
}

/** A body that is too large, or that the host has given away; what else goes wrong is a fault of the emulator's. */
export function asEntraError(error: unknown): EntraError {
  if (error instanceof EntraError) return error
  if (error instanceof GraphError) return new EntraError(error.status, 'invalid_request', 90023, error.message)
  return transient(
    `This is a defect of intune-emulator: ${withoutSecrets(error instanceof Error ? error.message : String(error))}`,
  )
}
