import {
  type AccountInfo,
  ConfidentialClientApplication,
  type Configuration,
  CryptoProvider,
  PublicClientApplication,
  type TokenCache,
} from '@azure/msal-node'
import { generateKeyPairSync, type KeyObject, type KeyPairKeyObjectResult as Pair } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setupEmulator } from '../../mocks/node.js'

const TENANT = '11111111-1111-4111-8111-111111111111'
const CLIENT = '6731de76-14a6-49ae-97bc-6eba6914391e'
const SCOPES = ['https://graph.microsoft.com/DeviceManagementServiceConfig.Read.All']
const LIST = 'https://graph.microsoft.com/v1.0/deviceManagement/deviceManagementPartners'

const users = ['megan', 'lee'].map((name, index) => ({
  id: `${index + 2}2222222-2222-4222-8222-222222222222`,
  userPrincipalName: `${name}@contoso.com`,
  displayName: name,
  password: `pa55word of ${name}`,
  tenant: TENANT,
}))
const WITH_KEY = 'b0a3c1a5-4a5e-4c2b-9f0e-3f3f6d6a0b11'
const [own, another] = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 })) as [Pair, Pair]
const apps = [
  { clientId: CLIENT, secrets: ['right'], public: true, redirectUris: ['http://localhost:3000/back'] },
  { clientId: WITH_KEY, certificates: [own.publicKey.export({ type: 'spki', format: 'pem' }).toString()] },
]
const emulator = setupEmulator({ scenario: { users, apps }, auth: 'strict' })
beforeAll(() => emulator.listen({ onUnhandledRequest: 'error' }))
afterAll(() => emulator.close())

const auth = {
  clientId: CLIENT,
  authority: `https://login.microsoftonline.com/${TENANT}`,
} satisfies Configuration['auth']
const publicClient = () => new PublicClientApplication({ auth })
const confidentialClient = (clientSecret = 'right') =>
  new ConfidentialClientApplication({ auth: { ...auth, clientSecret } })

async function status(token: string | undefined, method = 'GET'): Promise<number> {
  const headers = { authorization: `Bearer ${token ?? ''}`, 'content-type': 'application/json' }
  return (await fetch(LIST, { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) })).status
}

/** MSAL advises against this flow; tests without a person live by it. */
function signIn(app: PublicClientApplication, password = 'pa55word of megan', scopes = SCOPES) {
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  return app.acquireTokenByUsernamePassword({ scopes, username: 'megan@contoso.com', password })
}

