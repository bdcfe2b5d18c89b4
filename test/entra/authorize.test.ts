import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  AUTHORIZE,
  authorize,
  CALLBACK,
  carriedBy,
  codeOf,
  exchangeOf,
  type Form,
  GRANTED,
  HOME,
  LOGIN,
  makeEntra,
  NOW,
  post,
  refusalOf,
  send,
  TENANT,
  token,
  verified,
} from './entra-under-test.js'

const entra = makeEntra()
const MEGAN = { id: '22222222-2222-4222-8222-222222222222', userPrincipalName: 'megan@contoso.com', tenant: TENANT }
const LEE = { id: '33333333-3333-4333-8333-333333333333', userPrincipalName: 'lee@fabrikam.com', tenant: HOME }
const declared = makeEntra({
  directory: {
    apps: [
      { clientId: 'web', redirectUris: ['https://app.example/callback?x=1'], scopes: GRANTED, tenants: [TENANT] },
      { clientId: 'cli', redirectUris: ['http://localhost/signin', 'not-http://x'] },
    ],
    users: [MEGAN, LEE],
  },
  strictApps: true,
})
const WEB: Form = { ...AUTHORIZE, client_id: 'web', redirect_uri: '', login_hint: 'megan@contoso.com' }
const PATH = `/${TENANT}/oauth2/v2.0/authorize`

const redeem = (code: string, form: Form = {}, tenant = TENANT) =>
  token(entra, { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...form }, tenant)

const VERIFIER = 'v'.repeat(43)
const S256 = createHash('sha256').update(VERIFIER).digest('base64url')
const PKCE = { code_challenge: S256, code_challenge_method: 'S256' }

describe('the authorization code', () => {
  it('becomes tokens for the user, with the nonce and what was asked for', async () => {
    const code = await codeOf(entra, { nonce: 'n-1', ...PKCE })
    const { status, json } = await redeem(code, { code_verifier: VERIFIER, client_info: '1' })
    expect(status).toBe(200)
    expect(json.scope).toBe('DeviceManagementConfiguration.Read.All openid profile')
    expect(Object.keys(json)).toEqual(expect.arrayContaining(['refresh_token', 'client_info']))
    expect(await verified(entra, json.access_token)).toMatchObject({
      scp: 'DeviceManagementConfiguration.Read.All openid profile',
      appidacr: '0',
    })
    expect(await verified(entra, json.id_token)).toMatchObject({ aud: 'any-app', nonce: 'n-1' })
  })

  it('is good once', async () => {
    const code = await codeOf(entra)
    expect((await redeem(code)).status).toBe(200)
    const again = await redeem(code)
    expect(refusalOf(again)).toEqual([400, 'invalid_grant', 54005])
    expect(JSON.stringify(again)).not.toContain(code)
  })

  it('is good once for two who come at the same time', async () => {
    const code = await codeOf(entra, PKCE)
    const both = await Promise.all([1, 2].map(() => redeem(code, { code_verifier: VERIFIER })))
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400])
  })

  it('ends after ten minutes', async () => {
    let now = NOW
    const clocked = makeEntra({ now: () => now })
    const code = await codeOf(clocked)
    now = new Date(NOW.getTime() + 600_000)
    const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK }
    expect(refusalOf(await token(clocked, form))).toEqual([400, 'invalid_grant', 70008])
  })

  it.each<[string, Form, string, number]>([
    ['one that was never given', { code: '__proto__' }, TENANT, 70000],
    ['that of another app', { client_id: 'other' }, TENANT, 70000],
    ['that of another address', { redirect_uri: `${CALLBACK}/` }, TENANT, 500112],
    ['that of another tenant', {}, HOME, 50020],
  ])('is refused: %s', async (_, form, tenant, code) => {
    expect(refusalOf(await redeem(await codeOf(entra), form, tenant))).toEqual([400, 'invalid_grant', code])
  })

  it('makes room for new ones', async () => {
    const first = await codeOf(entra)
    for (let count = 0; count < 1000; count++) await codeOf(entra)
    expect(refusalOf(await redeem(first))).toEqual([400, 'invalid_grant', 70000])
  })

  it.each<[string, Form, Form]>([
    ['a wrong verifier', PKCE, { code_verifier: 'w'.repeat(43) }],
    ['the challenge for a verifier', PKCE, { code_verifier: S256 }],
    ['no verifier', PKCE, {}],
    ['a verifier without a challenge', {}, { code_verifier: VERIFIER }],
    ['a wrong plain verifier', { code_challenge: VERIFIER }, { code_verifier: 'w'.repeat(43) }],
  ])('is refused with %s', async (_, query, form) => {
    expect(refusalOf(await redeem(await codeOf(entra, query), form))).toEqual([400, 'invalid_grant', 501481])
  })

  it('takes a plain verifier, the default of the method', async () => {
    const code = await codeOf(entra, { code_challenge: VERIFIER })
    expect((await redeem(code, { code_verifier: VERIFIER })).status).toBe(200)
  })
})

