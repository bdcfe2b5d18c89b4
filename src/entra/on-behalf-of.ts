import type { Call } from './call.js'
import type { Client } from './client.js'
import { isGraph } from './clouds.js'
import {
  credentialNeeded,
  malformedRequest,
  subjectAudience,
  subjectIsApp,
  subjectLifetime,
  subjectSignature,
} from './errors.js'
import { isCurrent, type JwtPart, readJwt, textOf } from './jwt.js'
import { type Parameters, required } from './parameters.js'
import { stableGuid } from './random.js'
import type { Account } from './registrations.js'
import { readRequested } from './requested.js'
import { isGuid } from './tenants.js'
import type { Granted } from './token-answer.js'

/**
 * A service swaps its caller's token for one of its own to call on with. A token of another issuer is taken by its form:
 * whoever signed it is not known here.
 */
export async function onBehalfOf(call: Call, client: Client, parameters: Parameters): Promise<Granted> {
  if (client.proof === '0') throw credentialNeeded()
  const assertion = required(parameters, 'assertion')
  if (required(parameters, 'requested_token_use') !== 'on_behalf_of') throw malformedRequest('requested_token_use.')
  const claims = readJwt(assertion)?.claims
  if (!claims || (await call.state.key.verify(assertion)) === false) throw subjectSignature()
  if (!isCurrent(claims, call.facts.now)) throw subjectLifetime()
  if (!isAudience(textOf(claims, 'aud'), client)) throw subjectAudience()
  if (textOf(claims, 'idtyp') === 'app') throw subjectIsApp(client.id)
  return { requested: readRequested(call, parameters), account: accountOf(call, claims) }
}

/** The service's client id, or a URI that it has chosen itself; a token for Graph is the usual mistake. */
function isAudience(audience: string | undefined, { id }: Client): boolean {
  if (audience === undefined || isGraph(audience)) return false
  const isId = (text: string) => text.toLowerCase() === id.toLowerCase()
  return isId(audience.replace(/^api:\/\//, '')) || (!isGuid(audience) && audience.includes(':'))
}

function accountOf({ state, route }: Call, claims: JwtPart): Account {
  const name = textOf(claims, 'upn') ?? textOf(claims, 'preferred_username') ?? textOf(claims, 'unique_name') ?? 'user'
  const tid = textOf(claims, 'tid')
  const tenantId = tid !== undefined && isGuid(tid) ? tid.toLowerCase() : state.registrations.tenantId(route.tenant)
  const id = textOf(claims, 'oid') ?? stableGuid(`user of ${tenantId}`, name.toLowerCase())
  return { id, userPrincipalName: name, displayName: textOf(claims, 'name') ?? name, tenantId }
}
