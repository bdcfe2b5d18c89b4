import type { Answer, Call } from './call.js'
import type { Client } from './client.js'
import {
  authorizationDeclined,
  authorizationPending,
  codeRedeemed,
  deviceCodeExpired,
  malformedGrant,
  wrongDeviceCode,
} from './errors.js'
import { type Parameters, readForm, required } from './parameters.js'
import { type Random, randomSecret } from './random.js'
import { readRequested } from './requested.js'
import type { Granted } from './token-answer.js'

/** Entra's. */
export const DEVICE_CODE_SECONDS = 900

/** Entra asks for 5: nobody has to type here. */
const INTERVAL_SECONDS = 1

/** Entra's codes have nine of these: no vowels, nothing that is easily misread. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ2345678'

/** POST /{tenant}/oauth2/v2.0/devicecode: a code for the device, another one for its user. @throws EntraError */
export async function answerDeviceCode(call: Call): Promise<Answer> {
  const { state, route, exchange } = call
  const parameters = await readForm(exchange)
  const clientId = required(parameters, 'client_id')
  state.registrations.tenantId(route.tenant)
  state.registrations.app(clientId, route.tenant)
  const requested = readRequested(call, parameters)
  const deviceCode = randomSecret(state.random)
  const userCode = makeUserCode(state.random)
  const { tenant } = route
  state.deviceCodes.add(deviceCode, {
    clientId,
    tenant,
    requested,
    userCode,
    polls: 0,
    attended: false,
    decision: undefined,
  })
  state.userCodes.add(userCode, deviceCode)
  const page = `${exchange.origin}/common/oauth2/deviceauth`
  return {
    status: 200,
    body: {
      user_code: userCode,
      device_code: deviceCode,
      // Entra's is https://microsoft.com/devicelogin, which leads here.
      [route.version === 1 ? 'verification_url' : 'verification_uri']: page,
      expires_in: route.version === 1 ? String(DEVICE_CODE_SECONDS) : DEVICE_CODE_SECONDS,
      interval: route.version === 1 ? String(INTERVAL_SECONDS) : INTERVAL_SECONDS,
      message: `To sign in, use a web browser to open the page ${page} and enter the code ${userCode} to authenticate.`,
    },
  }
}

/**
 * A device asks whether its user has signed in. The first answer is always "not yet"; with the second one the code approves
 * itself, for the tenant's first user, unless someone has opened the page with it.
 */
export function pollDeviceCode(call: Call, client: Client, parameters: Parameters): Granted {
  const { deviceCodes, registrations, approvesDevices } = call.state
  const secret =
    parameters.get('device_code') || required(parameters, call.route.version === 1 ? 'code' : 'device_code')
  const found = deviceCodes.find(secret)
  if (found.state === 'expired') throw deviceCodeExpired()
  if (found.state === 'unknown') throw wrongDeviceCode()
  if (found.state === 'used') throw codeRedeemed()
  const agreement = found.value
  if (agreement.clientId.toLowerCase() !== client.id.toLowerCase()) throw malformedGrant()
  agreement.polls += 1
  if (approvesDevices && !agreement.attended && agreement.polls > 1) {
    agreement.decision ??= registrations.accounts(agreement.tenant)[0]
  }
  if (agreement.decision === undefined) throw authorizationPending()
  deviceCodes.use(secret)
  if (agreement.decision === 'declined') throw authorizationDeclined()
  return { requested: agreement.requested, account: agreement.decision }
}

function makeUserCode(random: Random): string {
  return Array.from(random(9), (byte) => LETTERS[byte % LETTERS.length]).join('')
}