describe('msal-node', () => {
  it('signs an app in with its secret, and takes the second token from its cache', async () => {
    const app = confidentialClient()
    const request = { scopes: ['https://graph.microsoft.com/.default'] }
    const first = await app.acquireTokenByClientCredential(request)
    const second = await app.acquireTokenByClientCredential(request)
    expect([first?.fromCache, second?.fromCache, first?.tokenType]).toEqual([false, true, 'Bearer'])
    expect(second?.accessToken).toBe(first?.accessToken)
    expect(await status(first?.accessToken, 'POST')).toBe(201)
  })

  it('reads Entra’s error of a wrong secret', async () => {
    const request = { scopes: ['https://graph.microsoft.com/.default'] }
    await expect(confidentialClient('wrong').acquireTokenByClientCredential(request)).rejects.toMatchObject({
      errorCode: 'invalid_client',
      errorMessage: expect.stringMatching(/AADSTS7000215/),
    })
  })

  it('signs an app in with a certificate that is declared, and with no other', async () => {
    const byCertificate = async (key: KeyObject) => {
      const thumbprintSha256 = 'a'.repeat(64)
      const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString()
      const app = new ConfidentialClientApplication({
        auth: { ...auth, clientId: WITH_KEY, clientCertificate: { thumbprintSha256, privateKey } },
      })
      return app.acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.com/.default'] })
    }
    expect(await status((await byCertificate(own.privateKey))?.accessToken)).toBe(200)
    await expect(byCertificate(another.privateKey)).rejects.toMatchObject({
      errorMessage: expect.stringMatching(/AADSTS700027/),
    })
  })

  it('signs a user in by password, and refreshes silently', async () => {
    const app = publicClient()
    const first = await signIn(app)
    expect(first?.account).toMatchObject({ username: 'megan@contoso.com', tenantId: TENANT, name: 'megan' })
    const account = first?.account as AccountInfo
    const cached = await app.acquireTokenSilent({ scopes: SCOPES, account })
    const fresh = await app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true })
    expect([cached.fromCache, fresh.fromCache]).toEqual([true, false])
    expect(fresh.accessToken).not.toBe(cached.accessToken)
    expect(await status(fresh.accessToken)).toBe(200)
    expect(await status(fresh.accessToken, 'POST')).toBe(403)
  })

  it('keeps a sign-in in a cache that another client reads', async () => {
    const app = publicClient()
    await signIn(app)
    const other = publicClient()
    const cache: TokenCache = other.getTokenCache()
    cache.deserialize(app.getTokenCache().serialize())
    const [account] = await cache.getAllAccounts()
    const token = await other.acquireTokenSilent({ scopes: SCOPES, account: account as AccountInfo })
    expect([token.fromCache, token.account?.username]).toEqual([true, 'megan@contoso.com'])
  })

  it('tells a wrong password', async () => {
    await expect(signIn(publicClient(), 'wrong')).rejects.toMatchObject({
      errorCode: 'invalid_grant',
      errorMessage: expect.stringMatching(/AADSTS50126/),
    })
  })

  it('redeems a code with PKCE: the id token is validated, nonce included', async () => {
    const app = publicClient()
    const { verifier, challenge } = await new CryptoProvider().generatePkceCodes()
    const redirectUri = 'http://localhost:3000/back'
    const address = await app.getAuthCodeUrl({
      scopes: SCOPES,
      redirectUri,
      codeChallenge: challenge,
      codeChallengeMethod: 'S256',
      loginHint: 'lee@contoso.com',
      nonce: 'a nonce of mine',
      state: 'mine',
    })
    const answer = await fetch(address, { redirect: 'manual' })
    const back = new URL(answer.headers.get('location') ?? '')
    expect([back.origin + back.pathname, back.searchParams.get('state')]).toEqual([redirectUri, 'mine'])
    const request = { scopes: SCOPES, redirectUri, code: back.searchParams.get('code') ?? '' }
    await expect(app.acquireTokenByCode({ ...request, codeVerifier: 'x'.repeat(43) })).rejects.toMatchObject({
      errorMessage: expect.stringMatching(/AADSTS501481/),
    })
    const token = await app.acquireTokenByCode({ ...request, codeVerifier: verifier, nonce: 'a nonce of mine' })
    expect([token.account?.username, token.idTokenClaims]).toEqual([
      'lee@contoso.com',
      expect.objectContaining({ aud: CLIENT, nonce: 'a nonce of mine', tid: TENANT }),
    ])
    expect(await status(token.accessToken)).toBe(200)
  })

  it('signs in by device code', async () => {
    let shown = ''
    const token = await publicClient().acquireTokenByDeviceCode({
      scopes: SCOPES,
      deviceCodeCallback: ({ message }) => (shown = message),
    })
    expect(shown).toMatch(/^To sign in, use a web browser to open the page https:.* and enter the code \w{9} /)
    expect(token?.account?.username).toBe('megan@contoso.com')
  })

  it('calls on behalf of a user', async () => {
    const caller = await signIn(publicClient(), undefined, [`api://${CLIENT}/access_as_user`])
    const token = await confidentialClient().acquireTokenOnBehalfOf({
      scopes: SCOPES,
      oboAssertion: caller?.accessToken ?? '',
    })
    expect(token?.account?.username).toBe('megan@contoso.com')
    expect(await status(token?.accessToken)).toBe(200)
  })

  it('signs in at a national cloud', async () => {
    const app = new ConfidentialClientApplication({
      auth: { ...auth, authority: `https://login.microsoftonline.us/${TENANT}`, clientSecret: 'right' },
    })
    const token = await app.acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.us/.default'] })
    const headers = { authorization: `Bearer ${token?.accessToken ?? ''}` }
    expect((await fetch(LIST.replace('.com', '.us'), { headers })).status).toBe(200)
    expect((await fetch(LIST, { headers })).status).toBe(401)
  })
})
