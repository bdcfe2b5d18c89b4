import { beforeEach, describe, expect, it } from 'vitest'
import { type Entra } from '../../src/entra/entra.js'
import {
  type Answered,
  type Form,
  GRAPH,
  HOME,
  makeEntra,
  NOW,
  post,
  refusalOf,
  send,
  TENANT,
  token,
  verified,
} from './entra-under-test.js'

const PAGE = '/common/oauth2/deviceauth'
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
const SCOPE = `${GRAPH}/.default openid offline_access`

const ask = (one: Entra, form: Form = {}) =>
  post(one, `/${TENANT}/oauth2/v2.0/devicecode`, { client_id: 'any-app', scope: SCOPE, ...form })

const poll = (one: Entra, { json }: Answered, form: Form = {}, tenant = TENANT) =>
  token(one, { grant_type: GRANT, device_code: json.device_code ?? '', ...form }, tenant)

const fill = (one: Entra, form: Form, headers: Form = {}) => post(one, PAGE, form, { headers })

describe('a device code', () => {
  let entra = makeEntra()
  beforeEach(() => {
    entra = makeEntra()
  })

  it('comes with a code for the user, and where to type it', async () => {
    const { json } = await ask(entra)
    expect(json).toEqual({
      user_code: expect.stringMatching(/^[A-Z\d]{9}$/),
      device_code: expect.stringMatching(/^[\w-]{43}$/),
      verification_uri: `https://login.microsoftonline.com${PAGE}`,
      expires_in: 900,
      interval: 1,
      message: `To sign in, use a web browser to open the page https://login.microsoftonline.com${PAGE} and enter the code ${json.user_code} to authenticate.`,
    })
  })

  it('approves itself with the second poll, and is good once', async () => {
    const asked = await ask(entra)
    const first = await poll(entra, asked)
    expect(refusalOf(first)).toEqual([400, 'authorization_pending', 70016])
    expect(JSON.stringify(first)).not.toContain(asked.json.device_code)
    const { json } = await poll(entra, asked)
    expect(await verified(entra, json.access_token)).toMatchObject({
      upn: 'AdeleV@contoso.onmicrosoft.com',
      tid: TENANT,
    })
    expect(Object.keys(json)).toEqual(expect.arrayContaining(['refresh_token', 'id_token']))
    expect(refusalOf(await poll(entra, asked))).toEqual([400, 'invalid_grant', 54005])
  })

  it('is refused that was never given, or to another app, or in another tenant', async () => {
    const asked = await ask(entra)
    expect(refusalOf(await poll(entra, asked, { device_code: 'x' }))).toEqual([400, 'bad_verification_code', 70018])
    expect(refusalOf(await poll(entra, asked, { device_code: '' }))).toEqual([400, 'invalid_request', 900144])
    expect(refusalOf(await poll(entra, asked, { client_id: 'other' }))).toEqual([400, 'invalid_grant', 70000])
    await poll(entra, asked)
    expect(refusalOf(await poll(entra, asked, {}, HOME))).toEqual([400, 'invalid_grant', 50020])
  })

  it('ends after a quarter of an hour', async () => {
    let now = NOW
    const clocked = makeEntra({ now: () => now })
    const asked = await ask(clocked)
    now = new Date(NOW.getTime() + 900_000)
    expect(refusalOf(await poll(clocked, asked))).toEqual([400, 'expired_token', 70019])
    expect((await fill(clocked, { user_code: asked.json.user_code ?? '' })).status).toBe(400)
  })

  it('is for apps and tenants that there are', async () => {
    const strict = makeEntra({ strictApps: true })
    expect(refusalOf(await ask(strict))).toEqual([400, 'invalid_request', 90002])
    const path = '/common/oauth2/v2.0/devicecode'
    const answer = await post(strict, path, { client_id: 'any-app', scope: SCOPE })
    expect(refusalOf(answer)).toEqual([400, 'unauthorized_client', 700016])
  })

  it('of version 1 has its numbers as texts', async () => {
    const path = `/${TENANT}/oauth2`
    const asked = await post(entra, `${path}/devicecode`, { client_id: 'any-app', resource: GRAPH })
    expect(asked.json).toMatchObject({ expires_in: '900', interval: '1', verification_url: expect.any(String) })
    const form = { client_id: 'any-app', grant_type: 'device_code', code: asked.json.device_code ?? '' }
    expect(refusalOf(await post(entra, `${path}/token`, form))).toEqual([400, 'authorization_pending', 70016])
    expect((await post(entra, `${path}/token`, form)).status).toBe(200)
  })
})

