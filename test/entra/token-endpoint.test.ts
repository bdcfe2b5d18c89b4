import { describe, expect, it } from 'vitest'
import { payloadTooLarge } from '../../src/errors/gateway-errors.js'
import {
  APP,
  type Answered,
  exchangeOf,
  type Form,
  GRANTED,
  GRAPH,
  HOME,
  makeEntra,
  post,
  refusalOf,
  SECONDS,
  send,
  TENANT,
  token,
  USER,
  verified,
} from './entra-under-test.js'

const entra = makeEntra()

const DIRECTORY = {
  apps: [
    { clientId: 'confidential', secrets: ['s3cret-one', 's3cret-two'], scopes: GRANTED, tenants: [TENANT] },
    { clientId: 'desktop', public: true, scopes: ['DeviceManagementConfiguration.Read.All'], tenants: [TENANT] },
    { clientId: 'certified', certificates: ['no key at all'] },
    { clientId: 'undecided' },
  ],
  users: [
    {
      id: '22222222-2222-4222-8222-222222222222',
      userPrincipalName: 'megan@contoso.com',
      password: 'pa55word',
      tenant: TENANT,
    },
  ],
}
const declared = makeEntra({ directory: DIRECTORY, strictApps: true })

describe('client credentials', () => {
  it('answer with a token and its lifetime, and nothing of a user', async () => {
    const { status, json, headers } = await token(entra, APP)
    expect(status).toBe(200)
    expect(json).toEqual({
      token_type: 'Bearer',
      expires_in: 3599,
      ext_expires_in: 3599,
      access_token: expect.any(String),
    })
    expect(headers['Cache-Control']).toBe('no-store, no-cache')
    const claims = await verified(entra, json.access_token)
    expect(claims).toMatchObject({ aud: GRAPH, appid: 'any-app', appidacr: '1', idtyp: 'app', roles: GRANTED })
    expect(claims).not.toHaveProperty('scp')
  })

  it('take the secret by HTTP Basic too, form-encoded', async () => {
    const one = makeEntra({ directory: { apps: [{ clientId: 'any-app', secrets: ['a:b+c %'] }] } })
    const form = { ...APP, client_secret: '' }
    const basic = (text: string) => ({ headers: { authorization: `Basic ${btoa(text)}` } })
    const path = `/${TENANT}/oauth2/v2.0/token`
    expect((await post(one, path, form, basic('any-app:a%3Ab%2Bc+%25'))).status).toBe(200)
    expect(refusalOf(await post(one, path, form, basic('any-app:%zz')))).toEqual([401, 'invalid_client', 7000215])
    expect(refusalOf(await post(one, path, form, basic('no colon')))).toEqual([400, 'invalid_request', 900144])
    expect(refusalOf(await post(one, path, form, { headers: { authorization: 'Basic ?' } }))).toEqual([
      400,
      'invalid_request',
      900144,
    ])
  })

  it('do not take a secret of one app for another', async () => {
    const sent = { headers: { authorization: `Basic ${btoa('confidential:s3cret-one')}` } }
    expect(refusalOf(await token(declared, { ...APP, client_id: 'undecided' }, TENANT, sent))).toEqual([
      400,
      'invalid_request',
      90023,
    ])
  })

  it.each(['s3cret-one', 's3cret-two'])('take any of an app’s secrets: %s', async (secret) => {
    expect((await token(declared, { ...APP, client_id: 'CONFIDENTIAL', client_secret: secret })).status).toBe(200)
  })

  it('give an app without a role a token all the same', async () => {
    const { json } = await token(declared, { ...APP, client_id: 'confidential', client_secret: 's3cret-one' })
    expect(await verified(declared, json.access_token)).not.toHaveProperty('roles')
  })

  it('of a declared app with an open tenant are for the default one, where the app must be', async () => {
    const form = { ...APP, client_id: 'confidential', client_secret: 's3cret-one' }
    expect(refusalOf(await token(declared, form, 'common'))).toEqual([400, 'unauthorized_client', 700016])
    const { json } = await token(entra, APP, 'organizations')
    expect(await verified(entra, json.access_token)).toMatchObject({ tid: HOME })
  })
})

const SECRET = /s3cret|wr0ng|pa55word|t0ken/

