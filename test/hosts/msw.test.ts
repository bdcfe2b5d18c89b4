import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterEach, describe, expect, it } from 'vitest'
import { createEmulator } from '../../mocks/index.js'
import { type NodeEmulator, setupEmulator } from '../../mocks/node.js'

const PATH = '/v1.0/deviceManagement/deviceManagementPartners'
const headers = { authorization: 'Bearer test' }

const open: { close(): void }[] = []
function keep<T extends { close(): void }>(server: T): T {
  open.push(server)
  return server
}
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})
function listening(emulator: NodeEmulator): NodeEmulator {
  emulator.listen({ onUnhandledRequest: 'error' })
  return keep(emulator)
}

describe('in process', () => {
  it.each([
    'graph.microsoft.com',
    'graph.microsoft.us',
    'dod-graph.microsoft.us',
    'microsoftgraph.chinacloudapi.cn',
    'graph.microsoft.de',
    'canary.graph.microsoft.com',
  ])('answers at %s, links included', async (host) => {
    listening(setupEmulator())
    const response = await fetch(`https://${host}${PATH}`, { headers })
    const body = (await response.json()) as Record<string, unknown>
    expect(body['@odata.context']).toBe(`https://${host}/v1.0/$metadata#deviceManagement/deviceManagementPartners`)
  })

  it.each([
    ['login.microsoftonline.com', 'graph.microsoft.com', 'https://login.microsoftonline.com'],
    ['login.microsoftonline.us', 'graph.microsoft.us', 'https://login.microsoftonline.us'],
    ['login.chinacloudapi.cn', 'microsoftgraph.chinacloudapi.cn', 'https://login.partner.microsoftonline.cn'],
    ['login.microsoftonline.de', 'graph.microsoft.de', 'https://login.microsoftonline.de'],
  ])('signs in at %s for %s', async (login, graph, issuer) => {
    listening(setupEmulator({ auth: 'strict' }))
    const form = {
      grant_type: 'client_credentials',
      client_id: 'a',
      client_secret: 'b',
      scope: `https://${graph}/.default`,
    }
    const authority = `https://${login}/contoso.com`
    const body = new URLSearchParams(form)
    const token = (await (await fetch(`${authority}/oauth2/v2.0/token`, { method: 'POST', body })).json()) as {
      access_token: string
    }
    const own = { authorization: `Bearer ${token.access_token}` }
    expect((await fetch(`https://${graph}${PATH}`, { headers: own })).status).toBe(200)
    const discovery = await (await fetch(`${authority}/v2.0/.well-known/openid-configuration`)).json()
    expect(discovery).toMatchObject({ issuer: expect.stringContaining(issuer), msgraph_host: graph })
  })

  it('refuses a token of another cloud, and says which it is', async () => {
    const emulator = listening(setupEmulator())
    const authorization = `Bearer ${await emulator.token({ audience: 'https://graph.microsoft.us' })}`
    const response = await fetch(`https://graph.microsoft.com${PATH}`, { headers: { authorization } })
    const { error } = (await response.json()) as { error: { message: string; innerError: { hint: string } } }
    expect([response.status, error.message]).toEqual([401, 'Access token validation failure. Invalid audience.'])
    expect(error.innerError.hint).toBe(
      "The token's audience is 'https://graph.microsoft.us'. That is the Graph of another cloud. Ask for the scope https://graph.microsoft.com/.default.",
    )
  })

  it('leaves what Entra has besides to handlers behind, or names it with 501', async () => {
    const realm = 'https://login.microsoftonline.com/common/UserRealm/megan@contoso.com'
    const behind = http.get(realm, () => HttpResponse.json({ account_type: 'Managed' }))
    const server = keep(setupServer(...createEmulator().handlers, behind))
    server.listen()
    expect(await (await fetch(realm)).json()).toEqual({ account_type: 'Managed' })
    server.close()
    listening(setupEmulator())
    expect((await fetch(realm)).status).toBe(501)
  })

  it('answers no other host', async () => {
    listening(setupEmulator())
    await expect(fetch(`https://graph.microsoft.com.example${PATH}`)).rejects.toThrow('Cannot bypass a request')
    await expect(fetch(`https://xgraph.microsoft.com${PATH}`)).rejects.toThrow('Cannot bypass a request')
  })

  it('stands beside handlers of the user’s own, which get the rest of Graph', async () => {
    const emulator = createEmulator()
    const me = http.get('https://graph.microsoft.com/v1.0/me', () => HttpResponse.json({ id: 'me' }))
    const server = keep(setupServer(...emulator.handlers, me))
    server.listen({ onUnhandledRequest: 'error' })
    expect(await (await fetch('https://graph.microsoft.com/v1.0/me')).json()).toEqual({ id: 'me' })
    expect((await fetch(`https://graph.microsoft.com${PATH}`, { headers })).status).toBe(200)
    expect((await fetch('https://graph.microsoft.com/v1.0/nope', { headers })).status).toBe(400)
  })

  it('lets server.use() win for one test', async () => {
    const emulator = createEmulator()
    const server = keep(setupServer(...emulator.handlers))
    server.listen()
    server.use(http.post(`https://graph.microsoft.com${PATH}`, () => new HttpResponse(null, { status: 429 })))
    const post = () => fetch(`https://graph.microsoft.com${PATH}`, { method: 'POST', headers, body: '{}' })
    expect((await post()).status).toBe(429)
    server.resetHandlers()
    expect((await post()).status).not.toBe(429)
  })

  it('answers what it does not emulate with 501, named, through setupEmulator', async () => {
    const emulator = listening(
      setupEmulator({
        handlers: [http.get('https://graph.microsoft.com/v1.0/users', () => HttpResponse.text('mine'))],
      }),
    )
    const answer = async (path: string) => {
      const response = await fetch(`https://graph.microsoft.com/v1.0/${path}`, { headers })
      return [response.status, await response.text()]
    }
    expect(await answer('users')).toEqual([200, 'mine'])
    expect(await answer('me')).toEqual([501, expect.stringContaining('intune-emulator does not emulate /me yet.')])
    for (const path of [
      "deviceManagement/managedDevices('1')",
      "deviceManagement/getEffectivePermissions(scope='x')",
    ]) {
      expect((await answer(path))[0]).toBe(501)
    }
    expect((await answer('deviceManagement/settings'))[0]).toBe(501)
    emulator.use(http.get('https://graph.microsoft.com/v1.0/me', () => HttpResponse.text('me')))
    expect(await answer('me')).toEqual([200, 'me'])
    emulator.resetHandlers()
    expect((await answer('me'))[0]).toBe(501)
  })

  it('says that a handler in front has taken the body', async () => {
    const spy = http.post(`https://graph.microsoft.com${PATH}`, async ({ request }) => {
      await request.text()
    })
    listening(setupEmulator({ handlers: [spy] }))
    const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{}' }
    const response = await fetch(`https://graph.microsoft.com${PATH}`, init)
    expect([response.status, await response.text()]).toEqual([500, expect.stringContaining('request.clone()')])
  })

  it('leaves hints out when they are off', async () => {
    listening(setupEmulator({ hints: false }))
    const response = await fetch('https://graph.microsoft.com/v1.0/nope', { headers })
    const { error } = (await response.json()) as { error: { innerError: object } }
    expect(Object.keys(error.innerError)).toEqual(['date', 'request-id', 'client-request-id'])
  })
})
