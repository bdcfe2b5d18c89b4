import { describe, expect, it } from 'vitest'
import {
  APP,
  AUTHORIZE,
  authorize,
  carriedBy,
  GRANTED,
  GRAPH,
  HOME,
  makeEntra,
  privateKeyJwk,
  SECONDS,
  send,
  TENANT,
  token,
  USER,
  verified,
} from './entra-under-test.js'

const entra = makeEntra()
const GUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

describe('an access token', () => {
  it('of an app has Graph’s claims', async () => {
    const { json } = await token(entra, APP)
    const claims = await verified(entra, json.access_token)
    expect(claims).toEqual({
      aud: GRAPH,
      iss: `https://sts.windows.net/${TENANT}/`,
      iat: SECONDS - 300,
      nbf: SECONDS - 300,
      exp: SECONDS + 3599,
      aio: expect.any(String),
      appid: 'any-app',
      appidacr: '1',
      idp: `https://sts.windows.net/${TENANT}/`,
      idtyp: 'app',
      oid: expect.stringMatching(GUID),
      sub: claims.oid,
      rh: expect.any(String),
      roles: GRANTED,
      tenant_region_scope: 'WW',
      tid: TENANT,
      uti: expect.any(String),
      ver: '1.0',
      wids: [],
      xms_tcdt: expect.any(Number),
    })
  })

  it('of a user has Graph’s claims', async () => {
    const { json } = await token(entra, { ...USER, scope: `${GRAPH}/.default openid` })
    expect(await verified(entra, json.access_token)).toMatchObject({
      acct: 0,
      acr: '1',
      amr: ['pwd'],
      idtyp: 'user',
      name: 'adele',
      oid: expect.stringMatching(GUID),
      scp: `${GRANTED.join(' ')} openid`,
      sub: expect.stringMatching(GUID),
      unique_name: 'adele@contoso.com',
      upn: 'adele@contoso.com',
    })
  })

  it('has a header that a client can find the key by', async () => {
    const { json } = await token(entra, APP)
    const header = JSON.parse(atob((json.access_token ?? '').split('.')[0] ?? '')) as Record<string, string>
    expect(header).toEqual({ typ: 'JWT', alg: 'RS256', kid: expect.any(String), x5t: header.kid })
  })

  it('names an app, a user and a domain by ids that stay', async () => {
    const ids = async () => {
      const one = makeEntra()
      const { json } = await token(one, USER, 'contoso.onmicrosoft.com')
      const { oid, sub, tid } = await verified(one, json.access_token)
      return [oid, sub, tid]
    }
    expect(await ids()).toEqual(await ids())
    expect(new Set(await ids()).size).toBe(3)
  })

  it('names the app as it is declared', async () => {
    const named = makeEntra({ directory: { apps: [{ clientId: 'any-app', displayName: 'Mine', roles: ['One'] }] } })
    const { json } = await token(named, APP)
    expect(await verified(named, json.access_token)).toMatchObject({ app_displayname: 'Mine', roles: ['One'] })
  })
})

