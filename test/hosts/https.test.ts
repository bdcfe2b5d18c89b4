import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { promisify } from 'node:util'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { certificatesOfUser } from '../../mocks/certificates.js'
import { type ServerOptions, startServer } from '../../mocks/express.js'

const run = promisify(execFile)
const PARTNERS = '/v1.0/deviceManagement/deviceManagementPartners'

let ca = ''
beforeAll(async () => {
  ca = readFileSync((await certificatesOfUser(() => undefined)).authorityFile, 'utf8')
})

const notices: string[] = []
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  notices.length = 0
  for (const server of open.splice(0)) await server.close()
})
async function serve(options: ServerOptions = {}) {
  const server = await startServer({ port: 0, notice: (text) => notices.push(text), ...options })
  open.push(server)
  return { ...server, port: Number(new URL(server.url).port), httpsUrl: server.httpsUrl ?? 'none' }
}

interface Answer {
  readonly status: number | undefined
  readonly headers: NodeJS.Dict<string | string[]>
  readonly text: string
  readonly reused: boolean
}

/** A request over TLS that trusts the authority alone. */
function send(
  url: string,
  options: { method?: string; body?: string; agent?: Agent; servername?: string; host?: string } = {},
) {
  const { method = 'GET', body, agent = new Agent(), servername, host } = options
  return new Promise<Answer>((resolve, reject) => {
    const headers = { authorization: 'Bearer test', 'content-type': 'application/json', ...(host ? { host } : {}) }
    const sent = request(url, { method, headers, ca, agent, ...(servername ? { servername } : {}) }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, text, reused: sent.reusedSocket }),
      )
    })
    sent.on('error', reject).end(body)
  })
}

describe('one port', () => {
  it('answers http and https', async () => {
    const { url, httpsUrl } = await serve()
    expect(httpsUrl).toBe(url.replace('http://127.0.0.1', 'https://localhost'))
    const plain = await fetch(url + PARTNERS, { headers: { authorization: 'Bearer test' } })
    const secure = await send(httpsUrl + PARTNERS, { method: 'POST', body: '{"displayName":"Jamf"}' })
    expect([plain.status, secure.status]).toEqual([200, 201])
    expect(JSON.parse(secure.text)).toMatchObject({
      '@odata.context': `${httpsUrl}/v1.0/$metadata#deviceManagement/deviceManagementPartners/$entity`,
    })
    expect(notices).toEqual([])
  })

  it('is trusted by its addresses too', async () => {
    const { port } = await serve()
    expect((await send(`https://127.0.0.1:${port}${PARTNERS}`)).status).toBe(200)
  })

  it('is trusted as an emulated host by who is led there', async () => {
    const { httpsUrl } = await serve()
    const host = 'graph.microsoft.com'
    const { text, headers } = await send(httpsUrl + PARTNERS, { servername: host, host })
    expect(JSON.parse(text)).toMatchObject({ '@odata.context': expect.stringContaining(`https://${host}/v1.0/`) })
    expect(headers['strict-transport-security']).toBe('max-age=31536000')
  })

  it('tells no browser to use https for all of this machine', async () => {
    const { url, httpsUrl } = await serve()
    expect((await send(httpsUrl + PARTNERS)).headers).not.toHaveProperty('strict-transport-security')
    expect((await fetch(url + PARTNERS)).headers.has('strict-transport-security')).toBe(false)
  })

  it('keeps connections alive, and answers many at once', async () => {
    const { httpsUrl } = await serve()
    const agent = new Agent({ keepAlive: true, maxSockets: 4 })
    const answers = await Promise.all(Array.from({ length: 40 }, () => send(httpsUrl + PARTNERS, { agent })))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect((await send(httpsUrl + PARTNERS, { agent })).reused).toBe(true)
    agent.destroy()
  })

  it('takes a large body over TLS, and refuses a larger one', async () => {
    const { httpsUrl } = await serve()
    const body = (length: number) => JSON.stringify({ displayName: 'x'.repeat(length) })
    const post = async (length: number) =>
      (await send(httpsUrl + PARTNERS, { method: 'POST', body: body(length) })).status
    expect([await post(3_000_000), await post(5_000_000)]).toEqual([201, 413])
  })

  it('says once that a client does not trust it, and stays up', async () => {
    const { httpsUrl, url } = await serve()
    // OpenSSL says why it goes; Node.js just hangs up, and tells its own user.
    for (let times = 0; times < 3; times++) await expect(run('curl', [httpsUrl + PARTNERS])).rejects.toThrow('SSL')
    await expect(fetch(httpsUrl + PARTNERS)).rejects.toThrow('fetch failed')
    await expect.poll(() => notices).toEqual([expect.stringMatching(/does not trust .* 'intune-emulator ca' prints/)])
    expect((await fetch(url + PARTNERS)).status).toBe(401)
  })

  it.each([
    ['half a TLS record', Buffer.from([0x16, 0x03])],
    ['a broken TLS record', Buffer.from(`\u0016\u0003\u0001\u0000\u0010${'x'.repeat(40)}`)],
    ['no HTTP', Buffer.from('nonsense\r\n\r\n')],
    ['nothing', Buffer.alloc(0)],
  ])('stays up when a client sends %s and leaves', async (_, bytes) => {
    const { port, url } = await serve()
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    await new Promise((resolve) => socket.resume().on('error', resolve).on('close', resolve))
    expect((await fetch(url + PARTNERS)).status).toBe(401)
  })

  it('closes with connections of both kinds open, one of them without a byte sent', async () => {
    const server = await startServer({ port: 0 })
    const port = Number(new URL(server.url).port)
    const silent = connect(port, '127.0.0.1')
    const secure = connectTls({ port, host: '127.0.0.1', ca, servername: 'localhost' })
    const closed = [silent, secure].map(
      (socket) => new Promise((resolve) => socket.on('error', () => undefined).on('close', resolve)),
    )
    await new Promise((resolve) => secure.once('secureConnect', resolve))
    await server.close()
    await Promise.all(closed)
    await expect(fetch(server.url + PARTNERS)).rejects.toThrow('fetch failed')
  })

  it('answers http alone with https: false', async () => {
    const { httpsUrl, port, url } = await serve({ https: false })
    expect(httpsUrl).toBe('none')
    await expect(send(`https://localhost:${port}${PARTNERS}`)).rejects.toThrow()
    expect((await fetch(url + PARTNERS)).status).toBe(401)
  })

  it('serves a certificate of the user’s own', async () => {
    const { server } = await certificatesOfUser(() => undefined)
    const { httpsUrl } = await serve({ https: server })
    expect((await send(httpsUrl + PARTNERS)).status).toBe(200)
  })

  it('says what is wrong with a certificate, and still answers http', async () => {
    const { httpsUrl, url } = await serve({ https: { cert: 'garbage', key: 'garbage' } })
    await expect(send(httpsUrl + PARTNERS)).rejects.toThrow()
    await expect.poll(() => notices).toEqual([expect.stringContaining('PEM')])
    expect((await fetch(url + PARTNERS)).status).toBe(401)
  })
})
