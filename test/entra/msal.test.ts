import {
  ConfidentialClientApplication,
  CryptoProvider,
  type INetworkModule,
  PublicClientApplication,
} from '@azure/msal-node'
import { describe, expect, it } from 'vitest'
import { authorize, CALLBACK, carriedBy, exchangeOf, GRAPH, LOGIN, makeEntra, TENANT } from './entra-under-test.js'

// MSAL's clock is the real one.
const entra = makeEntra({ now: () => new Date() })

async function answer(
  method: string,
  url: string,
  options: Parameters<INetworkModule['sendPostRequestAsync']>[1] = {},
) {
  const headers = Object.fromEntries(
    Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const sent = { headers, body: options.body ?? '' }
  const reply = await entra.handle(exchangeOf(method, url.slice(LOGIN.length), sent))
  return { status: reply.status, headers: { ...reply.headers }, body: JSON.parse(reply.body ?? '{}') }
}

const networkClient: INetworkModule = {
  sendGetRequestAsync: (url, options) => answer('GET', url, options),
  sendPostRequestAsync: (url, options) => answer('POST', url, options),
}

const auth = { clientId: 'aaaaaaaa-0000-4000-8000-000000000001', authority: `${LOGIN}/${TENANT}` }
const app = new PublicClientApplication({ auth, system: { networkClient } })
const service = new ConfidentialClientApplication({ auth: { ...auth, clientSecret: 'any' }, system: { networkClient } })
const scopes = ['DeviceManagementConfiguration.Read.All']

describe('MSAL', () => {
  it('signs in an app', async () => {
    const result = await service.acquireTokenByClientCredential({ scopes: [`${GRAPH}/.default`] })
    expect(result).toMatchObject({ tokenType: 'Bearer', fromCache: false })
  })

  it('signs in a user with a code and PKCE, and renews silently', async () => {
    const { verifier, challenge } = await new CryptoProvider().generatePkceCodes()
    const pkce = { codeChallenge: challenge, codeChallengeMethod: 'S256' }
    const nonce = 'the-nonce'
    const asked = await app.getAuthCodeUrl({
      scopes,
      redirectUri: CALLBACK,
      nonce,
      loginHint: 'adele@contoso.com',
      ...pkce,
    })
    const query = Object.fromEntries(new URL(asked).searchParams)
    const { code = '' } = carriedBy(await authorize(entra, query))
    const request = { scopes, redirectUri: CALLBACK, codeVerifier: verifier, code, nonce }
    const result = await app.acquireTokenByCode(request)
    expect(result).toMatchObject({ tenantId: TENANT, account: { username: 'adele@contoso.com' } })
    const { account } = result
    if (!account) throw new Error('MSAL has no account.')
    expect((await app.acquireTokenSilent({ scopes, account })).fromCache).toBe(true)
    const renewed = await app.acquireTokenSilent({ scopes, account, forceRefresh: true })
    expect([renewed.fromCache, renewed.scopes]).toEqual([false, expect.arrayContaining(scopes)])
  })

  it('signs in a user by device code', async () => {
    const messages: string[] = []
    const result = await app.acquireTokenByDeviceCode({
      scopes,
      deviceCodeCallback: ({ message }) => void messages.push(message),
    })
    expect(result?.account?.username).toBe('AdeleV@contoso.onmicrosoft.com')
    expect(messages).toHaveLength(1)
  })

  it('calls on behalf of a user', async () => {
    const assertion = await entra.token({
      user: 'adele@contoso.com',
      tenant: TENANT,
      audience: `api://${auth.clientId}`,
    })
    const result = await service.acquireTokenOnBehalfOf({ scopes, oboAssertion: assertion })
    expect(result?.account?.username).toBe('adele@contoso.com')
  })

  it('reports Entra’s codes', async () => {
    const wrong = app.acquireTokenByCode({ scopes, redirectUri: CALLBACK, code: 'x' })
    await expect(wrong).rejects.toMatchObject({ errorCode: 'invalid_grant', errorNo: 70000 })
  })
})