describe('the scope', () => {
  it.each([
    [`${GRAPH}/.default`, GRAPH],
    [`${GRAPH}//.default`, `${GRAPH}/`],
    ['HTTPS://Graph.Microsoft.com/.default', GRAPH],
    ['.default', GRAPH],
    ['00000003-0000-0000-c000-000000000000/.default', '00000003-0000-0000-c000-000000000000'],
    ['api://My-App/.default', 'api://My-App'],
    ['https://contoso.com/api/.default', 'https://contoso.com/api'],
    ['urn:mine/.default', 'urn:mine'],
    [`${GRAPH}/.default ${GRAPH}/.default`, GRAPH],
  ])('%s is for the audience %s', async (scope, aud) => {
    const { json } = await token(entra, { ...APP, scope })
    expect(await verified(entra, json.access_token)).toMatchObject({ aud })
  })

  it.each([
    ['https://login.microsoftonline.us', '.default', 'https://graph.microsoft.us', 'https://sts.windows.net', 'USGov'],
    [
      'https://login.microsoftonline.us',
      'https://dod-graph.microsoft.us/.default',
      'https://dod-graph.microsoft.us',
      'https://sts.windows.net',
      'USGov',
    ],
    [
      'https://login.chinacloudapi.cn',
      '.default',
      'https://microsoftgraph.chinacloudapi.cn',
      'https://sts.chinacloudapi.cn',
      'AS',
    ],
    [
      'https://login.chinacloudapi.cn',
      '00000003-0000-0000-c000-000000000000/.default',
      '00000003-0000-0000-c000-000000000000',
      'https://sts.chinacloudapi.cn',
      'AS',
    ],
    [
      'http://localhost:8080',
      'http://localhost:8080/.default',
      'http://localhost:8080',
      'https://sts.windows.net',
      'WW',
    ],
  ])('at %s, %s is for %s', async (origin, scope, aud, sts, region) => {
    const { json } = await token(entra, { ...APP, scope }, TENANT, { origin })
    expect(await verified(entra, json.access_token)).toMatchObject({
      aud,
      iss: `${sts}/${TENANT}/`,
      tenant_region_scope: region,
    })
  })

  it.each([
    ['DeviceManagementConfiguration.Read.All', 'DeviceManagementConfiguration.Read.All'],
    [
      `${GRAPH}/DeviceManagementConfiguration.Read.All User.Read`,
      `${GRAPH}/DeviceManagementConfiguration.Read.All User.Read`,
    ],
    [`${GRAPH}//User.Read openid profile email offline_access`, `${GRAPH}//User.Read openid profile email`],
    ['openid profile', 'openid profile'],
    ['__proto__ constructor', '__proto__ constructor'],
    ['User.Read User.Read', 'User.Read'],
  ])('%s is answered as %s: as it was asked for', async (scope, answered) => {
    expect((await token(entra, { ...USER, scope })).json.scope).toBe(answered)
  })

  it('is granted whatever its capitals are, and the token has Entra’s', async () => {
    const { json } = await token(entra, { ...USER, scope: 'devicemanagementconfiguration.read.all' })
    expect(json.scope).toBe('devicemanagementconfiguration.read.all')
    const claims = await verified(entra, json.access_token)
    expect(claims.scp).toBe('DeviceManagementConfiguration.Read.All')
  })

  it.each(['https://graph.microsoft.com/', '/.default', 'api://mine', 'x/', 'ü', `${GRAPH}//`])(
    '%j is none',
    async (scope) => {
      expect((await token(entra, { ...USER, scope })).json).toMatchObject({ error: 'invalid_scope' })
    },
  )

  it('.default is what app and user have, each', async () => {
    const user = { id: '22222222-2222-4222-8222-222222222222', userPrincipalName: 'adele@contoso.com', tenant: TENANT }
    const scpOf = async (app: string[] | undefined, own: string[] | undefined, strictApps = false) => {
      const apps = [{ clientId: 'any-app', public: true, ...(app && { scopes: app }) }]
      const directory = { apps, users: [{ ...user, ...(own && { scopes: own }) }] }
      const one = makeEntra({ directory, strictApps })
      return (await verified(one, (await token(one, USER)).json.access_token)).scp
    }
    expect(await scpOf(['One', 'Two'], ['two', 'Three'])).toBe('Two')
    expect(await scpOf(undefined, ['Three'])).toBe('Three')
    expect(await scpOf(['One'], undefined)).toBe('One')
    expect(await scpOf(undefined, undefined)).toBe(GRANTED.join(' '))
    expect(await scpOf(undefined, undefined, true)).toBe('')
  })
})

describe('an id token', () => {
  it('has what MSAL checks, and what was asked for', async () => {
    const { json } = await token(entra, { ...USER, scope: 'openid profile email' })
    const claims = await verified(entra, json.id_token)
    expect(claims).toEqual({
      aud: 'any-app',
      iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
      iat: SECONDS - 300,
      nbf: SECONDS - 300,
      exp: SECONDS + 3599,
      email: 'adele@contoso.com',
      name: 'adele',
      oid: expect.stringMatching(GUID),
      preferred_username: 'adele@contoso.com',
      rh: expect.any(String),
      sub: expect.stringMatching(GUID),
      tid: TENANT,
      uti: expect.any(String),
      ver: '2.0',
    })
    const { json: bare } = await token(entra, { ...USER, scope: 'openid' })
    expect(await verified(entra, bare.id_token)).not.toHaveProperty('name')
  })

  it('names a user differently in every app', async () => {
    const sub = async (client_id: string) => {
      const { json } = await token(entra, { ...USER, client_id, scope: 'openid' })
      return (await verified(entra, json.id_token)).sub
    }
    expect(await sub('one')).not.toBe(await sub('two'))
  })
})

describe('userinfo', () => {
  const userinfo = (one = entra, authorization?: string) =>
    send(one, 'GET', '/oidc/userinfo', { headers: authorization === undefined ? {} : { authorization } })

  it('names the user as the id token does', async () => {
    const { json } = await token(entra, { ...USER, scope: 'openid profile email' })
    const { sub } = await verified(entra, json.id_token)
    expect((await userinfo(entra, `Bearer ${json.access_token ?? ''}`)).json).toEqual({
      sub,
      name: 'adele',
      email: 'adele@contoso.com',
    })
  })

  it.each([
    ['no token', () => Promise.resolve(undefined), 'Access token is empty.'],
    ['what is no token', () => Promise.resolve('test'), 'Access token validation failure.'],
    ['an app’s token', () => entra.token(), 'Access token validation failure.'],
    ['a token that has ended', () => entra.token({ user: 'x', expiresIn: -301 }), 'Access token validation failure.'],
    ['another emulator’s', () => other.token({ user: 'x' }), 'Access token validation failure.'],
  ])('refuses %s', async (_, make, message) => {
    const jwt = await make()
    const { status, headers, json, error } = await userinfo(entra, jwt && `Bearer ${jwt}`)
    expect([status, error?.message]).toEqual([401, message])
    expect(headers['WWW-Authenticate']).toMatch(/^Bearer /)
    expect(json.error).toMatchObject({ code: 'InvalidAuthenticationToken', message })
    if (jwt?.includes('.')) expect(JSON.stringify([json, error?.hint])).not.toContain(jwt)
  })
})

