import { createLocalJWKSet, exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import { type Directory, readDirectory } from '../../src/entra/directory.js'
import { Entra, type EntraOptions } from '../../src/entra/entra.js'
import type { Exchange, Reply } from '../../src/exchange/exchange.js'

export const NOW = new Date('2026-03-01T12:00:00Z')
export const SECONDS = NOW.getTime() / 1000
export const TENANT = '11111111-1111-4111-8111-111111111111'
export const HOME = '00000000-0000-4000-8000-000000000000'
export const LOGIN = 'https://login.microsoftonline.com'
export const GRAPH = 'https://graph.microsoft.com'
export const GRANTED = ['DeviceManagementServiceConfig.ReadWrite.All', 'DeviceManagementConfiguration.Read.All']

/** One key for all: making one takes longer than a test. */
export const privateKeyJwk = await exportJWK((await generateKeyPair('RS256', { extractable: true })).privateKey)

type Given = Partial<Omit<EntraOptions, 'directory'>> & { directory?: Partial<Directory> }

export function makeEntra({ directory = {}, ...options }: Given = {}): Entra {
  return new Entra({
    now: () => NOW,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    directory: readDirectory(directory, 'test'),
    strictApps: false,
    defaultTenant: HOME,
    defaultScopes: GRANTED,
    privateKeyJwk,
    ...options,
  })
}

export type Form = Readonly<Record<string, string>>

interface Sent {
  headers?: Readonly<Partial<Record<string, string>>>
  body?: string
  origin?: string
}

export function exchangeOf(method: string, url: string, { headers = {}, body = '', origin = LOGIN }: Sent = {}) {
  return {
    method,
    url,
    origin,
    header: (name: string) => headers[name],
    text: () => Promise.resolve(body),
  } satisfies Exchange
}

export interface Answered extends Reply {
  json: Record<string, string> & { error_codes?: number[] }
}

export async function send(entra: Entra, method: string, url: string, sent?: Sent): Promise<Answered> {
  const reply = await entra.handle(exchangeOf(method, url, sent))
  const isJson = reply.headers['Content-Type'] === 'application/json; charset=utf-8'
  const text = (isJson && reply.body) || '{}'
  return { ...reply, json: JSON.parse(text) as Answered['json'] }
}

export function post(entra: Entra, path: string, form: Form, { headers = {}, ...sent }: Sent = {}): Promise<Answered> {
  return send(entra, 'POST', path, {
    body: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    ...sent,
  })
}

export const token = (entra: Entra, form: Form, tenant = TENANT, sent?: Sent): Promise<Answered> =>
  post(entra, `/${tenant}/oauth2/v2.0/token`, { client_id: 'any-app', ...form }, sent)

/** `[status, error, AADSTS code]` of a refusal. */
export const refusalOf = ({ status, json }: Answered) => [status, json.error, json.error_codes?.[0]]

export const APP = { grant_type: 'client_credentials', client_secret: 'any', scope: `${GRAPH}/.default` }
export const USER = {
  grant_type: 'password',
  username: 'adele@contoso.com',
  password: 'any',
  scope: `${GRAPH}/.default`,
}

export const CALLBACK = 'http://localhost:3000/callback'

/** A request that a known user is sent back from without a page. */
export const AUTHORIZE = {
  client_id: 'any-app',
  response_type: 'code',
  redirect_uri: CALLBACK,
  scope: 'openid profile offline_access DeviceManagementConfiguration.Read.All',
  login_hint: 'adele@contoso.com',
  state: 'the-state',
}

export function authorize(entra: Entra, query: Form, tenant = TENANT, sent?: Sent): Promise<Answered> {
  return send(entra, 'GET', `/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams(query)}`, sent)
}

/** The members that a redirect carries, by query or fragment. */
export function carriedBy({ headers }: Reply): Record<string, string> {
  const { search, hash } = new URL(headers.Location ?? '')
  return Object.fromEntries(new URLSearchParams(hash === '' ? search : hash.slice(1)))
}

export async function codeOf(entra: Entra, query: Form = {}, tenant = TENANT): Promise<string> {
  return carriedBy(await authorize(entra, { ...AUTHORIZE, ...query }, tenant)).code ?? 'none'
}

/** The claims of a token whose signature the published keys confirm. */
export async function verified(entra: Entra, jwt: string | undefined): Promise<JWTPayload> {
  const keys = await send(entra, 'GET', '/common/discovery/v2.0/keys')
  const set = createLocalJWKSet(keys.json as unknown as JSONWebKeySet)
  return (await jwtVerify(jwt ?? '', set, { currentDate: NOW, algorithms: ['RS256'] })).payload
}