describe('the page for the code', () => {
  const megan = { id: '22222222-2222-4222-8222-222222222222', userPrincipalName: 'megan@contoso.com', tenant: TENANT }
  const lee = { id: '33333333-3333-4333-8333-333333333333', userPrincipalName: 'lee@contoso.com', tenant: TENANT }
  const entra = makeEntra({ directory: { users: [megan, lee] } })
  const codeOf = ({ json }: Answered) => json.user_code ?? ''

  it('asks for the code, and for another where that is wrong', async () => {
    const empty = await send(entra, 'GET', PAGE)
    expect([empty.status, empty.body]).toEqual([200, expect.stringContaining('name="user_code"')])
    const wrong = await fill(entra, { user_code: '"><script>' })
    expect([wrong.status, wrong.body]).toEqual([400, expect.stringContaining('That code did not work')])
    expect(wrong.body).not.toContain('"><script>')
  })

  it('signs in the user who is chosen, once someone has opened it', async () => {
    const asked = await ask(entra)
    const opened = await send(entra, 'GET', `${PAGE}?otc=${codeOf(asked).toLowerCase()}`)
    expect(opened.body).toContain('value="lee@contoso.com"')
    for (let count = 0; count < 3; count++) {
      expect(refusalOf(await poll(entra, asked))).toEqual([400, 'authorization_pending', 70016])
    }
    const done = await fill(entra, { user_code: codeOf(asked), emulator_user: 'lee@contoso.com' })
    expect([done.status, done.body]).toEqual([200, expect.stringContaining('You can close this page')])
    expect((await fill(entra, { user_code: codeOf(asked), emulator_user: 'megan@contoso.com' })).status).toBe(400)
    const { json } = await poll(entra, asked)
    expect(await verified(entra, json.access_token)).toMatchObject({ upn: 'lee@contoso.com' })
    expect((await fill(entra, { user_code: codeOf(asked) })).status).toBe(400)
  })

  it('can cancel', async () => {
    const asked = await ask(entra)
    await fill(entra, { user_code: codeOf(asked), emulator_user: 'no one' })
    expect(refusalOf(await poll(entra, asked))).toEqual([400, 'authorization_declined', 70020])
  })

  it.each<[string, Form, Form]>([
    ['who is not there', { emulator_user: 'who@contoso.com' }, {}],
    ['from a page of another site', { emulator_user: 'lee@contoso.com' }, { 'sec-fetch-site': 'cross-site' }],
    ['from a page of another port', { emulator_user: 'lee@contoso.com' }, { 'sec-fetch-site': 'same-site' }],
  ])('takes no user %s', async (_, form, headers) => {
    const asked = await ask(entra)
    const { body } = await fill(entra, { user_code: codeOf(asked), ...form }, headers)
    expect(body).toContain('value="lee@contoso.com"')
    expect(refusalOf(await poll(entra, asked))).toEqual([400, 'authorization_pending', 70016])
  })

  it('is waited for, where device codes do not approve themselves', async () => {
    const waiting = makeEntra({ deviceCodes: 'page' })
    const asked = await ask(waiting)
    for (let count = 0; count < 3; count++) {
      expect(refusalOf(await poll(waiting, asked))).toEqual([400, 'authorization_pending', 70016])
    }
  })
})
