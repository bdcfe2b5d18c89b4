const { setupEmulator } = require('intune-emulator/node')

const emulator = setupEmulator({ scenario: 'connected' })
beforeAll(() => emulator.listen({ onUnhandledRequest: 'error' }))
afterAll(() => emulator.close())

test('lists partners into a document', async () => {
  const response = await fetch('https://graph.microsoft.com/v1.0/deviceManagement/deviceManagementPartners', {
    headers: { authorization: 'Bearer test' },
  })
  document.body.textContent = (await response.json()).value[0].displayName
  expect(document.body.textContent).toBe('Jamf Pro')
})
