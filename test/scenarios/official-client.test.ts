import { Client } from '@microsoft/microsoft-graph-client'
import type { DeviceManagementPartner } from '@microsoft/microsoft-graph-types'
import { describe, expect, it } from 'vitest'
import { startServer } from '../../mocks/express.js'
import { setupEmulator } from '../../mocks/node.js'

const PARTNERS = '/deviceManagement/deviceManagementPartners'

/** The main job, by Microsoft's own client: the whole life of a partner. */
async function liveOnce(client: Client): Promise<void> {
  const created: DeviceManagementPartner = await client
    .api(PARTNERS)
    .post({ displayName: 'Jamf Pro', partnerState: 'enabled' })
  const item = `${PARTNERS}/${created.id}`
  expect((await client.api(PARTNERS).get()).value).toHaveLength(1)
  expect(await client.api(item).get()).toEqual(created)
  expect(await client.api(item).update({ displayName: 'Jamf' })).toEqual({ ...created, displayName: 'Jamf' })
  expect(await client.api(`${item}/terminate`).post({})).toBeUndefined()
  expect(await client.api(item).get()).toMatchObject({ partnerState: 'terminated' })
  expect(await client.api(item).delete()).toBeUndefined()
  await expect(client.api(item).get()).rejects.toMatchObject({ statusCode: 404, code: 'ResourceNotFound' })
}

describe('the official client', () => {
  it('lives a partner’s life in process, intercepted at graph.microsoft.com', async () => {
    const emulator = setupEmulator()
    emulator.listen({ onUnhandledRequest: 'error' })
    await liveOnce(Client.init({ authProvider: (done) => done(null, 'test') })).finally(() => emulator.close())
  })

  it('lives a partner’s life over a socket, without a token as it drops that on http', async () => {
    const server = await startServer({ port: 0, auth: 'off' })
    const client = Client.init({ baseUrl: `${server.url}/`, authProvider: (done) => done(null, 'test') })
    await liveOnce(client).finally(() => server.close())
  })
})
