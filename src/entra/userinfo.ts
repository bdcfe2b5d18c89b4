import { emptyAccessToken, tokenNotValid } from '../errors/auth-errors.js'
import { writeEnvelope } from '../errors/envelope.js'
import type { GraphError } from '../errors/graph-error.js'
import type { Answer, Call } from './call.js'
import { CHALLENGE } from './clouds.js'
import { isCurrent, readJwt, textOf } from './jwt.js'
import { subjectAt } from './tokens.js'

/**
 * GET and POST /oidc/userinfo, which Graph's host answers in production, with Graph's errors. A token of the emulator's own
 * is needed: of others nobody here knows who they are for.
 */
export async function answerUserinfo(call: Call): Promise<Answer> {
  const token = /^Bearer +(\S+)$/i.exec(call.exchange.header('authorization')?.trim() ?? '')?.[1]
  if (token === undefined) return refuse(call, emptyAccessToken('Send an access token.', HEADERS))
  const claims = readJwt(token)?.claims ?? {}
  const [name, oid, appid] = ['name', 'oid', 'appid'].map((claim) => textOf(claims, claim))
  const isGood = (await call.state.key.verify(token)) === true && isCurrent(claims, call.facts.now)
  if (!isGood || name === undefined || oid === undefined || appid === undefined) {
    return refuse(call, tokenNotValid("Send a user's token that this emulator has issued.", HEADERS))
  }
  const email = textOf(claims, 'upn')
  // The id token's `sub`, which clients hold it against, not that of the access token.
  const members: Record<string, unknown> = { sub: subjectAt(appid, oid), name }
  return { status: 200, body: email === undefined ? members : { ...members, email } }
}

const HEADERS = { 'WWW-Authenticate': CHALLENGE }

function refuse({ facts, state }: Call, error: GraphError): Answer {
  const request = { requestId: facts.traceId, clientRequestId: facts.correlationId, now: facts.now }
  return {
    status: error.status,
    headers: error.headers,
    body: JSON.parse(writeEnvelope(error, request, state.hints)) as Record<string, unknown>,
    error,
  }
}
