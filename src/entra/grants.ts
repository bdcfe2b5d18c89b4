import { encodeBase64Url } from '../encoding/base64url.js'
import type { Agreement, Call, CodeAgreement } from './call.js'
import type { Client } from './client.js'
import * as errors from './errors.js'
import type { Issued } from './issued.js'
import { onBehalfOf } from './on-behalf-of.js'
import { type Parameters, required } from './parameters.js'
import { sha256 } from './random.js'
import type { Account } from './registrations.js'
import { readRequested } from './requested.js'
import { pollDeviceCode } from './device-code.js'
import { isSameSecret } from './same-secret.js'
import { isOpen } from './tenants.js'
import type { Granted } from './token-answer.js'

export type Grant = (call: Call, client: Client, parameters: Parameters) => Granted | Promise<Granted>

/** By `grant_type`. */
export const GRANTS: ReadonlyMap<string, Grant> = new Map<string, Grant>([
  ['client_credentials', clientCredentials],
  ['authorization_code', authorizationCode],
  ['refresh_token', refreshToken],
  ['password', password],
  ['urn:ietf:params:oauth:grant-type:device_code', pollDeviceCode],
  // What version 1 calls it.
  ['device_code', pollDeviceCode],
  ['urn:ietf:params:oauth:grant-type:jwt-bearer', onBehalfOf],
])

function clientCredentials(call: Call, client: Client, parameters: Parameters): Granted {
  if (client.proof === '0') throw errors.noCredential()
  const scope = parameters.get('scope')
  // Said before what else may be wrong with it, as `https://graph.microsoft.com` on its own.
  if (call.route.version === 2 && scope && !scope.split(/\s+/).some((item) => item.endsWith('.default'))) {
    throw errors.defaultScopeNeeded(scope.slice(0, 200))
  }
  const requested = readRequested(call, parameters)
  return { requested, account: undefined }
}

async function authorizationCode(call: Call, client: Client, parameters: Parameters): Promise<Granted> {
  const { codes } = call.state
  const code = required(parameters, 'code')
  const agreement = take(codes, code)
  if (!isFor(agreement, client)) throw errors.malformedGrant()
  if (required(parameters, 'redirect_uri') !== agreement.redirectUri) throw errors.otherRedirect()
  await checkVerifier(agreement, parameters.get('code_verifier'))
  const requested = readRequested(call, parameters, agreement.requested)
  // Two requests at once may both have come so far.
  if (codes.find(code).state === 'used') throw errors.codeRedeemed()
  codes.use(code)
  return { requested, account: agreement.account, nonce: agreement.nonce }
}

/**
 * Entra rotates refresh tokens and leaves the old ones valid until they expire: "refresh tokens aren't revoked when used to
 * acquire new access tokens" (refresh-tokens page).
 */
function refreshToken(call: Call, client: Client, parameters: Parameters): Granted {
  const agreement = take(call.state.refreshTokens, required(parameters, 'refresh_token'))
  if (!isFor(agreement, client)) throw errors.malformedGrant()
  return { requested: readRequested(call, parameters, agreement.requested), account: agreement.account }
}

function password(call: Call, _client: Client, parameters: Parameters): Granted {
  const { tenant } = call.route
  if (isOpen(tenant) && tenant.toLowerCase() !== 'organizations') throw errors.tenantNeeded()
  const name = required(parameters, 'username')
  const given = required(parameters, 'password')
  const { registrations } = call.state
  const account: Account = registrations.account(name, tenant)
  const declared = registrations.user(name, tenant)?.password
  if (declared !== undefined && !isSameSecret(declared, given)) throw errors.wrongPassword()
  return { requested: readRequested(call, parameters), account }
}

function take<T>(issued: Issued<T>, secret: string): T {
  const found = issued.find(secret)
  switch (found.state) {
    case 'valid':
      return found.value
    case 'used':
      throw errors.codeRedeemed()
    case 'expired':
      throw errors.grantExpired()
    case 'unknown':
      throw errors.malformedGrant()
  }
}

function isFor({ clientId }: Agreement, client: Client): boolean {
  return clientId.toLowerCase() === client.id.toLowerCase()
}

/** RFC 7636, 4.6. */
async function checkVerifier({ challenge }: CodeAgreement, verifier: string | undefined): Promise<void> {
  // A verifier without a challenge: someone has taken the challenge out of the request on its way (RFC 9700, 4.8.2).
  if (!challenge && !verifier) return
  if (!challenge || !verifier) throw errors.wrongVerifier()
  const given = challenge.method === 'plain' ? verifier : encodeBase64Url(await sha256(verifier))
  if (!isSameSecret(challenge.value, given)) throw errors.wrongVerifier()
}
