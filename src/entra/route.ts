/** What Entra answers at, by the end of the path. */
const PATHS = [
  ['oauth2/v2.0/token', 'token', 2],
  ['oauth2/token', 'token', 1],
  ['oauth2/v2.0/authorize', 'authorize', 2],
  ['oauth2/authorize', 'authorize', 1],
  ['oauth2/v2.0/devicecode', 'devicecode', 2],
  ['oauth2/devicecode', 'devicecode', 1],
  ['oauth2/deviceauth', 'deviceauth', 1],
  ['oauth2/v2.0/logout', 'logout', 2],
  ['oauth2/logout', 'logout', 1],
  ['v2.0/.well-known/openid-configuration', 'configuration', 2],
  ['.well-known/openid-configuration', 'configuration', 1],
  ['discovery/v2.0/keys', 'keys', 2],
  ['discovery/keys', 'keys', 1],
  ['discovery/instance', 'instance', 2],
] as const

export type Endpoint = (typeof PATHS)[number][1] | 'userinfo'

export interface Route {
  readonly endpoint: Endpoint
  /** As in the address, decoded. */
  readonly tenant: string
  readonly version: 1 | 2
}

/** Graph's own first segments: its versions, its test host's, and the emulator's. */
const GRAPH = /^(?:v\d+(?:\.\d+)?|beta|localtest|_emulator)$/i

/** @returns undefined for a path that is none of Entra's, or one that is not emulated */
export function routeOf(path: string): Route | undefined {
  const slash = path.indexOf('/', 1)
  const first = slash < 0 ? '' : path.slice(1, slash)
  const tenant = decode(first)
  // Where both are at one address, most requests end here.
  if (first === '' || GRAPH.test(tenant)) return undefined
  const rest = path.slice(slash + 1).replace(/\/$/, '')
  // It is at Graph's host in production, where openid-configuration points.
  if (`${first}/${rest}`.toLowerCase() === 'oidc/userinfo')
    return { endpoint: 'userinfo', tenant: 'common', version: 2 }
  const found = PATHS.find(([end]) => end === rest.toLowerCase())
  return found && { endpoint: found[1], tenant, version: found[2] }
}

/** What is badly encoded stays as it is: no tenant is called so. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
