import { Client } from '@microsoft/microsoft-graph-client'
import { describe, it } from 'vitest'
import { startServer } from '../../mocks/express.js'
import { setupEmulator } from '../../mocks/node.js'
import { liveOnce } from './live-once.js'

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
