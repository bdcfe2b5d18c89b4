const { setupEmulator } = require('intune-emulator/node')

const emulator = setupEmulator()
beforeAll(() => emulator.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const URL = 'https://graph.microsoft.com/v1.0/deviceManagement/deviceManagementPartners'
const headers = { authorization: 'Bearer test', 'content-type': 'application/json' }

test('creates a partner in the default, CommonJS configuration', async () => {
  const response = await fetch(URL, { method: 'POST', headers, body: JSON.stringify({ displayName: 'Jamf Pro' }) })
  expect(response.status).toBe(201)
  expect(emulator.deviceManagementPartners.list()).toMatchObject([{ displayName: 'Jamf Pro' }])
})

test('serves over a socket', async () => {
  const { startServer } = require('intune-emulator/express')
  const server = await startServer({ port: 0, auth: 'off', seed: 42, count: 3 })
  emulator.close()
  const body = await (await fetch(`${server.url}/v1.0/deviceManagement/deviceManagementPartners`)).json()
  emulator.listen({ onUnhandledRequest: 'error' })
  await server.close()
  expect(body.value).toHaveLength(3)
})

test('signs in, and mints a token', async () => {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'mine',
    client_secret: 'any',
    scope: 'https://graph.microsoft.com/.default',
  })
  const address = 'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token'
  const { access_token: signedIn } = await (await fetch(address, { method: 'POST', body })).json()
  for (const token of [signedIn, await emulator.token({ scopes: ['DeviceManagementServiceConfig.Read.All'] })]) {
    expect((await fetch(URL, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
  }
})
