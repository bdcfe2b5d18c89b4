import type { RequestListener } from 'node:http'
import { type AddressInfo, connect, type Server, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { issueLeaf, makeAuthority } from '../../src/hosts/certificates/issue.js'
import type { KeyedCertificate } from '../../src/hosts/certificates/keyed-certificate.js'
import { listen } from '../../src/hosts/http-server.js'
import { type CertificateSource, SecureServer } from '../../src/hosts/secure-server.js'
import { twoProtocols } from '../../src/hosts/two-protocols.js'

const HOSTS = ['localhost', '127.0.0.1']
let authority: KeyedCertificate
let leaf: KeyedCertificate
beforeAll(async () => {
  authority = await makeAuthority(HOSTS, new Date())
  leaf = await anotherLeaf()
})
const anotherLeaf = () => issueLeaf(authority, HOSTS, new Date())

const ended: (() => unknown)[] = []
const notices: string[] = []
afterEach(async () => {
  notices.length = 0
  for (const end of ended.splice(0)) await end()
})

/** Answers with the length of what it was sent. */
const count: RequestListener = (request, response) => {
  let length = 0
  request.on('data', (chunk: Buffer) => (length += chunk.length))
  request.on('end', () => response.end(String(length)))
}

/** @returns its port */
async function serve(certificate: CertificateSource = () => Promise.resolve(leaf)): Promise<number> {
  const server = await listen(count, 0, '127.0.0.1', { certificate, notice: (text) => notices.push(text) })
  ended.push(() => server.close())
  return Number(new URL(server.url).port)
}

const open = {
  http: (port: number): Socket => connect(port, '127.0.0.1'),
  https: (port: number): TLSSocket => connectTls({ port, host: '127.0.0.1', ca: authority.cert }),
}
const PROTOCOLS = ['http', 'https'] as const

/** All that comes until the connection ends. */
function received(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
    socket.on('error', () => undefined).on('close', () => resolve(text))
  })
}

function post(length: number, connection = 'keep-alive'): string {
  return `POST / HTTP/1.1\r\nHost: localhost\r\nConnection: ${connection}\r\nContent-Length: ${length}\r\n\r\n`
}

/** The bodies of answers that stand one behind the other. */
function bodies(text: string): string[] {
  return [...text.matchAll(/\r\n\r\n(\d+)/g)].map(([, body = '']) => body)
}

async function seenBy(port: number): Promise<string> {
  const socket = open.https(port)
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
  const { fingerprint256 } = socket.getPeerCertificate()
  socket.destroy()
  return fingerprint256
}

describe.each(PROTOCOLS)('a connection of %s', (protocol) => {
  it('may bring requests one behind the other', async () => {
    const socket = open[protocol](await serve())
    socket.write(`${post(1)}a${post(2)}bb${post(3, 'close')}ccc`)
    expect(bodies(await received(socket))).toEqual(['1', '2', '3'])
  })

  it('may bring a byte at a time', async () => {
    const socket = open[protocol](await serve())
    socket.setNoDelay()
    const text = received(socket)
    for (const byte of `${post(3, 'close')}abc`) await new Promise((resolve) => socket.write(byte, resolve))
    expect(bodies(await text)).toEqual(['3'])
  })

  it('may bring a body of megabytes', async () => {
    const socket = open[protocol](await serve())
    socket.write(post(20_000_000, 'close'))
    socket.write(Buffer.alloc(20_000_000))
    expect(bodies(await received(socket))).toEqual(['20000000'])
  })

  it('may break in the middle of a body', async () => {
    const port = await serve()
    const socket = open[protocol](port)
    await new Promise<void>((resolve) => socket.write(`${post(1000)}half`, () => resolve()))
    socket.destroy()
    const next = open[protocol](port)
    next.write(post(0, 'close'))
    expect(bodies(await received(next))).toEqual(['0'])
  })
})

describe('connections of both protocols', () => {
  it('are answered side by side', async () => {
    const port = await serve()
    const sockets = Array.from({ length: 40 }, (_, index) => open[index % 2 ? 'http' : 'https'](port))
    const texts = sockets.map(received)
    sockets.forEach((socket, index) => socket.write(post(index, 'close') + 'x'.repeat(index)))
    expect((await Promise.all(texts)).flatMap(bodies)).toEqual(sockets.map((_, index) => String(index)))
  })

  it.each([
    ['nothing', 'http', ''],
    ['the first half of its headers over http', 'http', 'GET / HT'],
    ['the first half of its headers over https', 'https', 'GET / HT'],
  ] as const)('that send %s are ended after a while, as by Node’s own server', async (_, protocol, text) => {
    const limits = { headersTimeout: 400, connectionsCheckingInterval: 20 }
    const source = () => Promise.resolve(leaf)
    const secure = new SecureServer({ listener: count, source, refused: fail, notRenewed: fail, limits })
    const { server, endConnections } = twoProtocols({ listener: count, secure, failed: fail, limits })
    const port = await listening(server)
    ended.push(() => server.close(), endConnections)
    const socket = open[protocol](port)
    if (text) socket.write(text)
    expect(await received(socket)).toMatch(text ? /^HTTP\/1\.1 408 / : /^$/)
  })
})

const fail = (error?: Error) => notices.push(error?.message ?? 'refused')

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

describe('the certificate', () => {
  it('is asked for once, at the first connections over TLS', async () => {
    let asked = 0
    const port = await serve(() => {
      asked++
      return Promise.resolve(leaf)
    })
    const socket = open.http(port)
    socket.write(post(0, 'close'))
    await received(socket)
    expect(asked).toBe(0)
    await Promise.all([seenBy(port), seenBy(port), seenBy(port)])
    expect(asked).toBe(1)
  })

  it('is renewed when it is due, for new connections, under the same authority', async () => {
    const leaves = [{ ...leaf, renewAt: 0 }, await anotherLeaf()]
    const port = await serve(() => Promise.resolve(leaves.shift() as KeyedCertificate))
    const before = open.https(port)
    const text = received(before)
    await new Promise((resolve) => before.once('secureConnect', resolve))
    const renewed = await seenBy(port)
    expect(renewed).not.toBe(before.getPeerCertificate().fingerprint256)
    expect(await seenBy(port)).toBe(renewed)
    before.write(post(0, 'close'))
    expect(bodies(await text)).toEqual(['0'])
  })

  it('stays in use, with a notice, where the next one can’t be had', async () => {
    let asked = 0
    const port = await serve(() =>
      asked++ === 0 ? Promise.resolve({ ...leaf, renewAt: 0 }) : Promise.reject(new Error('no room')),
    )
    const first = await seenBy(port)
    expect([await seenBy(port), await seenBy(port), asked, notices]).toEqual([first, first, 2, ['no room']])
  })

  it('is asked for again where the first could not be had', async () => {
    let asked = 0
    const port = await serve(() => (asked++ === 0 ? Promise.reject(new Error('no room')) : Promise.resolve(leaf)))
    await expect(seenBy(port)).rejects.toThrow()
    await seenBy(port)
    expect(notices).toEqual(['no room'])
  })
})
