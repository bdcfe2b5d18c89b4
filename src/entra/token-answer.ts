import type { Answer, Call } from './call.js'
import type { Client } from './client.js'
import { cloudOf } from './clouds.js'
import { applicationPermissions, delegatedScopes } from './permissions.js'
import { randomSecret } from './random.js'
import type { Account } from './registrations.js'
import type { Requested } from './scopes.js'
import { accessTokenClaims, clientInfo, type IdTokenFacts, idTokenClaims, LIFETIME_SECONDS } from './tokens.js'

/** What a grant comes to. */
export interface Granted {
  readonly requested: Requested
  /** Undefined for an app that calls on its own. */
  readonly account: Account | undefined
  readonly nonce?: string | undefined
}

export interface AccessToken {
  readonly token: string
  readonly permissions: readonly string[]
}

/**
 * @returns an access token with what is granted of what was asked for
 * @throws EntraError 65001
 */
export async function issueAccessToken(call: Call, client: Client, granted: Granted): Promise<AccessToken> {
  const { state, facts, route } = call
  const { requested, account } = granted
  const permissions = account
    ? delegatedOf(call, client, requested, account)
    : applicationPermissions(client.app, state.rules)
  const claims = accessTokenClaims({
    tenantId: account?.tenantId ?? state.registrations.tenantId(route.tenant),
    clientId: client.id,
    appName: client.app?.displayName,
    proof: client.proof,
    audience: requested.resource,
    cloud: cloudOf(call.exchange.origin),
    account,
    // Entra lists OpenID's scopes in the token as well, all but offline_access.
    permissions: account ? [...permissions, ...spokenOpenId(requested)] : permissions,
    now: facts.now,
    expiresIn: LIFETIME_SECONDS,
    random: state.random,
  })
  return { token: await state.key.sign(claims), permissions }
}

/** @returns an id token for the client */
export function issueIdToken(
  call: Call,
  client: Client,
  { account, requested, nonce, hashes }: Granted & { account: Account } & Pick<IdTokenFacts, 'hashes'>,
): Promise<string> {
  const { state, facts, route, exchange } = call
  const { openId } = requested
  return state.key.sign(
    idTokenClaims({
      account,
      clientId: client.id,
      nonce,
      hashes,
      openId,
      version: route.version,
      origin: exchange.origin,
      now: facts.now,
      random: state.random,
    }),
  )
}

/**
 * The answer of the token endpoint: with a refresh token where offline_access was asked for, an id token where openid was.
 *
 * @param wantsClientInfo MSAL's `client_info=1`
 */
export async function tokenAnswer(
  call: Call,
  client: Client,
  granted: Granted,
  wantsClientInfo: boolean,
): Promise<Answer> {
  const { route, state } = call
  const { account, requested } = granted
  const { token, permissions } = await issueAccessToken(call, client, granted)
  const body: Record<string, unknown> = {
    token_type: 'Bearer',
    ...(account ? { scope: scopeText(requested, permissions) } : {}),
    ...(route.version === 1
      ? lifetimeOfVersion1(call, requested)
      : { expires_in: LIFETIME_SECONDS, ext_expires_in: LIFETIME_SECONDS }),
    access_token: token,
  }
  if (!account) return { status: 200, body }
  if (route.version === 1 || requested.openId.includes('offline_access')) {
    body.refresh_token = `1.${randomSecret(state.random)}`
    state.refreshTokens.add(body.refresh_token as string, { clientId: client.id, account, requested })
  }
  if (requested.openId.includes('openid')) body.id_token = await issueIdToken(call, client, { ...granted, account })
  if (wantsClientInfo) body.client_info = clientInfo(account)
  return { status: 200, body }
}

/** Names as they were asked for: clients look up their cache with them. */
export function scopeText(requested: Requested, permissions: readonly string[]): string {
  const { isDefault, prefixes } = requested
  const prefix = prefixes['.default'] ?? ''
  const names = isDefault
    ? permissions.map((name) => `${prefix}${name}`)
    : requested.names.map((name) => `${prefixes[name] ?? ''}${name}`)
  return [...names, ...(isDefault && prefix !== '' ? [`${prefix}.default`] : []), ...spokenOpenId(requested)].join(' ')
}

function spokenOpenId({ openId }: Requested): readonly string[] {
  return openId.filter((scope) => scope !== 'offline_access')
}

/** Version 1 has its numbers as texts. */
function lifetimeOfVersion1({ facts }: Call, { resource }: Requested): Record<string, string> {
  const now = Math.floor(facts.now.getTime() / 1000)
  return {
    expires_in: String(LIFETIME_SECONDS),
    ext_expires_in: String(LIFETIME_SECONDS),
    expires_on: String(now + LIFETIME_SECONDS),
    not_before: String(now - 300),
    resource,
  }
}

function delegatedOf({ state }: Call, { id, app }: Client, requested: Requested, account: Account): readonly string[] {
  const user = state.registrations.user(account.id, account.tenantId)
  return delegatedScopes(requested, { clientId: id, app, user }, state.rules)
}
