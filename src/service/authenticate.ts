import { emptyAccessToken, tokenNotValid, tokenNotWellFormed } from '../errors/auth-errors.js'
import { checkClaims, type ClaimsContext } from './check-claims.js'
import { type Claims, readClaims } from './read-token.js'

/**
 * Who is let in. `token`: whoever has a bearer value; one that is no access token of Entra may do everything. `strict`: only
 * callers with such a token. `off`: callers without one too.
 */
export type Auth = 'token' | 'strict' | 'off'

/** Who calls, and what the caller may do. */
export interface Caller {
  readonly tenantId: string
  readonly grants: Grants
}

/** Delegated scopes, application permissions, or everything. */
export type Grants = 'all' | { readonly kind: 'user' | 'app' | 'personal'; readonly names: readonly string[] }

/** The tenant of a token that names none. */
export const DEFAULT_TENANT = '00000000-0000-4000-8000-000000000000'

/** The tenant of personal Microsoft accounts, in every token of theirs. */
const PERSONAL_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad'

const BEARER = /^Bearer +(\S+)$/i

export interface AuthenticateContext extends ClaimsContext {
  readonly auth: Auth
  /** @returns whether a token is the emulator's own and intact; undefined for one that another has signed */
  readonly verify: (token: string) => Promise<boolean | undefined>
}

/**
 * Names the caller by the Authorization header.
 *
 * @throws GraphError 401
 */
export async function authenticate(authorization: string | undefined, context: AuthenticateContext): Promise<Caller> {
  const { auth, headers } = context
  const token = BEARER.exec(authorization?.trim() ?? '')?.[1]
  if (token === undefined) {
    if (auth !== 'off') throw emptyAccessToken(noTokenHint(context), headers)
    return { tenantId: DEFAULT_TENANT, grants: 'all' }
  }
  const claims = readClaims(token)
  if (!claims && auth === 'strict') throw tokenNotWellFormed(headers)
  const tenantId = claims?.tid?.toLowerCase() ?? DEFAULT_TENANT
  if (!claims || (auth !== 'strict' && !isAccessToken(claims))) return { tenantId, grants: 'all' }
  checkClaims(claims, context)
  if ((await context.verify(token)) === false) {
    throw tokenNotValid('The token names a key of this emulator, and is not signed with it.', headers)
  }
  return { tenantId, grants: grantsOf(claims) }
}

/** A test's own token with a `tid` alone is not one: it names a tenant, and may do everything. */
function isAccessToken({ aud, iss, scp, roles }: Claims): boolean {
  return aud !== undefined || iss !== undefined || scp !== undefined || roles !== undefined
}

function grantsOf({ tid, scp, roles = [] }: Claims): Grants {
  const names = [...(scp?.split(' ') ?? []), ...roles].filter((name) => name !== '')
  if (tid === PERSONAL_TENANT) return { kind: 'personal', names: [] }
  return { kind: scp === undefined ? 'app' : 'user', names }
}

function noTokenHint({ origin }: AuthenticateContext): string {
  const hint = "Send 'Authorization: Bearer test': any value will do. Or start with auth off (--auth off)."
  // The client deletes even a header that its user has set (msgraph-sdk-javascript, AuthenticationHandler).
  return origin.startsWith('http:')
    ? `${hint} Microsoft's JavaScript Graph client sends no token over http: use the same address with https, and name its host in 'customHosts'.`
    : hint
}
