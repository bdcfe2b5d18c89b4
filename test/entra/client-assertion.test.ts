import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { APP, makeEntra, refusalOf, SECONDS, TENANT, token, verified } from './entra-under-test.js'

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const AUDIENCE = `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`

const [own, other] = await Promise.all([generateKeyPair('PS256'), generateKeyPair('PS256')])
const entra = makeEntra({
  directory: {
    apps: [
      { clientId: 'pem', certificates: [await exportSPKI(other.publicKey), await exportSPKI(own.publicKey)] },
      { clientId: 'jwk', certificates: [await exportJWK(own.publicKey)] },
      { clientId: 'broken', certificates: ['-----BEGIN CERTIFICATE-----'] },
      { clientId: 'secret', secrets: ['s3cret'] },
    ],
  },
})

const sign = (clientId: string, claims: JWTPayload = {}, { privateKey } = own) =>
  new SignJWT({ aud: AUDIENCE, iss: clientId, sub: clientId, exp: SECONDS + 600, nbf: SECONDS, jti: 'x', ...claims })
    .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': 'x' })
    .sign(privateKey)

const BARE = { ...APP, client_secret: '' }
const signIn = (clientId: string, assertion: string, type = TYPE) =>
  token(entra, { ...BARE, client_id: clientId, client_assertion_type: type, client_assertion: assertion })

describe('a client assertion', () => {
  it.each(['pem', 'jwk', 'any-app'])('of the app %s is taken, and its token says so', async (clientId) => {
    const { status, json } = await signIn(clientId, await sign(clientId))
    expect(status).toBe(200)
    expect(await verified(entra, json.access_token)).toMatchObject({ appid: clientId, appidacr: '2' })
  })

  it.each([
    ['is for another audience', 'pem', { aud: 'https://example.com/' }, 700023],
    ['has no audience of text', 'pem', { aud: [7] as never }, 700023],
    ['has ended', 'pem', { exp: SECONDS - 301 }, 700024],
    ['has no end', 'pem', { exp: undefined as never }, 700024],
    ['begins later', 'pem', { nbf: SECONDS + 301 }, 700024],
    ['names another app', 'pem', { sub: 'jwk' }, 700021],
    ['names no app', 'any-app', { sub: undefined as never }, 700021],
  ])('is refused that %s', async (_, clientId, claims, code) => {
    const answer = await signIn(clientId, await sign(clientId, claims))
    expect(refusalOf(answer)).toEqual([401, 'invalid_client', code])
  })

  it.each([
    ['by a key that is not the app’s', 'jwk'],
    ['where the declared key is broken', 'broken'],
    ['where only secrets are declared', 'secret'],
  ])('is refused that is signed %s', async (_, clientId) => {
    const assertion = await sign(clientId, {}, other)
    const answer = await signIn(clientId, assertion)
    expect(refusalOf(answer)).toEqual([401, 'invalid_client', 700027])
    expect(JSON.stringify(answer)).not.toContain(assertion.split('.')[2])
  })

  it.each(['none', 'HS256'])('is refused that names the algorithm %s', async (alg) => {
    const [, claims, signature] = (await sign('jwk')).split('.')
    const head = btoa(JSON.stringify({ alg })).replaceAll('=', '')
    expect(refusalOf(await signIn('jwk', [head, claims, signature].join('.')))).toEqual([401, 'invalid_client', 700027])
  })

  it.each(['no.jwt', 'a.b.c', `${btoa('[]')}.${btoa('{}')}.c`, `${btoa('{}')}.!.c`])(
    'is refused that is none: %s',
    async (assertion) => {
      expect(refusalOf(await signIn('pem', assertion))).toEqual([401, 'invalid_client', 50027])
    },
  )

  it('is refused with another type', async () => {
    expect(refusalOf(await signIn('pem', await sign('pem'), 'saml'))).toEqual([400, 'invalid_request', 90023])
    expect(refusalOf(await signIn('pem', await sign('pem'), ''))).toEqual([400, 'invalid_request', 900144])
  })

  it('of another issuer may name a subject of its own', async () => {
    const claims = { aud: 'api://AzureADTokenExchange', sub: 'repo:contoso/app:ref:refs/heads/main' }
    expect((await signIn('any-app', await sign('any-app', claims))).status).toBe(200)
  })
})
