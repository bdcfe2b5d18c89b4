import { describe, expect, it } from 'vitest'
import { HOME, LOGIN, makeEntra, privateKeyJwk, refusalOf, send, TENANT } from './entra-under-test.js'

const entra = makeEntra()
const strict = makeEntra({ strictApps: true })
const get = (path: string, origin = LOGIN) => send(entra, 'GET', path, { origin })

describe('the configuration', () => {
  it('names every endpoint, each of which answers', async () => {
    const { json } = await get(`/${TENANT}/v2.0/.well-known/openid-configuration`)
    expect(json).toMatchObject({
      issuer: `${LOGIN}/${TENANT}/v2.0`,
      authorization_endpoint: `${LOGIN}/${TENANT}/oauth2/v2.0/authorize`,
      token_endpoint: `${LOGIN}/${TENANT}/oauth2/v2.0/token`,
      device_authorization_endpoint: `${LOGIN}/${TENANT}/oauth2/v2.0/devicecode`,
      end_session_endpoint: `${LOGIN}/${TENANT}/oauth2/v2.0/logout`,
      jwks_uri: `${LOGIN}/${TENANT}/discovery/v2.0/keys`,
      userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
      tenant_region_scope: 'WW',
      msgraph_host: 'graph.microsoft.com',
      id_token_signing_alg_values_supported: ['RS256'],
    })
    const addresses = Object.entries(json as Record<string, string>).filter(([name]) => /_(endpoint|uri)$/.test(name))
    expect(addresses.length).toBeGreaterThan(5)
    for (const [, address] of addresses) expect(entra.owns(new URL(address).pathname)).toBe(true)
  })

  it.each([
    ['common', '{tenantid}'],
    ['organizations', '{tenantid}'],
    ['contoso.onmicrosoft.com', expect.stringMatching(/^[\da-f-]{36}$/)],
  ])('of %s has the tenant %s in its issuer', async (tenant, id) => {
    const { json } = await get(`/${tenant}/v2.0/.well-known/openid-configuration`)
    expect(json.issuer?.split('/')[3]).toEqual(id)
    expect(json.tenant_region_scope).toBe(tenant.includes('.') ? 'WW' : null)
  })

  it.each([
    ['https://login.microsoftonline.us', 'https://login.microsoftonline.us', 'graph.microsoft.us', 'USGov'],
    [
      'https://login.chinacloudapi.cn',
      'https://login.partner.microsoftonline.cn',
      'microsoftgraph.chinacloudapi.cn',
      'AS',
    ],
    ['http://localhost:8080', 'http://localhost:8080', 'localhost:8080', 'WW'],
  ])('at %s has the issuer and the Graph of that cloud', async (origin, issuer, graph, region) => {
    const { json } = await get(`/${TENANT}/v2.0/.well-known/openid-configuration`, origin)
    expect(json).toMatchObject({
      issuer: `${issuer}/${TENANT}/v2.0`,
      token_endpoint: `${origin}/${TENANT}/oauth2/v2.0/token`,
      msgraph_host: graph,
      tenant_region_scope: region,
    })
  })

  it('of version 1 has that one’s addresses and issuer', async () => {
    const { json } = await get(`/${TENANT}/.well-known/openid-configuration`)
    expect(json).toMatchObject({
      issuer: `https://sts.windows.net/${TENANT}/`,
      token_endpoint: `${LOGIN}/${TENANT}/oauth2/token`,
      jwks_uri: `${LOGIN}/${TENANT}/discovery/keys`,
    })
  })

  it('is of tenants that there are', async () => {
    expect(refusalOf(await get('/no tenant/v2.0/.well-known/openid-configuration'))[2]).toBe(900023)
    const unknown = await send(strict, 'GET', `/${TENANT}/v2.0/.well-known/openid-configuration`)
    expect(refusalOf(unknown)).toEqual([400, 'invalid_request', 90002])
    expect((await send(strict, 'GET', `/${HOME}/v2.0/.well-known/openid-configuration`)).status).toBe(200)
  })
})

describe('the keys', () => {
  it.each(['common/discovery/v2.0/keys', `${TENANT}/discovery/keys`])('at %s are public', async (path) => {
    const { json } = await get(`/${path}`)
    const [key, ...others] = json.keys as unknown as Record<string, string>[]
    expect(others).toEqual([])
    expect(key).toEqual({
      kty: 'RSA',
      use: 'sig',
      kid: expect.any(String),
      x5t: key?.kid,
      n: privateKeyJwk.n,
      e: privateKeyJwk.e,
      issuer: `${LOGIN}/{tenantid}/v2.0`,
    })
  })

  it('keep the id that a given key has', async () => {
    const named = makeEntra({ privateKeyJwk: { ...privateKeyJwk, kid: 'mine' } })
    expect((await send(named, 'GET', '/common/discovery/v2.0/keys')).body).toContain('"kid":"mine"')
  })

  it.each([
    ['of another kind', { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 's3cret' }],
    ['without its private half', { ...privateKeyJwk, d: undefined as never }],
  ])('cannot be made from a key %s, and the hint says so', async (_, key) => {
    const reply = await send(makeEntra({ privateKeyJwk: key }), 'GET', '/common/discovery/v2.0/keys')
    expect([reply.status, reply.json.error]).toEqual([500, 'server_error'])
    expect(reply.error?.hint).toContain('Give a JWK with kty RSA, n, e and d.')
    expect(JSON.stringify(reply)).not.toContain('s3cret')
  })
})

