import type { Call } from './call.js'
import { isLoopback } from './clouds.js'
import type { App } from './directory.js'
import * as errors from './errors.js'
import { type Parameters, required } from './parameters.js'

export const MODES = ['query', 'fragment', 'form_post'] as const

export type ResponseMode = (typeof MODES)[number]

/** Where an answer goes. Known before anything else is checked, for errors go there too. */
export interface ReplyTo {
  readonly clientId: string
  readonly app: App | undefined
  readonly redirectUri: string
  readonly mode: ResponseMode
  readonly state: string | undefined
  readonly responseTypes: ReadonlySet<string>
  /** Whether a browser may be sent there without its user having seen where. */
  readonly isTrusted: boolean
}

/** A browser would run these, read its own disk, or belong to no app. */
const FORBIDDEN = new Set([
  'javascript:',
  'data:',
  'vbscript:',
  'blob:',
  'file:',
  'about:',
  'view-source:',
  'filesystem:',
  'ftp:',
  'ws:',
  'wss:',
])

/**
 * Reads where the answer goes.
 *
 * @throws EntraError that only a page can show: there is no address to send it to
 */
export function readReplyTo({ state, route }: Call, parameters: Parameters): ReplyTo {
  const clientId = required(parameters, 'client_id')
  state.registrations.tenantId(route.tenant)
  const app = state.registrations.app(clientId, route.tenant)
  const redirectUri = readRedirectUri(clientId, app, parameters)
  const responseTypes = new Set((parameters.get('response_type') ?? '').split(' '))
  return {
    clientId,
    app,
    redirectUri,
    responseTypes,
    mode: readMode(parameters.get('response_mode'), responseTypes),
    state: parameters.get('state'),
    isTrusted: app?.redirectUris !== undefined || isOwnMachine(redirectUri),
  }
}

function readRedirectUri(clientId: string, app: App | undefined, parameters: Parameters): string {
  // An app with one address need not say it.
  const [only, ...others] = app?.redirectUris ?? []
  const uri =
    others.length === 0 && only !== undefined
      ? parameters.get('redirect_uri') || only
      : required(parameters, 'redirect_uri')
  const isSafe = URL.canParse(uri) && !FORBIDDEN.has(new URL(uri).protocol) && !uri.includes('#')
  const fits = app?.redirectUris?.some((declared) => isSame(declared, uri)) ?? true
  if (!isSafe || !fits) throw errors.wrongRedirect(clientId)
  return uri
}

/** Entra disregards the port of a declared http://localhost, which an app on a desktop can't know before. */
function isSame(declared: string, uri: string): boolean {
  if (declared === uri) return true
  if (!URL.canParse(declared) || !isLoopback(declared) || !isLoopback(uri)) return false
  const [a, b] = [new URL(declared), new URL(uri)]
  return a.protocol === 'http:' && a.protocol === b.protocol && a.hostname === b.hostname && a.pathname === b.pathname
}

/** This machine's pages, and apps that a scheme of their own belongs to. */
export function isOwnMachine(uri: string): boolean {
  return isLoopback(uri) || !['http:', 'https:'].includes(new URL(uri).protocol)
}

/** A token may not come by query: it would be left in the browser's history. The default depends on that. */
function readMode(given: string | undefined, types: ReadonlySet<string>): ResponseMode {
  const mode = MODES.find((known) => known === given)
  if (mode === 'query' && hasToken(types)) return 'fragment'
  return mode ?? (hasToken(types) ? 'fragment' : 'query')
}

export function hasToken(types: ReadonlySet<string>): boolean {
  return types.has('token') || types.has('id_token')
}
