import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { buildEmulator } from '../mocks/emulator.js'

const GUIDE = readFileSync(new URL('../docs/guides/queries.md', import.meta.url), 'utf8')
const REQUESTS = Array.from(GUIDE.matchAll(/\| `([?/].*?)`\s*\|\n/g), ([, request = '']) =>
  request.replaceAll('\\|', '|'),
)

it.each(REQUESTS)('the guide’s %s is answered', async (request) => {
  const { service } = buildEmulator({ seed: 42, count: 25, auth: 'off' })
  const [path = '', query = ''] = request.split(/\?(.*)/)
  const options = query
    .split(/&(?=[$@])/)
    .map((option) => option.split(/=(.*)/).slice(0, 2).map(encodeURIComponent).join('='))
  const url = `/v1.0/deviceManagement/deviceManagementPartners${path}?${options.join('&')}`
  const reply = await service.handle({
    method: 'GET',
    url,
    origin: 'https://graph.microsoft.com',
    header: () => undefined,
    text: () => Promise.resolve(''),
  })
  expect([reply.status, reply.body]).toEqual([200, expect.any(String)])
})

it('the guide has requests', () => expect(REQUESTS.length).toBeGreaterThan(10))