describe('the token endpoint refuses', () => {
  it.each<[string, Form, unknown[]]>([
    ['no grant type', { grant_type: '' }, [400, 'invalid_request', 900144]],
    ['an unknown grant type', { grant_type: '__proto__' }, [400, 'unsupported_grant_type', 70003]],
    ['no client id', { ...APP, client_id: '' }, [400, 'invalid_request', 900144]],
    ['no scope', { ...APP, scope: '' }, [400, 'invalid_request', 900144]],
    ['no secret', { ...APP, client_secret: '' }, [401, 'invalid_client', 7000216]],
    ['a scope that is no scope', { ...APP, scope: '.default "' }, [400, 'invalid_scope', 70011]],
    ['a scope of nothing', { ...USER, scope: '  ' }, [400, 'invalid_scope', 70011]],
    ['a resource without a scope', { ...USER, scope: GRAPH }, [400, 'invalid_scope', 70011]],
    ['a resource alone, for an app', { ...APP, scope: GRAPH }, [400, 'invalid_scope', 1002012]],
    ['a scope by name, for an app', { ...APP, scope: `${GRAPH}/User.Read` }, [400, 'invalid_scope', 1002012]],
    ['two resources', { ...USER, scope: 'api://a/x api://b/y' }, [400, 'invalid_request', 28000]],
    ['.default and another', { ...USER, scope: '.default User.Read' }, [400, 'invalid_scope', 70011]],
    ['a scope of a megabyte', { ...USER, scope: 'x'.repeat(9000) }, [400, 'invalid_scope', 70011]],
    ['a resource at version 2', { ...APP, resource: GRAPH }, [400, 'invalid_request', 901002]],
    ['a client id that is none', { ...APP, client_id: '<b>' }, [400, 'unauthorized_client', 700016]],
    ['a form that is too long', { ...APP, more: 'x'.repeat(70_000) }, [400, 'invalid_request', 90015]],
    ['a user’s name that is none', { ...USER, username: '<b>' }, [400, 'invalid_grant', 50034]],
  ])('%s', async (_, form, refusal) => {
    expect(refusalOf(await token(entra, form))).toEqual(refusal)
  })

  it.each<[string, Form, unknown[]]>([
    ['an app that is not declared', { ...APP, client_id: '__proto__' }, [400, 'unauthorized_client', 700016]],
    ['a wrong secret', { ...APP, client_id: 'confidential', client_secret: 'wr0ng' }, [401, 'invalid_client', 7000215]],
    [
      'the beginning of a secret',
      { ...APP, client_id: 'confidential', client_secret: 's3cret' },
      [401, 'invalid_client', 7000215],
    ],
    ['a secret, where a certificate is declared', { ...APP, client_id: 'certified' }, [401, 'invalid_client', 7000215]],
    ['a secret, where nothing is declared', { ...APP, client_id: 'undecided' }, [401, 'invalid_client', 7000215]],
    ['a secret of a public client', { ...APP, client_id: 'desktop' }, [401, 'invalid_client', 700025]],
    [
      'a confidential client’s app without a credential',
      { ...APP, client_id: 'confidential', client_secret: '' },
      [401, 'invalid_client', 7000216],
    ],
    [
      'a confidential client without a credential',
      { ...USER, client_id: 'confidential' },
      [401, 'invalid_client', 7000218],
    ],
    [
      'a wrong password',
      { ...USER, client_id: 'desktop', username: 'megan@contoso.com', password: 'wr0ng' },
      [400, 'invalid_grant', 50126],
    ],
    ['a user who is not declared', { ...USER, client_id: 'desktop' }, [400, 'invalid_grant', 50034]],
    [
      'a scope that is not granted',
      {
        ...USER,
        client_id: 'desktop',
        username: 'megan@contoso.com',
        password: 'pa55word',
        scope: 'DeviceManagementServiceConfig.ReadWrite.All',
      },
      [400, 'invalid_grant', 65001],
    ],
  ])('%s, without showing a secret', async (_, form, refusal) => {
    const answer = await token(declared, form)
    expect(refusalOf(answer)).toEqual(refusal)
    expect(JSON.stringify([answer, answer.error?.message, answer.error?.hint])).not.toMatch(SECRET)
  })

  it.each([
    ['not%2Fa%2Ftenant', 900023],
    ['__proto__', 900023],
    ['%E0', 900023],
    ['%3Cscript%3E', 900023],
    ['99999999-9999-4999-8999-999999999999', 90002],
    ['elsewhere.example', 90002],
  ])('the tenant %s', async (tenant, code) => {
    const { json } = await token(declared, APP, tenant)
    expect([json.error, json.error_codes]).toEqual(['invalid_request', [code]])
  })

  it('a password where the tenant is left open, but for organizations', async () => {
    expect(refusalOf(await token(entra, USER, 'common'))).toEqual([400, 'invalid_request', 9001023])
    expect((await token(entra, USER, 'organizations')).status).toBe(200)
  })

  it('a parameter that stands twice', async () => {
    const body = `${new URLSearchParams(APP)}&client_id=a&client_id=b`
    const answer = await send(entra, 'POST', `/${TENANT}/oauth2/v2.0/token`, { body })
    expect(refusalOf(answer)).toEqual([400, 'invalid_request', 9000411])
    expect(answer.json.error_description).toContain("'client_id' is duplicated")
  })

  it.each(['application/json', 'text/plain;charset=UTF-8', 'multipart/form-data; boundary=x'])(
    'a body of the type %s, as one without parameters',
    async (type) => {
      const headers = { 'content-type': type }
      const answer = await token(entra, APP, TENANT, { headers })
      expect(refusalOf(answer)).toEqual([400, 'invalid_request', 900144])
      expect(answer.json.error_description).toContain("'grant_type'")
    },
  )

  it('another method', async () => {
    const answer = await send(entra, 'GET', `/${TENANT}/oauth2/v2.0/token`)
    expect(refusalOf(answer)).toEqual([400, 'invalid_request', 900561])
    expect(answer.json.error_description).toContain('only accepts POST requests. Received a GET request.')
  })

  it('a body that its host refuses', async () => {
    const exchange = {
      ...exchangeOf('POST', `/${TENANT}/oauth2/v2.0/token`),
      text: () => Promise.reject(payloadTooLarge(4)),
    }
    expect(await entra.handle(exchange)).toMatchObject({ status: 413, error: { code: 'invalid_request' } })
  })

  it('with a fault of its own, and says why without a secret', async () => {
    const faulty = (thrown: unknown) => ({
      ...exchangeOf('POST', `/${TENANT}/oauth2/v2.0/token`),
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      text: () => Promise.reject(thrown),
    })
    const reply = await entra.handle(faulty(new Error('broken at ?client_secret=s3cret&x')))
    expect([reply.status, reply.error?.message]).toEqual([500, expect.stringContaining('AADSTS90033')])
    expect(reply.error?.hint).toBe('This is a defect of intune-emulator: broken at ?client_secret=…&x')
    expect((await entra.handle(faulty('thrown'))).error?.hint).toContain('thrown')
  })
})

