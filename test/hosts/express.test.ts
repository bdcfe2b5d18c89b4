import { once } from 'node:events'
import { connect } from 'node:net'
import express, { type Express } from 'express'
import { http, HttpResponse, passthrough } from 'msw'
import { afterEach, describe, expect, it } from 'vitest'
import { createApp, type LogEntry, startServer } from '../../mocks/express.js'
import { createEmulator } from '../../mocks/index.js'
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

describe('in an app of the user’s own', () => {
  it('leaves its headers to middleware that looks at them', async () => {
    const seen: unknown[] = []
    const app = express().use((_, response, next) => {
      // As compression and morgan do, by way of on-headers.
      const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => unknown
      response.writeHead = ((...args: unknown[]) => {
        seen.push(args.length, response.getHeader('content-type'))
        writeHead(...args)
      }) as unknown as typeof response.writeHead
      response.once('finish', () => seen.push(response.getHeader('content-length'), response.getHeader('x-mine')))
      response.setHeader('x-mine', 'yes')
      next()
    })
    const { url } = await serve(app.use(createApp()))
    const response = await fetch(url + PARTNERS, { headers })
    expect(response.headers.get('x-mine')).toBe('yes')
    const { length } = await response.text()
    expect(seen).toEqual([1, expect.stringMatching(/^application\/json/), String(length), 'yes'])
  })
})

describe('a log that throws', () => {
  it('is told, and the server goes on', async () => {
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve))
    const log = () => {
      throw new Error('the log broke')
    }
    const { url } = keep(await startServer({ port: 0, log }))
    const answers = [await fetch(url + PARTNERS, { headers }), await fetch(url + PARTNERS, { headers })]
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect((await warned).message).toBe('the log broke')
  })
})

