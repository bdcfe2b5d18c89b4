import type { Answer, Call } from './call.js'
import { authenticateClient } from './client.js'
import { otherTenant, unsupportedGrant } from './errors.js'
import { GRANTS } from './grants.js'
import { readForm, required } from './parameters.js'
import { isOpen } from './tenants.js'
import { type Granted, tokenAnswer } from './token-answer.js'

/** POST /{tenant}/oauth2/v2.0/token and /oauth2/token. @throws EntraError */
export async function answerToken(call: Call): Promise<Answer> {
  const parameters = await readForm(call.exchange)
  const grant = GRANTS.get(required(parameters, 'grant_type'))
  if (!grant) throw unsupportedGrant()
  const tenantId = call.state.registrations.tenantId(call.route.tenant)
  const client = await authenticateClient(call, parameters)
  const granted = await grant(call, client, parameters)
  checkTenant(call, client.id, granted)
  // Where the address leaves the tenant open, it is the user's.
  call.state.registrations.app(client.id, granted.account?.tenantId ?? tenantId)
  return tokenAnswer(call, client, granted, parameters.get('client_info') === '1')
}

/** A code or a refresh token of one tenant is good in another for guests alone, and there are none here. */
function checkTenant({ route, state }: Call, clientId: string, { account }: Granted): void {
  if (!account || isOpen(route.tenant) || account.tenantId === state.registrations.tenantId(route.tenant)) return
  throw otherTenant(account.userPrincipalName, route.tenant, clientId)
}
