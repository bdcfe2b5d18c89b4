import express, { type Express } from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { createApp, startServer } from '../../mocks/express.js'
import { listen } from '../../src/hosts/http-server.js'

const PARTNERS = '/v1.0/deviceManagement/deviceManagementPartners'
const headers = { authorization: 'Bearer test', 'content-type': 'application/json' }

const open: { close(): Promise<void> }[] = []
function keep<T extends { close(): Promise<void> }>(server: T): T {
  open.push(server)
  return server
}
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})
const serve = async (app: Express) => keep(await listen(app, 0, '127.0.0.1'))

describe('a long page in an app of the user’s own', () => {
  it.each(['Jamf', 'Jämf 😀'])('goes through middleware that encodes it: %s', async (displayName) => {
    const app = express().use((_, response, next) => {
      // As compression does.
      const end = response.end.bind(response) as (chunk: Buffer) => typeof response
      response.end = ((text: string, encoding: BufferEncoding) => {
        const bytes = Buffer.from(text, encoding)
        response.setHeader('x-bytes', bytes.length)
        return end(bytes)
      }) as typeof response.end
      next()
    })
    const rows = Array.from({ length: 100 }, (_, row) => ({ id: `partner-${row}`, displayName }))
    const { url } = await serve(app.use(createApp({ scenario: { deviceManagementPartners: rows } })))
    const response = await fetch(url + PARTNERS, { headers })
    expect(response.headers.get('x-bytes')).toBe(response.headers.get('content-length'))
    expect(((await response.json()) as { value: object[] }).value).toMatchObject(rows)
  })
})

describe('an answer without a body', () => {
  it('says so by its length, not by chunks that do not come', async () => {
    const { url } = keep(await startServer({ port: 0 }))
    const response = await fetch(`${url}/common/oauth2/v2.0/token`, { method: 'OPTIONS' })
    expect([response.headers.get('content-length'), response.headers.get('transfer-encoding')]).toEqual(['0', null])
  })
})

describe('a body', () => {
  it.each([
    ['short', 1, 'Jamf'],
    ['short and not of ASCII', 1, 'Jämf 😀'],
    ['of kilobytes', 20, 'Jamf'],
    ['of kilobytes and not of Latin-1', 20, 'Jämf 😀'],
    ['of half a megabyte', 1000, 'Jamf'],
  ])('has its length and every character from the server and an app where it is %s', async (_, count, displayName) => {
    const rows = Array.from({ length: count }, (_, row) => ({ id: `partner-${row}`, displayName }))
    const options = { scenario: { deviceManagementPartners: rows } }
    const server = keep(await startServer({ port: 0, ...options }))
    const app = await serve(createApp(options))
    for (const { url } of [server, app]) {
      const response = await fetch(url + PARTNERS, { headers })
      const bytes = await response.arrayBuffer()
      expect(response.headers.get('content-length')).toBe(String(bytes.byteLength))
      const { value } = JSON.parse(new TextDecoder().decode(bytes)) as { value: object[] }
      expect(value).toMatchObject(rows)
    }
  })
})