describe('an error', () => {
  const correlationId = '5b4d3c2a-1111-4111-8111-111111111111'

  it('has Entra’s members in Entra’s order', async () => {
    const headers = { 'client-request-id': correlationId }
    const { json, headers: sent } = await token(entra, { ...APP, client_secret: '' }, TENANT, { headers })
    expect(Object.keys(json)).toEqual([
      'error',
      'error_description',
      'error_codes',
      'timestamp',
      'trace_id',
      'correlation_id',
      'error_uri',
    ])
    expect(json.error_description?.split('\r\n')).toEqual([
      expect.stringMatching(/^AADSTS7000216: /),
      `Trace ID: ${json.trace_id}`,
      `Correlation ID: ${correlationId}`,
      'Timestamp: 2026-03-01 12:00:00Z',
    ])
    expect(json).toMatchObject({
      timestamp: '2026-03-01 12:00:00Z',
      correlation_id: correlationId,
      error_uri: 'https://login.microsoftonline.com/error?code=7000216',
    })
    expect(sent).toMatchObject({ 'x-ms-request-id': json.trace_id, 'client-request-id': correlationId })
  })

  it('takes the correlation id from the query too, where MSAL has it', async () => {
    const path = `/${TENANT}/oauth2/v2.0/token?x=1&client-request-id=${correlationId}`
    expect((await post(entra, path, {})).json.correlation_id).toBe(correlationId)
  })

  it('does not repeat a correlation id that is none', async () => {
    const { json } = await token(entra, { grant_type: 'x' }, TENANT, { headers: { 'client-request-id': '\r\nx: y' } })
    expect(json.correlation_id).toMatch(/^[\da-f-]{36}$/)
  })

  const ungranted = (hints: boolean): Promise<Answered> =>
    token(makeEntra({ directory: DIRECTORY, hints }), {
      ...USER,
      client_id: 'desktop',
      username: 'megan@contoso.com',
      password: 'pa55word',
      scope: 'DeviceManagementConfiguration.Read.All Missing.One Missing.Two',
    })

  it('names the scopes that were asked for and not granted in its hint', async () => {
    const { json, error } = await ungranted(true)
    expect(json).toMatchObject({ suberror: 'consent_required', error_codes: [65001] })
    expect(json.hint).toMatch(/^Asked for and not granted: Missing\.One Missing\.Two\. /)
    expect(error?.hint).toBe(json.hint)
  })

  it('has no hint in the answer where hints are off', async () => {
    expect((await ungranted(false)).json).not.toHaveProperty('hint')
  })
})

