import { decodeBase64Url } from '../encoding/base64url.js'
import type { Call } from './call.js'
import { checkClientAssertion } from './client-assertion.js'
import type { App } from './directory.js'
import { credentialNeeded, malformedRequest, noCredential, publicClient, wrongSecret } from './errors.js'
import { type Parameters, required } from './parameters.js'
import { isSameSecret } from './same-secret.js'

/** The app that sends a request, and how it has shown that it is that one. */
export interface Client {
  readonly id: string
  readonly app: App | undefined
  /** `appidacr` of its tokens: nothing, a secret, a certificate. */
  readonly proof: '0' | '1' | '2'
}

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/**
 * Names the app of a token request and checks its credential. An app that is not declared may send any.
 *
 * @throws EntraError
 */
export async function authenticateClient(call: Call, parameters: Parameters): Promise<Client> {
  const { exchange, facts, state, route } = call
  const basic = readBasic(exchange.header('authorization'))
  const id = basic && !parameters.get('client_id') ? basic.id : required(parameters, 'client_id')
  // A secret of one app must not stand for another.
  if (basic && basic.id.toLowerCase() !== id.toLowerCase()) throw malformedRequest('client_id.')
  const app = state.registrations.app(id, route.tenant)
  const secret = parameters.get('client_secret') || basic?.secret
  const assertion = parameters.get('client_assertion')
  const { public: isPublic = false, secrets, certificates } = app ?? {}
  const hasKeys = secrets !== undefined || certificates !== undefined
  if ((secret || assertion) && isPublic && !hasKeys) throw publicClient()
  if (assertion) {
    if (required(parameters, 'client_assertion_type') !== JWT_BEARER) throw malformedRequest('client_assertion_type.')
    const keys = keysOf(app, state.registrations.strict)
    await checkClientAssertion(assertion, { clientId: id, keys, origin: exchange.origin, now: facts.now })
    return { id, app, proof: '2' }
  }
  if (secret) {
    if (!isSecretOf(app, secret, state.registrations.strict)) throw wrongSecret(id)
    return { id, app, proof: '1' }
  }
  if (hasKeys && !isPublic) {
    throw parameters.get('grant_type') === 'client_credentials' ? noCredential() : credentialNeeded()
  }
  return { id, app, proof: '0' }
}

function isSecretOf(app: App | undefined, secret: string, strict: boolean): boolean {
  if (app?.secrets) return app.secrets.some((declared) => isSameSecret(declared, secret))
  return !strict && app?.certificates === undefined
}

/** @returns undefined where any will do: an app that declares a credential of another kind has no key */
function keysOf(app: App | undefined, strict: boolean): App['certificates'] {
  return app?.certificates ?? (strict || app?.secrets ? [] : undefined)
}

/** RFC 6749, 2.3.1: id and secret are form-encoded before they are joined. */
function readBasic(header: string | undefined): { id: string; secret: string } | undefined {
  const [, encoded] = /^Basic +(\S+)$/i.exec(header?.trim() ?? '') ?? []
  const text = encoded === undefined ? undefined : decodeBase64Url(encoded)
  const at = text?.indexOf(':') ?? -1
  if (text === undefined || at === -1) return undefined
  return { id: formDecode(text.slice(0, at)), secret: formDecode(text.slice(at + 1)) }
}

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