describe('the user’s own msw handlers on express', () => {
  it.each([
    ['for Graph’s address', `https://graph.microsoft.com${PARTNERS}`],
    ['for a path', PARTNERS],
    ['for a path with a parameter', '/:version/deviceManagement/deviceManagementPartners'],
  ])('win when written %s', async (_, path) => {
    const own = http.post(path, async ({ request }) => HttpResponse.json(await request.json(), { status: 418 }))
    const { url, emulator } = keep(await startServer({ port: 0, handlers: [own] }))
    const response = await fetch(url + PARTNERS, { method: 'POST', headers, body: '{"a":1}' })
    expect([response.status, await response.json()]).toEqual([418, { a: 1 }])
    expect((await fetch(url + PARTNERS, { headers })).status).toBe(200)
    expect(emulator.deviceManagementPartners.list()).toEqual([])
  })

  it('win when written for the server’s own address', async () => {
    const server = keep(await startServer({ port: 0 }))
    server.use(http.get(server.url + PARTNERS, () => HttpResponse.text('mine', { headers: { 'x-mine': 'yes' } })))
    const response = await fetch(server.url + PARTNERS, { headers })
    expect([response.headers.get('x-mine'), await response.text()]).toEqual(['yes', 'mine'])
    server.resetHandlers()
    expect((await fetch(server.url + PARTNERS, { headers })).headers.get('x-mine')).toBeNull()
  })

  it('answer once with { once: true }, and pass on with passthrough()', async () => {
    const once503 = http.post(`*${PARTNERS}`, () => new HttpResponse(null, { status: 503 }), { once: true })
    const pass = http.all('*', () => passthrough())
    const { url } = keep(await startServer({ port: 0, handlers: [once503, pass] }))
    const post = async () => (await fetch(url + PARTNERS, { method: 'POST', headers, body: '{}' })).status
    expect([await post(), await post()]).toEqual([503, 201])
  })

  it('break the connection with HttpResponse.error()', async () => {
    const { url } = keep(await startServer({ port: 0, handlers: [http.get('*', () => HttpResponse.error())] }))
    await expect(fetch(url + PARTNERS, { headers })).rejects.toThrow('fetch failed')
  })

  it('answer 500 where their own answer breaks', async () => {
    const broken = http.get('*', () => {
      const body = new ReadableStream({ start: (controller) => controller.error(new Error('a broken stream')) })
      return new HttpResponse(body)
    })
    const { url } = keep(await startServer({ port: 0, handlers: [broken] }))
    const response = await fetch(url + PARTNERS, { headers })
    expect([response.status, await response.json()]).toMatchObject([500, { message: 'a broken stream' }])
    const app = await serve(createApp({ handlers: [broken] }))
    expect((await fetch(app.url + PARTNERS, { headers })).status).toBe(500)
  })

  it('win at Entra’s address too', async () => {
    const down = http.post('https://login.microsoftonline.com/:tenant/oauth2/v2.0/token', () =>
      HttpResponse.json({ error: 'temporarily_unavailable' }, { status: 503 }),
    )
    const { url } = keep(await startServer({ port: 0, handlers: [down] }))
    expect((await fetch(`${url}/common/oauth2/v2.0/token`, { method: 'POST' })).status).toBe(503)
  })

  it('serve what the emulator does not have, mounted or not', async () => {
    const me = http.get('https://graph.microsoft.com/v1.0/me', () => HttpResponse.json({ id: 'me' }))
    const alone = keep(await startServer({ port: 0, handlers: [me] }))
    expect(await (await fetch(`${alone.url}/v1.0/me`)).json()).toEqual({ id: 'me' })
    const mounted = await serve(express().use('/graph', createApp({ handlers: [me] })))
    expect(await (await fetch(`${mounted.url}/graph/v1.0/me`)).json()).toEqual({ id: 'me' })
  })

  it('leave a body that is too large to the emulator’s 413', async () => {
    const { url } = keep(await startServer({ port: 0, handlers: [http.put('*', () => HttpResponse.text('mine'))] }))
    const body = JSON.stringify({ displayName: 'x'.repeat(5_000_000) })
    const response = await fetch(url + PARTNERS, { method: 'POST', headers, body })
    expect([response.status, ((await response.json()) as { error: { code: string } }).error.code]).toEqual([
      413,
      'RequestEntityTooLarge',
    ])
  })

  it('answer 500 with their error when they throw, as in msw’s own server', async () => {
    const bad = http.delete('*', () => {
      throw new Error('mine')
    })
    const { url } = keep(await startServer({ port: 0, handlers: [bad] }))
    const response = await fetch(url + PARTNERS, { method: 'DELETE', headers })
    expect([response.status, await response.json()]).toEqual([500, expect.objectContaining({ message: 'mine' })])
    expect((await fetch(url + PARTNERS, { headers })).status).toBe(200)
  })

  it('leave what fetch has no request for to the emulator', async () => {
    const own = http.get(`*${PARTNERS}/:id`, () => undefined)
    const { url } = keep(await startServer({ port: 0, auth: 'off', handlers: [own] }))
    const answer = async (start: string) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      socket.end(`${start}\r\nconnection: close\r\n\r\n`)
      const [text] = (await once(socket.setEncoding('utf8'), 'data')) as [string]
      return text.slice(0, 12)
    }
    expect(await answer(`TRACE ${PARTNERS} HTTP/1.1\r\nhost: x`)).toBe('HTTP/1.1 400')
    expect(await answer(`GET ${PARTNERS} HTTP/1.1\r\nhost: a b`)).toBe('HTTP/1.1 200')
    expect(await answer(`GET ${PARTNERS}/% HTTP/1.1\r\nhost: x`)).toBe('HTTP/1.1 400')
  })
})

describe('the express app in another', () => {
  it('leaves other paths and the rest of Graph to the middleware behind it', async () => {
    const app = express()
      .use(createApp())
      .use((request, response) => void response.send(`next: ${request.url}`))
    const { url } = await serve(app)
    expect(await (await fetch(`${url}/index.html`)).text()).toBe('next: /index.html')
    expect(await (await fetch(`${url}/v1.0/me`)).text()).toBe('next: /v1.0/me')
    expect((await fetch(url + PARTNERS, { headers })).status).toBe(200)
  })

  it.each([
    ['before', (app: Express) => app.use(createApp()).use(express.json())],
    ['after', (app: Express) => app.use(express.json()).use(createApp())],
    ['after express.text() and', (app: Express) => app.use(express.text({ type: '*/*' })).use(createApp())],
    ['after express.raw() and', (app: Express) => app.use(express.raw({ type: '*/*' })).use(createApp())],
  ])('reads bodies %s express.json()', async (_, mount) => {
    const { url } = await serve(mount(express()))
    const post = (body: string) => fetch(url + PARTNERS, { method: 'POST', headers, body })
    expect(await (await post('{"displayName":"mounted"}')).json()).toMatchObject({ displayName: 'mounted' })
    expect(await (await post('')).text()).toContain('Empty Payload')
  })

  it('prints the mount in its links', async () => {
    const { url } = await serve(express().use('/a/b', createApp()))
    const created = await fetch(`${url}/a/b${PARTNERS}`, { method: 'POST', headers, body: '{}' })
    const location = created.headers.get('location') ?? ''
    expect(location.startsWith(`${url}/a/b${PARTNERS}('`)).toBe(true)
    expect((await fetch(location, { headers })).status).toBe(200)
  })
})