describe('single-page apps', () => {
  it('may read the answers of the token endpoint', async () => {
    const { headers } = await token(entra, APP, TENANT, { headers: { origin: 'http://localhost:3000' } })
    expect(headers['Access-Control-Allow-Origin']).toBe('*')
    expect((await token(entra, APP)).headers).not.toHaveProperty('Access-Control-Allow-Origin')
  })

  it.each([
    ['x-client-sku, client-request-id', 'x-client-sku, client-request-id'],
    ['bad\r\nheader', '*'],
    [undefined, '*'],
  ])('are allowed the headers %j', async (asked, allowed) => {
    const headers: Form = asked === undefined ? {} : { 'access-control-request-headers': asked }
    const reply = await send(entra, 'OPTIONS', `/${TENANT}/oauth2/v2.0/token`, { headers })
    expect(reply).toMatchObject({ status: 200, body: undefined })
    expect(reply.headers).toMatchObject({ 'Access-Control-Allow-Headers': allowed })
  })

  it('may not post to the pages', async () => {
    const { headers } = await send(entra, 'OPTIONS', `/${TENANT}/oauth2/v2.0/authorize`)
    expect(headers).not.toHaveProperty('Access-Control-Allow-Origin')
  })
})

describe('the password grant', () => {
  it('signs in anyone where nobody is declared', async () => {
    const { json } = await token(entra, USER)
    const claims = await verified(entra, json.access_token)
    expect(claims).toMatchObject({ upn: 'adele@contoso.com', name: 'adele', tid: TENANT, scp: GRANTED.join(' ') })
    expect(json.scope).toBe(`${GRAPH}/${GRANTED[0] ?? ''} ${GRAPH}/${GRANTED[1] ?? ''} ${GRAPH}/.default`)
    expect(json).not.toHaveProperty('refresh_token')
  })

  it('signs in a declared user with the password', async () => {
    const form = { ...USER, client_id: 'desktop', username: 'Megan@Contoso.com', password: 'pa55word' }
    const { json } = await token(declared, form)
    expect(await verified(declared, json.access_token)).toMatchObject({
      oid: '22222222-2222-4222-8222-222222222222',
      upn: 'megan@contoso.com',
      scp: 'DeviceManagementConfiguration.Read.All',
    })
  })

  it('lets an app that a tenant has sign in at organizations', async () => {
    const form = { ...USER, client_id: 'desktop', username: 'megan@contoso.com', password: 'pa55word' }
    const { json } = await token(declared, form, 'organizations')
    expect(await verified(declared, json.access_token)).toMatchObject({ tid: TENANT })
  })
})

