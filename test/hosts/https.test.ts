import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Agent as HttpAgent, request as requestHttp } from 'node:http'
import { Agent, request } from 'node:https'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { promisify } from 'node:util'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { certificatesOfUser } from '../../mocks/certificates.js'
import { type ServerOptions, startServer } from '../../mocks/express.js'

const run = promisify(execFile)
const PARTNERS = '/v1.0/deviceManagement/deviceManagementPartners'

let authorityFile = ''
let ca = ''
beforeAll(async () => {
  authorityFile = (await certificatesOfUser(() => undefined)).authorityFile
  ca = readFileSync(authorityFile, 'utf8')
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

/** A request of either protocol; over TLS it trusts the authority alone. */
function send(
  url: string,
  options: { method?: string; body?: string; agent?: HttpAgent | undefined; servername?: string; host?: string } = {},
) {
  const { method = 'GET', body, agent, servername, host } = options
  const ask = url.startsWith('https:') ? request : requestHttp
  return new Promise<Answer>((resolve, reject) => {
    const headers = { authorization: 'Bearer test', 'content-type': 'application/json', ...(host ? { host } : {}) }
    const sent = ask(url, { method, headers, ca, agent, ...(servername ? { servername } : {}) }, (response) => {
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

  it('is trusted by Node.js with NODE_EXTRA_CA_CERTS', async () => {
    const { httpsUrl } = await serve()
    const script = `console.log((await fetch('${httpsUrl}${PARTNERS}')).status)`
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: authorityFile }
    expect((await run(process.execPath, ['--input-type=module', '-e', script], { env })).stdout).toBe('401\n')
  })

  it.each(['1.2', '1.3'])('is trusted by curl with --cacert over TLS %s', async (version) => {
    const { port } = await serve()
    const args = ['--cacert', authorityFile, `--tlsv${version}`, '--tls-max', version, '-sS', '-o', '/dev/null']
    for (const host of ['localhost', '127.0.0.1', 'graph.microsoft.com']) {
      const address = [`https://${host}:${port}/`, '--resolve', `graph.microsoft.com:${port}:127.0.0.1`]
      const { stdout } = await run('curl', [...args, '-w', '%{http_code} %{ssl_verify_result}', ...address])
      expect([host, stdout]).toEqual([host, '401 0'])
    }
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

  it('keeps connections of both protocols alive, and answers many at once', async () => {
    const { httpsUrl, url } = await serve()
    const agents = [new Agent({ keepAlive: true, maxSockets: 4 }), new HttpAgent({ keepAlive: true, maxSockets: 4 })]
    const ask = (index: number) => send((index % 2 ? url : httpsUrl) + PARTNERS, { agent: agents[index % 2] })
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => ask(index)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect([(await ask(0)).reused, (await ask(1)).reused]).toEqual([true, true])
    for (const agent of agents) agent.destroy()
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
    for (const version of ['1.2', '1.3', '1.3'])
      await expect(run('curl', ['--tls-max', version, httpsUrl + PARTNERS])).rejects.toThrow('SSL')
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

  it('says that its port is taken', async () => {
    const { port } = await serve()
    await expect(serve({ port })).rejects.toThrow(`Failed to listen on 127.0.0.1:${port}: the port is taken.`)
    expect((await send(`https://localhost:${port}${PARTNERS}`)).status).toBe(200)
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
    await expect
      .poll(() => notices)
      .toEqual([expect.stringMatching(/^Failed to answer https: .*Give a PEM certificate/)])
    expect((await fetch(url + PARTNERS)).status).toBe(401)
  })
})
