import { emptyAccessToken } from '../errors/gateway-errors.js'

export type Auth = 'token' | 'off'

/** Who calls. Scopes join it when tokens are issued; until then every caller has every scope. */
export interface Caller {
  readonly tenantId: string
}

/** The tenant of a token that names none. */
export const DEFAULT_TENANT = '00000000-0000-4000-8000-000000000000'

const BEARER = /^Bearer +(\S+)$/i

/**
 * Names the caller by the Authorization header. Any bearer value is a caller; a JWT's `tid` is the caller's tenant.
 *
 * @param challenge the `WWW-Authenticate` header of a 401
 * @throws GraphError 401 where there is no token and `auth` asks for one
 */
export function authenticate(authorization: string | undefined, auth: Auth, challenge: string): Caller {
  const token = BEARER.exec(authorization?.trim() ?? '')?.[1]
  if (token !== undefined) return { tenantId: tenantOf(token) ?? DEFAULT_TENANT }
  if (auth === 'off') return { tenantId: DEFAULT_TENANT }
  throw emptyAccessToken({ 'WWW-Authenticate': challenge })
}

function tenantOf(token: string): string | undefined {
  const payload = token.split('.', 3)[1]
  if (!payload) return undefined
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
    const tid = typeof claims === 'object' && claims !== null && 'tid' in claims ? claims.tid : undefined
    return typeof tid === 'string' && tid !== '' ? tid.toLowerCase() : undefined
  } catch {
    return undefined
  }
}