describe('what MSAL adds', () => {
  it('is taken: x-client-*, claims, client_info', async () => {
    const extra = {
      'x-client-SKU': 'msal.js.node',
      'x-client-VER': '7.2.3',
      'x-ms-lib-capability': 'retry-after, h429',
      claims: '{"access_token":{"xms_cc":{"values":["CP1"]}}}',
      client_info: '1',
    }
    const { json } = await token(entra, { ...USER, ...extra, scope: `${GRAPH}/.default openid profile offline_access` })
    const { oid } = await verified(entra, json.access_token)
    expect(JSON.parse(atob(json.client_info ?? ''))).toEqual({ uid: oid, utid: TENANT })
    expect(Object.keys(json)).toContain('refresh_token')
  })
})

describe('refresh tokens', () => {
  const OFFLINE = { ...USER, scope: `${GRAPH}/.default offline_access` }

  it('stay good after they are used, and bring another', async () => {
    const { json: first } = await token(entra, OFFLINE)
    const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' }
    const { json: second } = await token(entra, refresh)
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect(second).not.toHaveProperty('id_token')
    const narrower = { ...refresh, scope: `${GRAPH}/DeviceManagementConfiguration.Read.All openid` }
    const { json: third } = await token(entra, narrower)
    expect(third.scope).toBe(`${GRAPH}/DeviceManagementConfiguration.Read.All openid`)
    expect(Object.keys(third)).toEqual(expect.arrayContaining(['refresh_token', 'id_token']))
  })

  it('are good for their app and in their tenant alone', async () => {
    const { json } = await token(entra, OFFLINE)
    const refresh = { grant_type: 'refresh_token', refresh_token: json.refresh_token ?? '' }
    expect(refusalOf(await token(entra, { ...refresh, client_id: 'other' }))).toEqual([400, 'invalid_grant', 70000])
    expect(refusalOf(await token(entra, refresh, HOME))).toEqual([400, 'invalid_grant', 50020])
    expect((await token(entra, refresh, 'common')).status).toBe(200)
  })

  it('end after 90 days, and with reset()', async () => {
    let now = new Date()
    const clocked = makeEntra({ now: () => now })
    const { json } = await token(clocked, OFFLINE)
    const refresh = { grant_type: 'refresh_token', refresh_token: json.refresh_token ?? '' }
    now = new Date(now.getTime() + 90 * 24 * 3600_000)
    const late = await token(clocked, refresh)
    expect(refusalOf(late)).toEqual([400, 'invalid_grant', 70008])
    expect(JSON.stringify(late)).not.toContain(refresh.refresh_token)
    clocked.reset()
    expect(refusalOf(await token(clocked, refresh))).toEqual([400, 'invalid_grant', 70000])
  })
})

describe('version 1', () => {
  const path = `/${TENANT}/oauth2/token`

  it('names a resource, and has its numbers as texts', async () => {
    const form = { ...APP, scope: '', client_id: 'any-app', resource: `${GRAPH}/` }
    const { json } = await post(entra, path, form)
    expect(json).toMatchObject({
      expires_in: '3599',
      ext_expires_in: '3599',
      expires_on: String(SECONDS + 3599),
      not_before: String(SECONDS - 300),
      resource: `${GRAPH}/`,
    })
    expect(await verified(entra, json.access_token)).toMatchObject({ aud: `${GRAPH}/`, roles: GRANTED })
  })

  it('always has a refresh token for a user, and an id token of its own kind', async () => {
    const { json } = await post(entra, path, { ...USER, client_id: 'any-app', resource: GRAPH, scope: 'email' })
    expect(await verified(entra, json.id_token)).toMatchObject({
      iss: `https://sts.windows.net/${TENANT}/`,
      upn: 'adele@contoso.com',
      email: 'adele@contoso.com',
      ver: '1.0',
    })
    const refresh = { grant_type: 'refresh_token', client_id: 'any-app', refresh_token: json.refresh_token ?? '' }
    expect((await post(entra, path, refresh)).json).toMatchObject({ resource: GRAPH })
    expect((await post(entra, path, { ...refresh, resource: 'api://mine' })).json).toMatchObject({
      resource: 'api://mine',
    })
  })

  it.each([
    ['', 900144],
    ['no resource at all', 70011],
  ])('refuses the resource %j', async (resource, code) => {
    const { json } = await post(entra, path, { ...APP, client_id: 'any-app', resource })
    expect(json.error_codes).toEqual([code])
  })
})
