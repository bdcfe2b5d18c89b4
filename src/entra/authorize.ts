import { forLogs } from './answer.js'
import { hasToken, MODES, readReplyTo, type ReplyTo } from './authorize-request.js'
import { replyToApp } from './authorize-reply.js'
import type { Answer, Call, CodeAgreement } from './call.js'
import type { Client } from './client.js'
import { describe, EntraError } from './entra-error.js'
import * as errors from './errors.js'
import { type Parameters, readForm, readQuery, required } from './parameters.js'
import { delegatedScopes } from './permissions.js'
import { randomSecret } from './random.js'
import type { Account } from './registrations.js'
import { graphOf, readRequested } from './requested.js'
import { readResource, type Requested } from './scopes.js'
import { CANCELLED, CHOICE, isOwnForm, signInPage } from './sign-in-page.js'
import { issueAccessToken, issueIdToken, scopeText } from './token-answer.js'
import { clientInfo, halfHash, LIFETIME_SECONDS } from './tokens.js'

/** RFC 7636, 4.2. */
const CHALLENGE = /^[\w.~-]{43,128}$/

/**
 * GET or POST /{tenant}/oauth2/v2.0/authorize and /oauth2/authorize.
 *
 * @throws EntraError that only a page can show; others go to the app
 */
export async function answerAuthorize(call: Call): Promise<Answer> {
  const { exchange } = call
  const parameters = exchange.method === 'POST' ? await readForm(exchange) : readQuery(exchange)
  const to = readReplyTo(call, parameters)
  try {
    return await signIn(call, to, parameters)
  } catch (error) {
    // A page of someone else's would be an open redirect away.
    if (!(error instanceof EntraError) || !(to.isTrusted || isChosen(call, parameters))) throw error
    const members = { error: error.suberror ?? error.error, error_description: describe(error, call.facts) }
    return { ...replyToApp(to, members), error: forLogs(error) }
  }
}

async function signIn(call: Call, to: ReplyTo, parameters: Parameters): Promise<Answer> {
  const request = readRequest(call, to, parameters)
  const account = chooseAccount(call, to, parameters)
  if (!account) return signInPage(call, to, parameters)
  const { registrations, rules } = call.state
  registrations.app(to.clientId, account.tenantId)
  // What is not granted is said now, while the user is there.
  const user = registrations.user(account.id, account.tenantId)
  delegatedScopes(request.requested, { clientId: to.clientId, app: to.app, user }, rules)
  return replyToApp(to, await successMembers(call, to, { ...request, account }, parameters))
}

type AuthorizeRequest = Pick<CodeAgreement, 'requested' | 'nonce' | 'challenge'>

function readRequest(call: Call, to: ReplyTo, parameters: Parameters): AuthorizeRequest {
  required(parameters, 'response_type')
  if (![...to.responseTypes].every((type) => ['code', 'id_token', 'token'].includes(type))) {
    throw errors.unsupportedResponseType()
  }
  const mode = parameters.get('response_mode')
  if (mode === 'query' && hasToken(to.responseTypes)) throw errors.queryForToken()
  if (mode && !MODES.some((known) => known === mode)) throw errors.malformedRequest('response_mode.')
  const nonce = parameters.get('nonce')
  if (to.responseTypes.has('id_token') && !nonce) throw errors.missingParameter('nonce')
  return { requested: requestedOf(call, parameters), nonce, challenge: readChallenge(parameters) }
}

/** Version 1 may leave the resource to the token request. */
function requestedOf(call: Call, parameters: Parameters): Requested {
  return call.route.version === 1 && !parameters.get('resource')
    ? readResource(graphOf(call), parameters.get('scope'))
    : readRequested(call, parameters)
}

function readChallenge(parameters: Parameters): CodeAgreement['challenge'] {
  const value = parameters.get('code_challenge')
  if (!value) return undefined
  const method = parameters.get('code_challenge_method') || 'plain'
  if (method !== 'S256' && method !== 'plain') throw errors.malformedRequest('code_challenge_method.')
  if (!CHALLENGE.test(value)) throw errors.malformedChallenge()
  return { value, method }
}

/** @returns undefined for a user who has to be asked: Entra's cookie that knows them is not emulated */
function chooseAccount(call: Call, to: ReplyTo, parameters: Parameters): Account | undefined {
  const { registrations } = call.state
  const { tenant } = call.route
  const chosen = parameters.get(CHOICE)
  if (chosen && isChosen(call, parameters)) {
    if (chosen === CANCELLED) throw errors.userCancelled()
    // The page asks again for a name that nobody has.
    return registrations.accountNamed(chosen, tenant)
  }
  const hint = parameters.get('login_hint')
  const prompt = parameters.get('prompt')
  if (!to.isTrusted) {
    if (prompt === 'none') throw errors.wrongRedirect(to.clientId)
    return undefined
  }
  const hinted = hint ? registrations.accountNamed(hint, tenant) : undefined
  if (prompt !== 'none') return prompt ? undefined : hinted
  if (hint && !hinted) throw errors.notSignedIn()
  return hinted ?? onlyAccount(registrations.accounts(tenant))
}

function onlyAccount(accounts: readonly Account[]): Account {
  const [account] = accounts
  if (!account || accounts.length > 1) throw errors.severalUsers()
  return account
}

function isChosen({ exchange }: Call, parameters: Parameters): boolean {
  return exchange.method === 'POST' && parameters.has(CHOICE) && isOwnForm(exchange)
}

async function successMembers(
  call: Call,
  { clientId, app, redirectUri, responseTypes }: ReplyTo,
  request: AuthorizeRequest & { account: Account },
  parameters: Parameters,
): Promise<Record<string, string>> {
  const { state } = call
  const client: Client = { id: clientId, app, proof: '0' }
  const members: Record<string, string> = {}
  if (responseTypes.has('code')) {
    members.code = `1.${randomSecret(state.random)}`
    state.codes.add(members.code, { ...request, clientId, redirectUri })
  }
  if (responseTypes.has('token')) {
    const { token, permissions } = await issueAccessToken(call, client, request)
    members.access_token = token
    members.token_type = 'Bearer'
    members.expires_in = String(LIFETIME_SECONDS)
    members.scope = scopeText(request.requested, permissions)
  }
  if (responseTypes.has('id_token')) {
    const hashes = await hashesOf(members)
    members.id_token = await issueIdToken(call, client, { ...request, hashes })
  }
  if (parameters.get('client_info') === '1') members.client_info = clientInfo(request.account)
  return members
}

async function hashesOf({ code, access_token: token }: Record<string, string>): Promise<Record<string, string>> {
  return {
    ...(code === undefined ? {} : { c_hash: await halfHash(code) }),
    ...(token === undefined ? {} : { at_hash: await halfHash(token) }),
  }
}
