import type { JWTPayload } from 'jose'
import { encodeBase64Url } from '../encoding/base64url.js'
import { type Cloud, CLOUDS, cloudOf, cloudOfResource } from './clouds.js'
import { type Random, sha256, stableGuid } from './random.js'
import type { Account } from './registrations.js'

/** An hour: Entra's differ from token to token between 60 and 90 minutes, a replay's may not. */
export const LIFETIME_SECONDS = 3599

/** Entra dates its tokens five minutes back, for clocks that are late. */
const BACKDATED_SECONDS = 300

export interface AccessTokenFacts {
  readonly tenantId: string
  readonly clientId: string
  readonly appName: string | undefined
  readonly proof: '0' | '1' | '2'
  readonly audience: string
  /** Whose address the token was asked for at. Undefined: the emulator's own. */
  readonly cloud: Cloud | undefined
  /** Undefined for an app that calls on its own. */
  readonly account: Account | undefined
  /** Delegated scopes, or application permissions where there is no account. */
  readonly permissions: readonly string[]
  readonly now: Date
  /** Below 0, it has ended already. */
  readonly expiresIn: number
  readonly random: Random
}

/**
 * The claims of an access token for Graph: of version 1, whichever endpoint it comes from
 * (https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
 */
export function accessTokenClaims(facts: AccessTokenFacts): JWTPayload {
  const { tenantId, clientId, audience, account, random, now } = facts
  const cloud = cloudOfResource(audience) ?? facts.cloud ?? CLOUDS[0]
  const issuer = `${cloud.sts}/${tenantId}/`
  const exp = seconds(now) + facts.expiresIn
  const iat = Math.min(seconds(now) - BACKDATED_SECONDS, exp)
  return {
    aud: audience,
    iss: issuer,
    iat,
    nbf: iat,
    exp,
    ...(account ? { acct: 0, acr: '1' } : {}),
    aio: opaque(random, 24),
    ...(account ? { amr: ['pwd'] } : {}),
    ...(facts.appName === undefined ? {} : { app_displayname: facts.appName }),
    appid: clientId,
    appidacr: facts.proof,
    ...(account ? userClaims(account) : { idp: issuer, ...appClaims(tenantId, clientId) }),
    rh: `1.${opaque(random, 18)}.`,
    ...permissionClaims(account, facts.permissions),
    tenant_region_scope: cloud.region,
    tid: tenantId,
    uti: opaque(random, 16),
    ver: '1.0',
    wids: [],
    xms_tcdt: 1_577_836_800,
  }
}

function userClaims({ id, userPrincipalName, displayName }: Account): JWTPayload {
  return {
    idtyp: 'user',
    name: displayName,
    oid: id,
    sub: stableGuid('subject at Graph', id),
    unique_name: userPrincipalName,
    upn: userPrincipalName,
  }
}

/** `oid` is the service principal's: the app's object in this tenant. */
function appClaims(tenantId: string, clientId: string): JWTPayload {
  const oid = stableGuid(`service principal in ${tenantId}`, clientId.toLowerCase())
  return { idtyp: 'app', oid, sub: oid }
}

/** A token without a permission lacks the claim, rather than having an empty one. */
function permissionClaims(account: Account | undefined, permissions: readonly string[]): JWTPayload {
  if (account) return { scp: permissions.join(' ') }
  return permissions.length > 0 ? { roles: [...permissions] } : {}
}

export interface IdTokenFacts {
  readonly account: Account
  readonly clientId: string
  readonly nonce: string | undefined
  /** Of the code and the access token that come with it. */
  readonly hashes?: { readonly c_hash?: string; readonly at_hash?: string } | undefined
  readonly openId: readonly string[]
  readonly version: 1 | 2
  readonly origin: string
  readonly now: Date
  readonly random: Random
}

/** https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference */
export function idTokenClaims(facts: IdTokenFacts): JWTPayload {
  const { account, clientId, nonce, openId, version, origin, now, random } = facts
  const { id, userPrincipalName, displayName, tenantId } = account
  const iat = seconds(now) - BACKDATED_SECONDS
  const has = (scope: string) => version === 1 || openId.includes(scope)
  return {
    aud: clientId,
    iss: issuerOf(origin, tenantId, version),
    iat,
    nbf: iat,
    exp: seconds(now) + LIFETIME_SECONDS,
    ...(nonce === undefined ? {} : { nonce }),
    ...facts.hashes,
    ...(openId.includes('email') ? { email: userPrincipalName } : {}),
    ...(has('profile') ? { name: displayName, oid: id } : {}),
    ...(version === 1 ? { unique_name: userPrincipalName, upn: userPrincipalName } : {}),
    ...(version === 2 && has('profile') ? { preferred_username: userPrincipalName } : {}),
    rh: `1.${opaque(random, 18)}.`,
    sub: subjectAt(clientId, id),
    tid: tenantId,
    uti: opaque(random, 16),
    ver: `${version}.0`,
  }
}

/** A user's name at an app: pairwise, so another in every app. */
export function subjectAt(clientId: string, userId: string): string {
  return stableGuid(`subject at ${clientId.toLowerCase()}`, userId)
}

/** What binds an id token to a code or an access token beside it (OpenID Connect Core, 3.3.2.11). */
export async function halfHash(text: string): Promise<string> {
  return encodeBase64Url((await sha256(text)).slice(0, 16))
}

/** What MSAL names an account by: the object in its home tenant. */
export function clientInfo({ id, tenantId }: Account): string {
  return encodeBase64Url(JSON.stringify({ uid: id, utid: tenantId }))
}

/** China's login host has two names, and signs with the newer one. */
export function issuerOf(origin: string, tenantId: string, version: 1 | 2): string {
  const cloud = cloudOf(origin)
  if (version === 1) return `${cloud?.sts ?? 'https://sts.windows.net'}/${tenantId}/`
  return `${cloud ? `https://${cloud.loginHosts[0]}` : origin}/${tenantId}/v2.0`
}

function seconds(now: Date): number {
  return Math.floor(now.getTime() / 1000)
}

function opaque(random: Random, length: number): string {
  return encodeBase64Url(random(length))
}
