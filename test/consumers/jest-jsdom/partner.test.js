const axios = require('axios')
const { setupEmulator } = require('intune-emulator/node')

const emulator = setupEmulator({ scenario: 'connected' })
beforeAll(() => emulator.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const URL = 'https://graph.microsoft.com/v1.0/deviceManagement/deviceManagementPartners'
const headers = { authorization: 'Bearer test', 'content-type': 'application/json' }
const body = JSON.stringify({ displayName: 'Jamf Pro' })

test('answers fetch in a document', async () => {
  const response = await fetch(URL, { method: 'POST', headers, body })
  document.body.textContent = (await response.json()).displayName
  expect(document.body.textContent).toBe('Jamf Pro')
  expect(emulator.deviceManagementPartners.list()).toHaveLength(2)
})

test('answers XMLHttpRequest, and axios on top of it', async () => {
  const { status, data } = await axios.post(URL, body, { headers })
  expect([status, data.displayName]).toEqual([201, 'Jamf Pro'])
})

test('mints a token that is verified', async () => {
  const token = await emulator.token({ scopes: ['DeviceManagementServiceConfig.Read.All'] })
  const status = async (bearer) => (await fetch(URL, { headers: { authorization: `Bearer ${bearer}` } })).status
  expect([await status(token), await status(`${token.slice(0, -8)}AAAAAAAA`)]).toEqual([200, 401])
})
