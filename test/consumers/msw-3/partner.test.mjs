import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setupEmulator } from 'intune-emulator/node'

const emulator = setupEmulator()
before(() => emulator.listen({ onUnhandledFrame: 'error' }))
after(() => emulator.close())

test('creates a partner', async () => {
  const response = await fetch('https://graph.microsoft.com/beta/deviceManagement/deviceManagementPartners', {
    method: 'POST',
    headers: { authorization: 'Bearer test', 'content-type': 'application/json' },
    body: JSON.stringify({ partnerState: 'enabled' }),
  })
  assert.equal(response.status, 201)
  assert.equal(emulator.deviceManagementPartners.list().length, 1)
})
