import { describe, expect, it } from 'vitest'
import { SignJWT } from 'jose'
import {
  type Form,
  GRAPH,
  HOME,
  makeEntra,
  refusalOf,
  SECONDS,
  TENANT,
  token,
  USER,
  verified,
} from './entra-under-test.js'

const entra = makeEntra()
const API = 'aaaaaaaa-0000-4000-8000-000000000001'

const callerToken = async (scope: string): Promise<string> =>
  (await token(entra, { ...USER, scope })).json.access_token ?? ''

const swap = (assertion: string, form: Form = {}, tenant = TENANT) =>
  token(
    entra,
    {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      client_id: API,
      client_secret: 'any',
      requested_token_use: 'on_behalf_of',
      scope: `${GRAPH}/.default`,
      assertion,
      ...form,
    },
    tenant,
  )

const foreign = (claims: Record<string, unknown>) =>
  new SignJWT({ aud: API, exp: SECONDS + 600, ...claims })
    .setProtectedHeader({ alg: 'HS256', kid: 'theirs' })
    .sign(new Uint8Array(32))

describe('on behalf of', () => {
  it.each([`api://${API}/access_as_user`, `api://contoso.com/api/access_as_user`, `${API.toUpperCase()}/x`])(
    'a user whose token was for %s, a service gets its own',
    async (scope) => {
      const { json } = await swap(await callerToken(scope))
      expect(await verified(entra, json.access_token)).toMatchObject({
        aud: GRAPH,
        appid: API,
        appidacr: '1',
        upn: 'adele@contoso.com',
        tid: TENANT,
      })
    },
  )

  it('takes tokens of other issuers by their form', async () => {
    const { json } = await swap(await foreign({ preferred_username: 'x@y.example', oid: 'their-id', name: 'X' }))
    expect(await verified(entra, json.access_token)).toMatchObject({ oid: 'their-id', name: 'X', tid: TENANT })
    const nameless = await swap(await foreign({ tid: TENANT.toUpperCase() }))
    expect(await verified(entra, nameless.json.access_token)).toMatchObject({ upn: 'user', tid: TENANT })
  })

  it('refuses a changed token', async () => {
    const [head = '', claims = '', signature = ''] = (await callerToken(`api://${API}/x`)).split('.')
    const answer = await swap([head, claims.slice(0, -4), signature].join('.'))
    expect(refusalOf(answer)).toEqual([400, 'invalid_grant', 50013])
    const forged = btoa(atob(claims.replaceAll('-', '+').replaceAll('_', '/')).replace('adele@', 'boss@'))
    expect(refusalOf(await swap([head, forged.replaceAll('=', ''), signature].join('.')))).toEqual([
      400,
      'invalid_grant',
      50013,
    ])
    expect(JSON.stringify(answer)).not.toContain(signature)
  })

  it.each([
    ['is for Graph', () => callerToken(`${GRAPH}/.default`), 500131],
    ['is for another app', () => callerToken('aaaaaaaa-0000-4000-8000-000000000002/x'), 500131],
    ['has no audience', () => foreign({ aud: undefined }), 500131],
    ['has ended', () => foreign({ exp: SECONDS - 301 }), 500133],
    ['begins later', () => foreign({ nbf: SECONDS + 301 }), 500133],
    ['has no end', () => foreign({ exp: undefined }), 500133],
    ['is an app’s', () => foreign({ idtyp: 'app' }), 7000114],
    ['is of another tenant', () => foreign({ tid: HOME }), 50020],
  ])('refuses a token that %s', async (_, make, code) => {
    expect(refusalOf(await swap(await make()))).toEqual([400, 'invalid_grant', code])
  })

  it('refuses a service without a credential, and another use', async () => {
    const assertion = await callerToken(`api://${API}/x`)
    expect(refusalOf(await swap(assertion, { client_secret: '' }))).toEqual([401, 'invalid_client', 7000218])
    expect(refusalOf(await swap(assertion, { requested_token_use: 'x' }))).toEqual([400, 'invalid_request', 90023])
  })
})