const other = makeEntra({ privateKeyJwk: { ...privateKeyJwk, kid: 'another' } })

describe('verify()', () => {
  it('tells its own, changed ones and others’ apart', async () => {
    const own = await entra.token()
    expect(await entra.verify(own)).toBe(true)
    expect(await entra.verify(`${own.slice(0, -8)}AAAAAAAA`)).toBe(false)
    expect(await entra.verify(await other.token())).toBeUndefined()
    expect(await entra.verify('no.token.here')).toBeUndefined()
  })

  it('knows none before it has made a key', async () => {
    const fresh = makeEntra({ privateKeyJwk: undefined as never })
    expect(await fresh.verify(await entra.token())).toBeUndefined()
    const own = await fresh.token()
    expect(await fresh.verify(own)).toBe(true)
    expect(await verified(fresh, own)).toMatchObject({ aud: GRAPH })
  })
})

describe('token()', () => {
  const megan = { id: '22222222-2222-4222-8222-222222222222', userPrincipalName: 'megan@contoso.com', scopes: ['One'] }
  const one = makeEntra({
    directory: {
      apps: [{ clientId: 'mine', displayName: 'Mine', roles: ['Two'], scopes: ['One', 'Three'] }],
      users: [megan],
    },
  })

  it.each([
    [{}, { tid: HOME, roles: GRANTED, aud: GRAPH, exp: SECONDS + 3599, idtyp: 'app' }],
    [{ app: 'MINE' }, { appid: 'MINE', app_displayname: 'Mine', roles: ['Two'] }],
    [{ roles: ['Four'] }, { roles: ['Four'] }],
    [{ user: 'megan@contoso.com' }, { upn: 'megan@contoso.com', scp: 'One' }],
    [{ user: 'megan@contoso.com', app: 'mine' }, { scp: 'One' }],
    [{ scopes: ['Five', 'Six'] }, { upn: 'megan@contoso.com', scp: 'Five Six' }],
    [
      { tenant: TENANT, user: 'x@y.example' },
      { tid: TENANT, upn: 'x@y.example', scp: GRANTED.join(' ') },
    ],
    [{ expiresIn: -600 }, { exp: SECONDS - 600, iat: SECONDS - 600 }],
    [{ audience: 'https://graph.microsoft.us', app: undefined }, { tenant_region_scope: 'USGov' }],
  ])('of %j has %j', async (request, claims) => {
    const made = JSON.parse(
      atob(((await one.token(request as never)).split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')),
    ) as unknown
    expect(made).toMatchObject(claims)
  })

  it.each([
    [null, 'the request is no object'],
    [{ __proto__: null, constructor: 's3cret' }, "there is no 'constructor'. Use tenant, scopes,"],
    [{ roles: 's3cret' }, "'roles' does not fit. Give a list of names"],
    [{ scopes: [''] }, "'scopes' does not fit"],
    [{ expiresIn: 0.5 }, "'expiresIn' does not fit"],
    [{ roles: ['x'], user: 'y' }, "'roles' are an app's own"],
    [{ tenant: 'common' }, "'tenant' does not fit"],
    [{ user: 'who@contoso.com' }, "there is no such 'user'"],
  ])('rejects %j', async (request, why) => {
    const made = one.token(request as never)
    await expect(made).rejects.toThrow(`Failed to make a token: ${why}`)
    await expect(made).rejects.not.toThrow('s3cret')
  })

  it('rejects a tenant that is not declared, where only declared ones are known', async () => {
    const strict = makeEntra({ strictApps: true })
    await expect(strict.token({ tenant: TENANT, scopes: ['One'] })).rejects.toThrow('Failed to make a token')
  })
})

describe('tenantId()', () => {
  it('is what tokens have', async () => {
    const { json } = await token(entra, APP, 'contoso.onmicrosoft.com')
    const { tid } = await verified(entra, json.access_token)
    expect(tid).toBe(entra.tenantId('Contoso.OnMicrosoft.com'))
    expect(entra.tenantId(TENANT.toUpperCase())).toBe(TENANT)
    expect(() => entra.tenantId('__proto__')).toThrow('neither a valid DNS name')
  })
})

it('keeps what carries a token out of a redirect’s log', async () => {
  const reply = await authorize(entra, { ...AUTHORIZE, response_type: 'token', scope: '"' })
  expect(carriedBy(reply)).not.toHaveProperty('access_token')
  expect(reply.error?.message).not.toMatch(/eyJ/)
})