describe('response modes', () => {
  it('query is the default for a code', async () => {
    const { status, headers } = await authorize(declared, WEB)
    expect(status).toBe(302)
    expect(headers.Location).toMatch(/^https:\/\/app\.example\/callback\?x=1&code=1\.[\w-]{43}&state=the-state$/)
  })

  it('fragment', async () => {
    const { headers } = await authorize(entra, { ...AUTHORIZE, response_mode: 'fragment' })
    expect(headers.Location).toMatch(/^http:\/\/localhost:3000\/callback#code=1\.[\w-]{43}&state=the-state$/)
  })

  it('fragment is the default for tokens, which carry the hashes of what comes with them', async () => {
    const types = { response_type: 'code id_token token', nonce: 'n-1', client_info: '1' }
    const reply = await authorize(entra, { ...AUTHORIZE, ...types })
    expect(reply.headers.Location).toMatch(/^http:\/\/localhost:3000\/callback#/)
    const members = carriedBy(reply)
    expect(members).toMatchObject({ token_type: 'Bearer', expires_in: '3599', state: 'the-state' })
    const half = (text = '') => createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')
    expect(await verified(entra, members.id_token)).toMatchObject({
      nonce: 'n-1',
      c_hash: half(members.code),
      at_hash: half(members.access_token),
    })
    expect(JSON.parse(atob(members.client_info ?? ''))).toMatchObject({ utid: TENANT })
  })

  it('form_post sends a form whose script the page’s policy allows', async () => {
    const state = '"><script>alert(1)</script>'
    const { status, headers, body = '' } = await authorize(entra, { ...AUTHORIZE, response_mode: 'form_post', state })
    expect(status).toBe(200)
    const script = /<script>([^]*?)<\/script>/.exec(body)?.[1] ?? ''
    const digest = createHash('sha256').update(script).digest('base64')
    expect(headers['Content-Security-Policy']).toContain(`script-src 'sha256-${digest}'`)
    expect(body).toContain(`<form method="post" action="${CALLBACK}">`)
    expect(body).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"')
    expect(body.match(/<script/g)).toHaveLength(1)
  })
})

describe('an error goes to the app', () => {
  it.each<[string, Form, string, number]>([
    ['no response type', { response_type: '' }, 'invalid_request', 900144],
    ['an unknown response type', { response_type: 'code device' }, 'unsupported_response_type', 70005],
    ['a token by query', { response_type: 'token', response_mode: 'query' }, 'invalid_request', 70007],
    ['an unknown response mode', { response_mode: 'web_message' }, 'invalid_request', 90023],
    ['an id token without a nonce', { response_type: 'id_token' }, 'invalid_request', 900144],
    ['an unknown method of PKCE', { ...PKCE, code_challenge_method: 'S512' }, 'invalid_request', 90023],
    ['a challenge that is too short', { code_challenge: 'short' }, 'invalid_request', 501491],
    ['a scope that is none', { scope: '"' }, 'invalid_scope', 70011],
    ['no scope', { scope: '' }, 'invalid_request', 900144],
  ])('for %s', async (_, query, error, code) => {
    const reply = await authorize(entra, { ...AUTHORIZE, ...query })
    expect(reply.headers.Location).toMatch(/^http:\/\/localhost:3000\/callback[?#]/)
    const { error_description: text, ...members } = carriedBy(reply)
    expect(members).toEqual({ error, state: 'the-state' })
    expect(text).toMatch(new RegExp(`^AADSTS${code}: `))
    expect(reply.error?.code).toBe(error)
  })

  it('for a scope that is not granted, which logs name', async () => {
    const reply = await authorize(declared, { ...WEB, scope: 'Missing.One' })
    expect(carriedBy(reply)).toMatchObject({ error: 'consent_required', state: 'the-state' })
    expect(reply.error?.hint).toContain('Asked for and not granted: Missing.One.')
  })
})

describe('a browser is not sent', () => {
  it.each([
    'javascript:alert(1)//localhost',
    ' JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://files.example/',
    'no address',
    'http://localhost:3000/#fragment',
    '',
  ])('to %j', async (uri) => {
    const reply = await authorize(entra, { ...AUTHORIZE, redirect_uri: uri })
    expect([reply.status, reply.headers.Location]).toEqual([400, undefined])
    expect(reply.headers['Content-Type']).toContain('text/html')
    expect(reply.body).toMatch(/AADSTS(50011|900144)/)
    expect(reply.body).not.toContain('alert(1)')
  })

  it.each(['https://evil.example/', 'http://localhost@evil.example/', 'http://127.0.0.1.evil.example/'])(
    'unasked to %s',
    async (uri) => {
      const reply = await authorize(entra, { ...AUTHORIZE, redirect_uri: uri })
      expect([reply.status, reply.headers.Location]).toEqual([200, undefined])
      expect(reply.body).toContain(`<strong>${new URL(uri).host}</strong>`)
      const silent = await authorize(entra, { ...AUTHORIZE, redirect_uri: uri, prompt: 'none' })
      expect([silent.status, silent.headers.Location, silent.error?.message.slice(0, 11)]).toEqual([
        400,
        undefined,
        'AADSTS50011',
      ])
      const broken = await authorize(entra, { ...AUTHORIZE, redirect_uri: uri, response_type: 'x' })
      expect([broken.status, broken.headers.Location]).toEqual([400, undefined])
    },
  )

  it.each([
    ['https://app.example/callback', false],
    ['https://app.example/callback?x=1', true],
    ['https://app.example/callback?x=1&y=2', false],
    ['https://APP.example/callback?x=1', false],
  ])('to %s unless it is declared', async (redirect_uri, isTaken) => {
    const { status } = await authorize(declared, { ...WEB, redirect_uri })
    expect(status).toBe(isTaken ? 302 : 400)
  })

  it.each([
    ['http://localhost:49152/signin', true],
    ['http://localhost:49152/other', false],
    ['https://localhost:49152/signin', false],
    ['http://127.0.0.1:49152/signin', false],
    ['http://evil.example/signin', false],
  ])('to %s unless http://localhost/signin is declared, with any port', async (redirect_uri, isTaken) => {
    const { status } = await authorize(declared, { ...WEB, client_id: 'cli', redirect_uri })
    expect(status).toBe(isTaken ? 302 : 400)
  })

  it('but to an app whose scheme it is', async () => {
    const { headers } = await authorize(entra, { ...AUTHORIZE, redirect_uri: 'msal123://auth' })
    expect(headers.Location).toMatch(/^msal123:\/\/auth\?code=/)
  })

  it('for an app or a tenant that is not known: a page says so', async () => {
    const unknown = await authorize(declared, { ...AUTHORIZE, client_id: '__proto__' })
    expect([unknown.status, unknown.body]).toEqual([400, expect.stringContaining('AADSTS700016')])
    const elsewhere = await authorize(declared, WEB, 'elsewhere.example')
    expect([elsewhere.status, elsewhere.body]).toEqual([400, expect.stringContaining('AADSTS90002')])
  })
})

describe('without a page', () => {
  const silent = { ...AUTHORIZE, prompt: 'none' }

  it('prompt=none signs in the hinted user, or the only one', async () => {
    expect(carriedBy(await authorize(declared, { ...WEB, prompt: 'none' })).code).toBeDefined()
    expect(carriedBy(await authorize(declared, { ...WEB, prompt: 'none', login_hint: '' })).code).toBeDefined()
    expect(carriedBy(await authorize(entra, { ...silent, login_hint: '' })).code).toBeDefined()
  })

  it('prompt=none fails for a user who is not there, and for several', async () => {
    const unknown = await authorize(declared, { ...WEB, prompt: 'none', login_hint: 'who@contoso.com' })
    expect(carriedBy(unknown)).toMatchObject({ error: 'login_required' })
    const several = await authorize(declared, { ...WEB, prompt: 'none', login_hint: '' }, 'common')
    expect(carriedBy(several)).toMatchObject({ error: 'interaction_required' })
  })

  it('an app signs in users of its tenants alone, where the address leaves the tenant open', async () => {
    expect(carriedBy(await authorize(declared, WEB, 'organizations')).code).toBeDefined()
    const other = await authorize(declared, { ...WEB, login_hint: 'lee@fabrikam.com' }, 'organizations')
    expect(carriedBy(other)).toMatchObject({ error: 'unauthorized_client' })
  })

  it('version 1 may leave the resource to the token request', async () => {
    const query = { ...AUTHORIZE, scope: '' }
    const reply = await send(entra, 'GET', `/${TENANT}/oauth2/authorize?${new URLSearchParams(query)}`)
    const form = { grant_type: 'authorization_code', client_id: 'any-app', redirect_uri: CALLBACK }
    const { json } = await post(entra, `/${TENANT}/oauth2/token`, { ...form, code: carriedBy(reply).code ?? '' })
    expect(json).toMatchObject({ resource: 'https://graph.microsoft.com', expires_in: '3599' })
    const named = { ...query, resource: 'api://mine' }
    const other = await send(entra, 'GET', `/${TENANT}/oauth2/authorize?${new URLSearchParams(named)}`)
    const mine = await post(entra, `/${TENANT}/oauth2/token`, { ...form, code: carriedBy(other).code ?? '' })
    expect(mine.json.resource).toBe('api://mine')
  })
})

describe('the sign-in page', () => {
  const asked: Form = { ...AUTHORIZE, login_hint: '' }
  const choose = (one = entra, form: Form = {}, headers: Form = {}) =>
    post(one, PATH, { ...asked, ...form }, { headers })

  it('lists the tenant’s users, and carries the request on', async () => {
    const { status, headers, body = '' } = await authorize(declared, { ...WEB, prompt: 'select_account', nonce: 'n"1' })
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'Content-Type': 'text/html; charset=utf-8',
      'X-Frame-Options': 'DENY',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store, no-cache',
    })
    expect(headers['Content-Security-Policy']).toContain("script-src 'none'")
    expect(headers['Content-Security-Policy']).toContain("frame-ancestors 'none'")
    expect(body).toContain('value="megan@contoso.com"')
    expect(body).not.toContain('lee@fabrikam.com')
    expect(body).not.toContain('Someone else')
    expect(body).toContain('<input type="hidden" name="nonce" value="n&quot;1" />')
  })

  it('takes any name where nobody is declared', async () => {
    const { body } = await authorize(entra, asked)
    expect(body).toContain('AdeleV@contoso.onmicrosoft.com')
    expect(body).toContain('Someone else')
    const code = carriedBy(await choose(entra, { emulator_user: 'you@contoso.com' })).code ?? ''
    const { json } = await redeem(code)
    expect(await verified(entra, json.access_token)).toMatchObject({ upn: 'you@contoso.com' })
  })

  it('asks again for a name that is none, without running it', async () => {
    const { status, body } = await choose(entra, { emulator_user: '<script>alert(1)</script>' })
    expect([status, body]).toEqual([200, expect.stringContaining('There is no user &lt;script&gt;')])
    expect(body).not.toContain('<script>')
  })

  it('tells the app that the user has cancelled', async () => {
    expect(carriedBy(await choose(entra, { emulator_user: 'no one' }))).toMatchObject({ error: 'access_denied' })
  })

  it('lets its user send a browser to any address', async () => {
    const form = { emulator_user: 'you@contoso.com', redirect_uri: 'https://app.test/x', prompt: 'login' }
    expect((await choose(entra, form)).headers.Location).toMatch(/^https:\/\/app\.test\/x\?code=/)
    const failed = await choose(entra, { ...form, response_type: 'x' })
    expect(carriedBy(failed)).toMatchObject({ error: 'unsupported_response_type' })
  })

  it.each(['cross-site', 'same-site'])('takes no choice from a page that is %s', async (site) => {
    const form = { emulator_user: 'you@contoso.com', redirect_uri: 'https://evil.example/' }
    const { status, headers } = await choose(entra, form, { 'sec-fetch-site': site })
    expect([status, headers.Location]).toEqual([200, undefined])
    expect((await choose(entra, form, { 'sec-fetch-site': 'same-origin' })).status).toBe(302)
  })

  it('takes no choice by query', async () => {
    const { status } = await authorize(entra, { ...asked, emulator_user: 'you@contoso.com' })
    expect(status).toBe(200)
  })

  it('asks where the hint names nobody, and for whoever wants to be asked', async () => {
    expect((await authorize(declared, { ...WEB, login_hint: 'who@contoso.com' })).status).toBe(200)
    expect((await authorize(entra, { ...AUTHORIZE, prompt: 'login' })).status).toBe(200)
  })

  it('is no answer to another method, and has no body for HEAD', async () => {
    expect((await send(entra, 'PUT', PATH)).body).toContain('AADSTS900561')
    const reply = await send(entra, 'HEAD', `${PATH}?${new URLSearchParams(asked)}`, { origin: LOGIN })
    expect([reply.status, reply.body]).toEqual([200, undefined])
  })

  it('shows why a request fails, and the hint, as text', async () => {
    const { body } = await authorize(declared, { ...AUTHORIZE, client_id: '<img src=x>' })
    expect(body).toContain('&#39;?img src?x?&#39;')
    expect(body).not.toContain('<img')
    const faulty = { ...exchangeOf('POST', PATH), text: () => Promise.reject(new Error('<broken>')) }
    expect((await entra.handle(faulty)).body).toContain('This is a defect of intune-emulator: &lt;broken&gt;')
    const path = `${PATH}?client_id=a&client_id=b`
    expect((await send(entra, 'GET', path)).body).toContain('AADSTS9000411')
  })
})
