import type { RequestFacts } from '../errors/graph-error.js'

/** Errors come without charset or odata parameters. */
export const ERROR_TYPE = 'application/json'

/** Plausible constants: the real value names the machine that answered. */
const DIAGNOSTIC = JSON.stringify({
  ServerInfo: { DataCenter: 'West Europe', Slice: 'E', Ring: '5', ScaleUnit: '009', RoleInstance: 'AM1PEPF00027E5A' },
})

const EXPOSED =
  'ETag, Location, Preference-Applied, Content-Range, request-id, client-request-id, ReadWriteConsistencyToken, SdkVersion, WWW-Authenticate, x-ms-client-gcc-tenant, Retry-After'

/** Headers of every answer. */
export function serviceHeaders(request: RequestFacts, origin: string | undefined): Record<string, string> {
  const headers: Record<string, string> = {
    'Cache-Control': 'no-cache',
    Vary: 'Accept-Encoding',
    'Strict-Transport-Security': 'max-age=31536000',
    'request-id': request.requestId,
    'client-request-id': request.clientRequestId,
    'x-ms-ags-diagnostic': DIAGNOSTIC,
    Date: request.now.toUTCString(),
  }
  if (origin !== undefined) {
    headers['Access-Control-Allow-Origin'] = '*'
    headers['Access-Control-Expose-Headers'] = EXPOSED
  }
  return headers
}

/** A CORS preflight's answer. `*` would not cover Authorization, so the asked headers are named. */
export function preflightHeaders(askedHeaders: string | undefined): Record<string, string> {
  return {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, POST, PATCH, PUT, DELETE, HEAD, OPTIONS',
    'Access-Control-Allow-Headers': askedHeaders ?? '*',
    'Access-Control-Max-Age': '7200',
  }
}