describe('instance discovery', () => {
  const ask = (endpoint: string, origin = LOGIN, version = '1.1') =>
    get(
      `/common/discovery/instance?${new URLSearchParams({ 'api-version': version, authorization_endpoint: endpoint })}`,
      origin,
    )

  it('knows Entra’s hosts, and their aliases', async () => {
    const { json } = await ask(`${LOGIN}/${TENANT}/oauth2/v2.0/authorize`)
    expect(json).toMatchObject({
      tenant_discovery_endpoint: `${LOGIN}/${TENANT}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
    })
    expect(json.metadata).toContainEqual({
      preferred_network: 'login.microsoftonline.com',
      preferred_cache: 'login.windows.net',
      aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
    })
  })

  it.each([
    ['https://emulator.test:8443', 'https://emulator.test:8443/common/oauth2/v2.0/authorize', 'emulator.test:8443'],
    [LOGIN, 'https://localhost:8443', 'localhost:8443'],
  ])('at %s knows its own address %s', async (origin, endpoint, host) => {
    const { json } = await ask(endpoint, origin)
    expect(json.tenant_discovery_endpoint).toBe(`https://${host}/common/v2.0/.well-known/openid-configuration`)
    expect((json.metadata as unknown as unknown[])[0]).toEqual({
      preferred_network: host,
      preferred_cache: host,
      aliases: [host],
    })
  })

  it.each([
    ['https://login.evil.example/common', 'invalid_instance', 50049],
    ['no address', 'invalid_instance', 50049],
    ['', 'invalid_request', 900144],
  ])('refuses %j', async (endpoint, error, code) => {
    expect(refusalOf(await ask(endpoint))).toEqual([400, error, code])
    // A host that is none makes an origin that is none.
    expect(refusalOf(await ask(endpoint, 'http://a b'))).toEqual([400, error, code])
  })
})

describe('a path', () => {
  it.each([
    [`/${TENANT}/oauth2/v2.0/token`, true],
    [`/${TENANT}/OAuth2/v2.0/Token/`, true],
    ['/%E0/oauth2/v2.0/token', true],
    ['/oidc/userinfo', true],
    ['/v1.0/oauth2/v2.0/token', false],
    ['/%76%31.0/oauth2/v2.0/token', false],
    ['/beta/oauth2/token', false],
    ['/_emulator/oauth2/token', false],
    ['/common/adminconsent', false],
    ['/oauth2/v2.0/token', false],
    ['/', false],
  ])('%s is Entra’s: %s', (path, isOwned) => {
    expect([entra.owns(path), entra.leaves(path)]).toEqual([isOwned, !isOwned])
  })

  it('that is not emulated is a 501 which says so', async () => {
    const { status, json } = await get('/common/adminconsent?client_id=x')
    expect([status, json.error]).toEqual([501, 'not_implemented'])
    expect(json.error_description).toContain("The emulator has no '/common/adminconsent'.")
  })
})

describe('signing out', () => {
  const app = { clientId: 'web', redirectUris: ['https://app.example/out'] }
  const one = makeEntra({ directory: { apps: [app] } })
  const out = (query: Record<string, string>) =>
    send(one, 'GET', `/${TENANT}/oauth2/v2.0/logout?${new URLSearchParams(query)}`)

  it.each([
    ['https://app.example/out', 'https://app.example/out?state=s'],
    ['http://localhost:3000/?a=b', 'http://localhost:3000/?a=b&state=s'],
  ])('goes back to %s', async (uri, location) => {
    const { status, headers } = await out({ post_logout_redirect_uri: uri, state: 's' })
    expect([status, headers.Location]).toEqual([302, location])
  })

  it.each(['', 'https://evil.example/', 'javascript:alert(1)', 'msal123://auth', 'no address'])(
    'stays on a page of its own rather than going to %j',
    async (uri) => {
      const { status, headers, body } = await out({ post_logout_redirect_uri: uri })
      expect([status, headers.Location]).toEqual([200, undefined])
      expect(body).toContain('You signed out of your account.')
    },
  )

  it('takes a form too', async () => {
    const body = 'post_logout_redirect_uri=http%3A%2F%2Flocalhost%2F'
    const { headers } = await send(one, 'POST', `/${TENANT}/oauth2/logout`, { body })
    expect(headers.Location).toBe('http://localhost/')
  })
})
