import { createEmulator } from 'intune-emulator'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, it } from 'vitest'

const URL = 'https://graph.microsoft.com/v1.0/deviceManagement/deviceManagementPartners'
const headers = { authorization: 'Bearer test', 'content-type': 'application/json' }
const emulator = createEmulator()
const me = http.get('https://graph.microsoft.com/v1.0/me', () => HttpResponse.json({ id: 'me' }))
const server = setupServer(...emulator.handlers, me)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterAll(() => server.close())

it('creates a partner beside a handler of my own', async () => {
  expect((await fetch(URL, { method: 'POST', headers, body: '{}' })).status).toBe(201)
  expect(await (await fetch('https://graph.microsoft.com/v1.0/me')).json()).toEqual({ id: 'me' })
})

it('lets an override for one test win', async () => {
  server.use(http.post(URL, () => new HttpResponse(null, { status: 503 }), { once: true }))
  expect((await fetch(URL, { method: 'POST', headers, body: '{}' })).status).toBe(503)
  expect((await fetch(URL, { method: 'POST', headers, body: '{}' })).status).toBe(201)
})