describe('the server', () => {
  it('shares its emulator with a test, and logs what it answered', async () => {
    const entries: LogEntry[] = []
    const emulator = createEmulator()
    const { url } = keep(await startServer({ port: 0, emulator, log: (entry) => entries.push(entry) }))
    await fetch(url + PARTNERS, { method: 'POST', headers, body: '{"displayName":"seen"}' })
    await fetch(`${url}/v1.0/nope`, { headers })
    expect(emulator.deviceManagementPartners.list()).toMatchObject([{ displayName: 'seen' }])
    expect(entries).toMatchObject([
      { method: 'POST', url: PARTNERS, status: 201 },
      { status: 400, code: 'BadRequest', hint: 'Known here: deviceManagement.' },
    ])
    expect(JSON.stringify(entries)).not.toContain('Bearer')
  })

  it('logs no token, secret or code of an address or an error', async () => {
    const entries: LogEntry[] = []
    const emulator = createEmulator()
    const { url } = keep(await startServer({ port: 0, emulator, log: (entry) => entries.push(entry) }))
    const token = await emulator.token({ roles: ['A'] })
    const get = (path: string) => fetch(url + path, { headers: { authorization: `Bearer ${token}` } })
    await get('/common/oauth2/v2.0/authorize?client_id=a&code_verifier=s3cret&state=kept')
    await get(`/common/oauth2/v2.0/logout?id_token_hint=s3cret`)
    const refused = await get(`${PARTNERS}?mine=1&access_token=${token}`)
    await get(`/v1.0/${token}`)
    expect(entries.map(({ status }) => status)).toEqual([400, 200, 403, 400])
    expect(entries[0]?.url).toBe('/common/oauth2/v2.0/authorize?client_id=a&code_verifier=…&state=kept')
    const said = JSON.stringify(entries) + (await refused.text())
    expect(said).not.toMatch(/s3cret|eyJ/)
    expect(said).toContain('mine=1&access_token=…')
  })

  it('warns where other machines can reach it', async () => {
    const notices: string[] = []
    const notice = (text: string) => notices.push(text)
    keep(await startServer({ port: 0, notice }))
    expect(notices).toEqual([])
    const { url } = keep(await startServer({ port: 0, host: '0.0.0.0', notice }))
    expect(notices).toEqual([expect.stringContaining(`The emulator listens on ${url}: whoever reaches it can sign in`)])
  })

  it('stays up when a client leaves in the middle of its body', async () => {
    const { url } = keep(await startServer({ port: 0 }))
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write(`POST ${PARTNERS} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer x\r\ncontent-length: 99\r\n\r\n{"a`)
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    await once(socket, 'close')
    expect((await fetch(url + PARTNERS, { headers })).status).toBe(200)
  })

  it('answers a request that names the whole URL', async () => {
    const { url } = keep(await startServer({ port: 0, auth: 'off' }))
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.end(`GET ${url}${PARTNERS} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
    const [answer] = (await once(socket.setEncoding('utf8'), 'data')) as [string]
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK/)
  })

  it('listens on IPv6, and says so in its url', async () => {
    const { url } = keep(await startServer({ port: 0, host: '::1', auth: 'off' }))
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/)
    expect((await fetch(url + PARTNERS)).status).toBe(200)
  })

  it.each([
    [{ port: 'abc' }, "the port is 'abc'"],
    [{ port: -1 }, "the port is '-1'"],
    [{ port: 0, host: '' }, "the host is ''"],
    [{ port: 0, host: 5 }, "the host is '5'"],
  ])('rejects %j', async (options, message) => {
    await expect(startServer(options as never)).rejects.toThrow(`Failed to listen: ${message}`)
  })

  it('logs nothing of a request whose client has left', async () => {
    const entries: LogEntry[] = []
    const { url } = keep(await startServer({ port: 0, auth: 'off', log: (entry) => entries.push(entry) }))
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write(
      `POST ${PARTNERS} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"a`,
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    await once(socket, 'close')
    await fetch(url + PARTNERS)
    expect(entries).toMatchObject([{ method: 'GET', status: 200 }])
  })

  it('rejects a port that is taken', async () => {
    const { url } = keep(await startServer({ port: 0 }))
    await expect(startServer({ port: Number(new URL(url).port) })).rejects.toThrow('the port is taken')
  })
})
