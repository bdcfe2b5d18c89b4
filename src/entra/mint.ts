import type { JWTPayload } from 'jose'
import type { App } from './directory.js'
import type { EntraOptions } from './entra.js'
import { delegatedScopes } from './permissions.js'
import type { Account, Registrations } from './registrations.js'
import { readResource } from './scopes.js'
import { tenantIdOf } from './tenants.js'
import { accessTokenClaims, LIFETIME_SECONDS } from './tokens.js'

/** What a token made by hand shall say. Delegated with `scopes` or `user`, application otherwise. */
export interface TokenRequest {
  /** By GUID or domain name. Default: the default tenant. */
  tenant?: string
  /** Delegated scopes. Default with `user`: what `.default` grants. */
  scopes?: readonly string[]
  /** Application permissions. Default without `scopes` and `user`: what `.default` grants. */
  roles?: readonly string[]
  /** A client id. */
  app?: string
  /** A user principal name. Default with `scopes`: the tenant's first user. */
  user?: string
  /** Seconds; below 0 for a token that has expired. Default 3599. */
  expiresIn?: number
  /** Default `https://graph.microsoft.com`; of another cloud, its Graph's address. */
  audience?: string
}

const KINDS: Readonly<Record<keyof TokenRequest, readonly [string, (value: unknown) => boolean]>> = {
  tenant: ['a GUID or a domain name', isText],
  scopes: ['a list of names', isTexts],
  roles: ['a list of names', isTexts],
  app: ['a client id', isText],
  user: ['a user principal name', isText],
  expiresIn: ['an integer, in seconds', (value) => Number.isSafeInteger(value)],
  audience: ['the address of a resource', isText],
}

const GRAPH = 'https://graph.microsoft.com'

/** An app of nobody's, for tokens that need none in particular. */
const ANY_APP = '11111111-1111-4111-8111-111111111111'

/** @throws Error for a request that does not fit */
export function mintClaims(request: TokenRequest, options: EntraOptions, registrations: Registrations): JWTPayload {
  check(request)
  const { scopes, roles, user, app: clientId = ANY_APP, expiresIn = LIFETIME_SECONDS } = request
  const tenantId = request.tenant === undefined ? options.defaultTenant : tenantOf(request.tenant)
  const app = options.directory.apps.find((declared) => declared.clientId.toLowerCase() === clientId.toLowerCase())
  const isDelegated = scopes !== undefined || user !== undefined
  const account = isDelegated ? accountOf(user, tenantId, registrations) : undefined
  const granted = account ? (scopes ?? scopesOf(account, app, options, registrations)) : (roles ?? app?.roles)
  return accessTokenClaims({
    tenantId,
    clientId,
    appName: app?.displayName,
    proof: isDelegated ? '0' : '1',
    audience: request.audience ?? GRAPH,
    cloud: undefined,
    account,
    permissions: granted ?? options.defaultScopes,
    now: options.now(),
    expiresIn,
    random: options.random,
  })
}

function check(request: TokenRequest): void {
  if (typeof request !== 'object' || (request as unknown) === null) throw failed('the request is no object. Give one')
  for (const [name, value] of Object.entries(request)) {
    if (value === undefined) continue
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name as keyof TokenRequest] : undefined
    if (!kind) throw failed(`there is no '${name}'. Use ${Object.keys(KINDS).join(', ')}`)
    if (!kind[1](value)) throw failed(`'${name}' does not fit. Give ${kind[0]}`)
  }
  if (request.roles && (request.scopes ?? request.user) !== undefined) {
    throw failed("'roles' are an app's own and 'scopes' a user's. Give one of them")
  }
}

function tenantOf(name: string): string {
  try {
    return tenantIdOf(name)
  } catch {
    throw failed("'tenant' does not fit. Give a GUID or a domain name")
  }
}

function accountOf(user: string | undefined, tenantId: string, registrations: Registrations): Account {
  try {
    return user === undefined ? (registrations.accounts(tenantId)[0] as Account) : registrations.account(user, tenantId)
  } catch {
    throw failed("there is no such 'user' in the tenant. Declare the user in the scenario, or name one that is")
  }
}

/** What `.default` grants: of an app that is not declared, too. */
function scopesOf(
  account: Account,
  app: App | undefined,
  { defaultScopes }: EntraOptions,
  registrations: Registrations,
): readonly string[] {
  const user = registrations.user(account.id, account.tenantId)
  return delegatedScopes(readResource(GRAPH), { clientId: ANY_APP, app, user }, { defaultScopes, strict: false })
}

function failed(why: string): Error {
  return new Error(`Failed to make a token: ${why}.`)
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText)
}
