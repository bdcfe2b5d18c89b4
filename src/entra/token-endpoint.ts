import type { Answer, Call } from './call.js'
import { authenticateClient } from './client.js'
import { unsupportedGrant } from './errors.js'
import { GRANTS } from './grants.js'
import { readForm, required } from './parameters.js'
import { tokenAnswer } from './token-answer.js'

/** POST /{tenant}/oauth2/v2.0/token and /oauth2/token. @throws EntraError */
export async function answerToken(call: Call): Promise<Answer> {
  const parameters = await readForm(call.exchange)
  const grant = GRANTS.get(required(parameters, 'grant_type'))
  if (!grant) throw unsupportedGrant()
  const tenantId = call.state.registrations.tenantId(call.route.tenant)
  const client = await authenticateClient(call, parameters, tenantId)
  const granted = await grant(call, client, parameters)
  // A tenant that the user has come with counts, where the address leaves it open.
  if (granted.account) call.state.registrations.app(client.id, granted.account.tenantId)
  return tokenAnswer(call, client, granted, parameters.get('client_info') === '1')
}
