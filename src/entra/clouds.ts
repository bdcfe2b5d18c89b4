/** A cloud of Microsoft's, as Entra tells its clients of it. */
export interface Cloud {
  /** Its login hosts: the one to use first, then its aliases (MSAL's AuthorityMetadata). */
  readonly loginHosts: readonly [string, ...string[]]
  /** The host that caches of tokens are filed under. */
  readonly cacheHost: string
  /** The issuer of v1 tokens, access tokens for Graph among them. */
  readonly sts: string
  /** The Graph host that a scope without a resource means. */
  readonly graphHost: string
  /** Other hosts of the same Graph. */
  readonly graphAliases: readonly string[]
  readonly region: string
  readonly name: string
}

/** GCC High and DoD share their login host and differ in their Graph (graph deployments page). */
export const CLOUDS = [
  {
    loginHosts: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
    cacheHost: 'login.windows.net',
    sts: 'https://sts.windows.net',
    graphHost: 'graph.microsoft.com',
    graphAliases: ['canary.graph.microsoft.com'],
    region: 'WW',
    name: 'microsoftonline.com',
  },
  {
    loginHosts: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
    cacheHost: 'login.microsoftonline.us',
    sts: 'https://sts.windows.net',
    graphHost: 'graph.microsoft.us',
    graphAliases: ['dod-graph.microsoft.us'],
    region: 'USGov',
    name: 'microsoftonline.us',
  },
  {
    loginHosts: ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
    cacheHost: 'login.partner.microsoftonline.cn',
    sts: 'https://sts.chinacloudapi.cn',
    graphHost: 'microsoftgraph.chinacloudapi.cn',
    graphAliases: [],
    region: 'AS',
    name: 'partner.microsoftonline.cn',
  },
  {
    loginHosts: ['login.microsoftonline.de'],
    cacheHost: 'login.microsoftonline.de',
    sts: 'https://sts.microsoftonline.de',
    graphHost: 'graph.microsoft.de',
    graphAliases: [],
    region: 'EU',
    name: 'microsoftonline.de',
  },
] as const satisfies readonly Cloud[]

/** Entra's hosts in every cloud. */
export const LOGIN_HOSTS: readonly string[] = CLOUDS.flatMap(({ loginHosts }) => loginHosts)

/** Graph's own application, the same in every cloud. */
export const GRAPH_APP = '00000003-0000-0000-c000-000000000000'

/** `WWW-Authenticate` of Graph's 401s, in every cloud: where to sign in, and Graph's own application (recorded). */
export const CHALLENGE = `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="${GRAPH_APP}"`

/** @returns the cloud of a login host; the emulator's own address is of none */
export function cloudOf(origin: string): Cloud | undefined {
  const host = hostOf(origin)
  return CLOUDS.find(({ loginHosts }) => (loginHosts as readonly string[]).includes(host))
}

/** @returns the cloud whose Graph a token is for; undefined for other resources, and for Graph by its id */
export function cloudOfResource(resource: string): Cloud | undefined {
  const host = hostOf(resource)
  return CLOUDS.find((cloud) => isGraphHostOf(cloud, host))
}

/** @returns whether a token for the resource is one for Graph */
export function isGraph(resource: string): boolean {
  const host = hostOf(resource)
  return resource === GRAPH_APP || CLOUDS.some((cloud) => isGraphHostOf(cloud, host))
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}

/** @returns whether an address is this machine's own */
export function isLoopback(url: string): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(hostOf(url))
}

function isGraphHostOf({ graphHost, graphAliases }: Cloud, host: string): boolean {
  return graphHost === host || graphAliases.includes(host)
}
