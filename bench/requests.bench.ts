import { bench, describe } from 'vitest'
import { buildEmulator } from '../mocks/emulator.js'

const PARTNERS = '/v1.0/deviceManagement/deviceManagementPartners'
const TEXT = "$filter=contains(displayName,'"
const ORDER = "')&$orderby=lastHeartbeatDateTime%20desc&$top=100"

/** What one request costs between a host's hands: token, route, options, operation, headers and text. */
describe.each([100, 10_000])('one request at %i rows', (count) => {
  const emulator = buildEmulator({ count })
  const [{ id = '' } = {}] = emulator.deviceManagementPartners.list()
  const minted = emulator.token()
  let literal = 0

  async function send(url: string, token = 'test'): Promise<void> {
    await emulator.service.handle({
      method: 'GET',
      url: PARTNERS + url,
      origin: 'https://graph.microsoft.com',
      header: (name) => (name === 'authorization' ? `Bearer ${token}` : undefined),
      text: () => Promise.resolve(''),
    })
  }

  bench('get', () => send(`/${id}`))
  bench('get with a token of the emulator’s', async () => send(`/${id}`, await minted))
  bench('a page of 100', () => send('?$top=100'))
  bench('a filtered and ordered page of 100', () => send(`?${TEXT}${literal++ % 97}${ORDER}`))
})
