import {
  AzureAuthorityHosts,
  ClientAssertionCredential,
  ClientSecretCredential,
  DeviceCodeCredential,
  type TokenCredential,
} from '@azure/identity'
import { Client } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
import { generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setupEmulator } from '../../mocks/node.js'
import { liveOnce } from './live-once.js'

const TENANT = '11111111-1111-4111-8111-111111111111'
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const roles = [
  'DeviceManagementServiceConfig.ReadWrite.All',
  // auth is strict: for terminate nothing else will do.
  'DeviceManagementServiceConfig.Read.All',
]
const apps = [
  { clientId: 'by-secret', secrets: ['right'], roles, tenants: [TENANT] },
  {
    clientId: 'by-key',
    roles,
    certificates: [publicKey.export({ type: 'spki', format: 'pem' }).toString()],
    tenants: [TENANT],
  },
  { clientId: 'by-hand', public: true, scopes: ['DeviceManagementServiceConfig.Read.All'], tenants: [TENANT] },
]
const emulator = setupEmulator({ scenario: { apps }, strictApps: true, auth: 'strict' })
beforeAll(() => emulator.listen({ onUnhandledRequest: 'error' }))
afterAll(() => emulator.close())

function graph(credential: TokenCredential, host = 'graph.microsoft.com', scope = '.default'): Client {
  const authProvider = new TokenCredentialAuthenticationProvider(credential, { scopes: [`https://${host}/${scope}`] })
  return Client.initWithMiddleware({ authProvider, baseUrl: `https://${host}/` })
}

const assertion = (key = privateKey) =>
  new SignJWT({ sub: 'by-key', iss: 'by-key' })
    .setProtectedHeader({ alg: 'RS256' })
    .setAudience(`https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`)
    .setExpirationTime('5m')
    .sign(key)

describe('azure-identity and the Graph client', () => {
  it('live a partner’s life by a client secret', async () => {
    await liveOnce(graph(new ClientSecretCredential(TENANT, 'by-secret', 'right')))
  })

  it('live a partner’s life by an assertion that the app’s key has signed', async () => {
    await liveOnce(graph(new ClientAssertionCredential(TENANT, 'by-key', () => assertion())))
  })

  it('live a partner’s life in a national cloud', async () => {
    const options = { authorityHost: AzureAuthorityHosts.AzureGovernment }
    await liveOnce(graph(new ClientSecretCredential(TENANT, 'by-secret', 'right', options), 'graph.microsoft.us'))
  })

  it('sign in by device code, with what the app is granted', async () => {
    const shown: string[] = []
    const credential = new DeviceCodeCredential({
      tenantId: TENANT,
      clientId: 'by-hand',
      userPromptCallback: ({ userCode }) => shown.push(userCode),
    })
    const client = graph(credential)
    expect((await client.api('/deviceManagement/deviceManagementPartners').get()).value).toEqual([])
    expect(shown).toEqual([expect.stringMatching(/^\w{9}$/)])
    await expect(client.api('/deviceManagement/deviceManagementPartners').post({})).rejects.toMatchObject({
      statusCode: 403,
      code: 'Forbidden',
      body: expect.stringContaining('"hint":"') as string,
    })
  })

  it('are refused by Graph with a token that is for another', async () => {
    const credential = new ClientSecretCredential(TENANT, 'by-secret', 'right')
    const authProvider = new TokenCredentialAuthenticationProvider(credential, {
      scopes: ['https://management.azure.com/.default'],
    })
    const client = Client.initWithMiddleware({ authProvider })
    await expect(client.api('/deviceManagement/deviceManagementPartners').get()).rejects.toMatchObject({
      statusCode: 401,
      code: 'InvalidAuthenticationToken',
      message: 'Access token validation failure. Invalid audience.',
    })
  })

  it.each([
    ['a wrong secret', () => new ClientSecretCredential(TENANT, 'by-secret', 'wrong'), 'AADSTS7000215'],
    ['an app that is not declared', () => new ClientSecretCredential(TENANT, 'stranger', 'x'), 'AADSTS700016'],
    [
      'another key',
      () =>
        new ClientAssertionCredential(TENANT, 'by-key', () =>
          assertion(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
        ),
      'AADSTS700027',
    ],
  ])('are told of %s', async (_, credential, code) => {
    const asked = credential().getToken('https://graph.microsoft.com/.default')
    await expect(asked).rejects.toThrow(new RegExp(`${code}: `))
  })
})
