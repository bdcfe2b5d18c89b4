import { isGraph } from './clouds.js'
import { invalidScope, severalResources } from './errors.js'

/** What a client asks for: scopes of one resource, and OpenID Connect's own. */
export interface Requested {
  /** A token's `aud`: as the client spells it, with or without a slash at the end. */
  readonly resource: string
  /** Without the resource. Empty with `.default`, and where only OpenID scopes are asked for. */
  readonly names: readonly string[]
  /** Everything that is granted. */
  readonly isDefault: boolean
  readonly openId: readonly string[]
  /** What stands before a name in the answer's `scope`: clients look up their cache with what they had asked for. */
  readonly prefixes: Readonly<Partial<Record<string, string>>>
}

/** They need no consent, and are of no resource. */
const OPEN_ID = new Set(['openid', 'profile', 'email', 'offline_access'])

/** RFC 6749, 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/
const QUALIFIED = /^(.*[^/:]\/?)\/([^/]+)$/
const MAX_LENGTH = 8192

/**
 * Reads a v2 `scope`.
 *
 *     scope    = item *( SP item )
 *     item     = openid / [ resource "/" ] name
 *     name     = ".default" / permission
 *
 * @param graph the resource of a bare name
 * @throws EntraError 70011, 28000
 */
export function readScope(text: string, graph: string): Requested {
  if (text.length > MAX_LENGTH) throw invalidScope('…')
  const items = [...new Set(text.split(/\s+/).filter((item) => item !== ''))]
  if (items.length === 0) throw invalidScope('')
  const bad = items.find((item) => !SCOPE.test(item) || isNameless(item))
  if (bad !== undefined) throw invalidScope(bad.slice(0, 100).replaceAll(/[^\x21\x23-\x5b\x5d-\x7e]/g, '?'))
  const openId = items.filter((item) => OPEN_ID.has(item))
  const permissions = items.filter((item) => !OPEN_ID.has(item)).map((item) => split(item, graph))
  const resource = permissions[0]?.resource ?? graph
  if (permissions.some((permission) => plain(permission.resource) !== plain(resource))) throw severalResources()
  const isDefault = permissions.some(({ name }) => name === '.default')
  // "… .default scope can't be combined with resource-specific scopes" (70011).
  if (isDefault && permissions.length > 1) throw invalidScope(text.slice(0, 200))
  const prefixes = Object.fromEntries(permissions.map(({ name, prefix }) => [name, prefix]))
  const names = isDefault ? [] : [...new Set(permissions.map(({ name }) => name))]
  return { resource, names, isDefault, openId: [...new Set(openId)], prefixes }
}

/** `https://graph.microsoft.com` alone names a resource, and no scope of it. */
function isNameless(item: string): boolean {
  return item.includes('/') && !QUALIFIED.test(item)
}

/** Entra compares resources without regard to case, and to a slash at the end. */
function plain(resource: string): string {
  return resource.toLowerCase().replace(/\/$/, '')
}

/** Reads a v1 `resource`: everything that is granted there. */
export function readResource(resource: string, scope = ''): Requested {
  if (!SCOPE.test(resource) || resource.length > MAX_LENGTH) throw invalidScope('…')
  const openId = scope.split(' ').filter((item) => OPEN_ID.has(item))
  return {
    resource: audienceOf(resource),
    names: [],
    isDefault: true,
    openId: [...new Set(['openid', ...openId])],
    prefixes: {},
  }
}

/** A bare name has no slash, but the resource may be a URL, `api://…`, or a client id. */
function split(item: string, graph: string): { resource: string; name: string; prefix: string } {
  const [, resource, name] = QUALIFIED.exec(item) ?? []
  if (resource === undefined || name === undefined) return { resource: graph, name: item, prefix: '' }
  return { resource: audienceOf(resource), name, prefix: `${resource}/` }
}

/** The client's spelling, but for a host's capitals: Graph compares the audience to the letter. */
function audienceOf(resource: string): string {
  return isGraph(resource) ? resource.toLowerCase() : resource
}
