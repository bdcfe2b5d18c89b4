import { expect, it } from 'vitest'
import { describeHosts, type Host, PARTNERS, send } from '../describe-hosts.js'

const TENANT = '11111111-1111-4111-8111-111111111111'
const NOW = new Date('2026-03-01T00:00:00Z')

const SCENARIO = {
  apps: [
    { clientId: 'reader', secrets: ['s3cret-of-reader'], roles: ['DeviceManagementConfiguration.Read.All'] },
    { clientId: 'nothing', secrets: ['s3cret-of-nothing'], roles: [] },
    { clientId: 'desktop', public: true, scopes: ['DeviceManagementServiceConfig.ReadWrite.All'] },
  ],
  users: [
    { id: '22222222-2222-4222-8222-222222222222', userPrincipalName: 'megan@contoso.com', password: 'pa55word' },
    {
      id: '33333333-3333-4333-8333-333333333333',
      userPrincipalName: 'lee@contoso.com',
      scopes: ['DeviceManagementServiceConfig.Read.All'],
    },
  ],
}

type Members = Record<string, string>

async function signIn(host: Host, form: Members, tenant = TENANT): Promise<{ status: number; body: Members }> {
  const body = new URLSearchParams({ scope: 'https://graph.microsoft.com/.default', ...form })
  const response = await fetch(`${host.login}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body })
  return { status: response.status, body: (await response.json()) as Members }
}

async function call(host: Host, method: string, path: string, token = '') {
  const authorization = `Bearer ${token}`
  const response = await send(host, method, `v1.0/${path}`, method === 'POST' ? {} : undefined, { authorization })
  const text = await response.text()
  const { error } = (text ? JSON.parse(text) : {}) as {
    error?: { code: string; message: string; innerError: { hint: string } }
  }
  return { status: response.status, error }
}

const CLIENT = { grant_type: 'client_credentials', client_id: 'any-app', client_secret: 'any' }

describeHosts('signing in', { now: () => NOW }, (host) => {
  it('gives any app a token that Graph takes, for the tenant that it signed in to', async () => {
    const { status, body } = await signIn(host, CLIENT)
    expect([status, body.token_type]).toEqual([200, 'Bearer'])
    expect((await call(host, 'POST', PARTNERS, body.access_token)).status).toBe(201)
    expect(host.emulator.tenant(TENANT).deviceManagementPartners.list()).toHaveLength(1)
    expect(host.emulator.deviceManagementPartners.list()).toEqual([])
  })

  it('knows a tenant by its domain too', async () => {
    const { body } = await signIn(host, CLIENT, 'contoso.onmicrosoft.com')
    expect((await call(host, 'POST', PARTNERS, body.access_token)).status).toBe(201)
    expect(host.emulator.tenant('Contoso.onmicrosoft.com').deviceManagementPartners.list()).toHaveLength(1)
    expect(() => host.emulator.tenant('..')).toThrow('neither a valid DNS name')
  })

  it('gives tokens that are refused once they are changed', async () => {
    const { body } = await signIn(host, CLIENT)
    const [head = '', claims = '', signature = ''] = (body.access_token ?? '').split('.')
    const changed = btoa(atob(claims.replaceAll('-', '+').replaceAll('_', '/')).replace('ReadWrite', 'ReadOther'))
      .replaceAll('=', '')
      .replaceAll('+', '-')
      .replaceAll('/', '_')
    const { status, error } = await call(host, 'GET', PARTNERS, `${head}.${changed}.${signature}`)
    expect([status, error?.message]).toEqual([401, 'Access token validation failure.'])
    expect(error?.innerError.hint).toBe('The token names a key of this emulator, and is not signed with it.')
    expect(JSON.stringify(error)).not.toContain(signature)
  })

  it('gives a user only what is asked for by name', async () => {
    const { body } = await signIn(host, {
      grant_type: 'password',
      client_id: 'any-app',
      username: 'adele@contoso.com',
      password: 'any',
      scope: 'https://graph.microsoft.com/DeviceManagementServiceConfig.Read.All openid',
    })
    expect((await call(host, 'GET', PARTNERS, body.access_token)).status).toBe(200)
    const { status, error } = await call(host, 'POST', PARTNERS, body.access_token)
    expect([status, error?.code]).toEqual([403, 'Forbidden'])
    expect(error?.innerError.hint).toContain("A user's token has the scopes that were asked for at sign-in and granted")
  })

  it('makes tokens by hand: for a tenant, with scopes, or ended', async () => {
    const { emulator } = host
    expect((await call(host, 'POST', PARTNERS, await emulator.token())).status).toBe(201)
    const scoped = await emulator.token({ scopes: ['DeviceManagementConfiguration.Read.All'], tenant: TENANT })
    expect((await call(host, 'GET', PARTNERS, scoped)).status).toBe(200)
    expect((await call(host, 'POST', PARTNERS, scoped)).status).toBe(403)
    const ended = await call(host, 'GET', PARTNERS, await emulator.token({ expiresIn: -301 }))
    expect(ended.error?.message).toBe('Lifetime validation failed, the token is expired.')
    await expect(emulator.token({ roles: 'x' } as never)).rejects.toThrow("'roles' does not fit. Give a list of names")
  })

  it('forgets refresh tokens with reset(), and keeps access tokens good', async () => {
    const first = await signIn(host, {
      grant_type: 'password',
      client_id: 'any-app',
      username: 'adele@contoso.com',
      password: 'any',
      scope: 'https://graph.microsoft.com/.default offline_access',
    })
    const refresh = { grant_type: 'refresh_token', client_id: 'any-app', refresh_token: first.body.refresh_token ?? '' }
    expect((await signIn(host, refresh)).status).toBe(200)
    host.emulator.reset()
    expect((await signIn(host, refresh)).body.error).toBe('invalid_grant')
    expect((await call(host, 'GET', PARTNERS, first.body.access_token)).status).toBe(200)
  })

  it('answers OpenID Connect’s userinfo beside Graph, as production does', async () => {
    const authorization = `Bearer ${await host.emulator.token({ user: 'megan@contoso.com' })}`
    const response = await fetch(`${host.url}/oidc/userinfo`, { headers: { authorization } })
    expect(await response.json()).toMatchObject({ name: 'megan', email: 'megan@contoso.com' })
  })

  it('lets no other part of Entra shadow Graph', async () => {
    expect((await call(host, 'GET', 'oauth2/v2.0/token', 'test')).error?.message).toBe(
      "Resource not found for the segment 'oauth2'.",
    )
  })
})

describeHosts('declared apps and users', { scenario: SCENARIO, strictApps: true, now: () => NOW }, (host) => {
  const own = '00000000-0000-4000-8000-000000000000'

  it('get what they are granted, and Intune’s 403 for the rest', async () => {
    const { body } = await signIn(
      host,
      { ...CLIENT, client_id: 'reader', client_secret: 's3cret-of-reader' },
      'organizations',
    )
    expect((await call(host, 'GET', PARTNERS, body.access_token)).status).toBe(200)
    const { status, error } = await call(host, 'POST', PARTNERS, body.access_token)
    expect([status, error?.code]).toEqual([403, 'Forbidden'])
    expect(error?.innerError.hint).toContain('An app gets the permissions that an administrator has granted')
    const nothing = await signIn(host, { ...CLIENT, client_id: 'nothing', client_secret: 's3cret-of-nothing' }, own)
    expect((await call(host, 'GET', PARTNERS, nothing.body.access_token)).error?.message).toContain(
      'as called in app only context but does not have application permissions configured',
    )
  })

  it.each([
    [{ ...CLIENT, client_id: 'stranger' }, 400, 'unauthorized_client', 'AADSTS700016'],
    [{ ...CLIENT, client_id: 'reader', client_secret: 'wr0ng' }, 401, 'invalid_client', 'AADSTS7000215'],
    [
      { grant_type: 'password', client_id: 'desktop', username: 'megan@contoso.com', password: 'wr0ng' },
      400,
      'invalid_grant',
      'AADSTS50126',
    ],
    [
      {
        grant_type: 'password',
        client_id: 'desktop',
        username: 'lee@contoso.com',
        password: 'x',
        scope: 'DeviceManagementServiceConfig.ReadWrite.All',
      },
      400,
      'invalid_grant',
      'AADSTS65001',
    ],
  ])('refuse %j with %i %s, %s, without showing a secret', async (form, status, error, code) => {
    const answer = await signIn(host, form, own)
    expect([answer.status, answer.body.error]).toEqual([status, error])
    expect(answer.body.error_description).toMatch(new RegExp(`^${code}: `))
    expect(JSON.stringify(answer.body)).not.toMatch(/s3cret|wr0ng|pa55word/)
  })

  it('are of the tenants that there are', async () => {
    const { body } = await signIn(host, { ...CLIENT, client_id: 'reader' }, TENANT)
    expect(body.error_description).toMatch(/^AADSTS90002: Tenant '11111111-/)
  })
})
