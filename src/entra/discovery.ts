import type { Answer, Call } from './call.js'
import { CLOUDS, cloudOf, hostOf, isLoopback, LOGIN_HOSTS } from './clouds.js'
import { unknownInstance } from './errors.js'
import { readQuery, required } from './parameters.js'
import { isOpen } from './tenants.js'
import { issuerOf } from './tokens.js'

/** GET /{tenant}/v2.0/.well-known/openid-configuration, and version 1's. */
export function answerConfiguration({ exchange, route, state }: Call): Answer {
  const { origin } = exchange
  const { tenant, version } = route
  const tenantId = state.registrations.tenantId(tenant)
  const cloud = cloudOf(origin) ?? CLOUDS[0]
  const isReal = cloudOf(origin) !== undefined
  const oauth = `${origin}/${encodeURIComponent(isOpen(tenant) ? tenant : tenantId)}/${version === 2 ? 'oauth2/v2.0' : 'oauth2'}`
  const keys = version === 2 ? 'discovery/v2.0/keys' : 'discovery/keys'
  return {
    status: 200,
    body: {
      token_endpoint: `${oauth}/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      jwks_uri: `${origin}/${isOpen(tenant) ? tenant : tenantId}/${keys}`,
      response_modes_supported: ['query', 'fragment', 'form_post'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      // With an open tenant Entra leaves it for the client to fill in.
      issuer: issuerOf(origin, isOpen(tenant) ? '{tenantid}' : tenantId, version),
      request_uri_parameter_supported: false,
      userinfo_endpoint: `${isReal ? `https://${cloud.graphHost}` : origin}/oidc/userinfo`,
      authorization_endpoint: `${oauth}/authorize`,
      device_authorization_endpoint: `${oauth}/devicecode`,
      http_logout_supported: true,
      frontchannel_logout_supported: true,
      end_session_endpoint: `${oauth}/logout`,
      claims_supported: CLAIMS,
      tenant_region_scope: isOpen(tenant) ? null : cloud.region,
      cloud_instance_name: cloud.name,
      cloud_graph_host_name: 'graph.windows.net',
      msgraph_host: isReal ? cloud.graphHost : hostOf(origin),
    },
  }
}

const CLAIMS =
  'sub iss cloud_instance_name cloud_instance_host_name cloud_graph_host_name msgraph_host aud exp iat auth_time acr nonce preferred_username name tid ver at_hash c_hash email'.split(
    ' ',
  )

/** GET /{tenant}/discovery/v2.0/keys, and version 1's. */
export async function answerKeys({ exchange, state, route }: Call): Promise<Answer> {
  state.registrations.tenantId(route.tenant)
  const issuer = issuerOf(exchange.origin, '{tenantid}', 2)
  return { status: 200, body: { keys: [{ ...(await state.key.publicJwk()), issuer }] } }
}

/** GET /common/discovery/instance: whether an authority is one of Entra's, and its other names. @throws EntraError 50049 */
export function answerInstance({ exchange }: Call): Answer {
  const parameters = readQuery(exchange)
  const asked = required(parameters, 'authorization_endpoint')
  const own = hostOf(exchange.origin)
  const host = hostOf(asked)
  // A client that is set up for the emulator's own address may still ask at Entra's, where `run` has it come here too.
  if (host === '' || (host !== own && !LOGIN_HOSTS.includes(host) && !isLoopback(asked))) throw unknownInstance()
  const tenant = encodeURIComponent(new URL(asked).pathname.split('/')[1] || 'common')
  const instances = CLOUDS.map(({ loginHosts, cacheHost }) => instance(loginHosts[0], cacheHost, loginHosts))
  return {
    status: 200,
    body: {
      tenant_discovery_endpoint: `https://${host}/${tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': parameters.get('api-version') ?? '1.1',
      metadata: LOGIN_HOSTS.includes(host) ? instances : [instance(host, host, [host]), ...instances],
    },
  }
}

function instance(network: string, cache: string, aliases: readonly string[]) {
  return { preferred_network: network, preferred_cache: cache, aliases }
}
