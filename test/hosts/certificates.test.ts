import { execFile } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { dataFolder } from '../../src/hosts/certificates/data-folder.js'
import { localCertificates } from '../../src/hosts/certificates/local-certificates.js'
import { readOwnCertificate } from '../../src/hosts/certificates/own-certificate.js'

const DAY = 86_400_000
/** RFC 5280, 4.2.1.12. */
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
const HOSTS = ['localhost', '127.0.0.1', '::1', 'graph.microsoft.com']
const run = promisify(execFile)
/** As it is packed: processes of their own can't load TypeScript. */
const DOOR = new URL('../../dist/express.js', import.meta.url).href
const root = mkdtempSync(join(tmpdir(), 'intune-emulator-certificates-'))
afterAll(() => rmSync(root, { recursive: true }))

let folder = ''
let notices: string[] = []
beforeEach(() => {
  folder = mkdtempSync(join(root, 'home-'))
  notices = []
})

const make = (days = 0, hosts: readonly string[] = HOSTS) =>
  localCertificates({
    folder,
    hosts,
    notice: (text) => notices.push(text),
    now: () => new Date(Date.now() + days * DAY),
  })
const file = (name: string) => join(folder, 'certificates', name)
const read = (name: string) => readFileSync(file(name), 'utf8')
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
/** What OpenSSL, a second opinion, says of a certificate for a host. */
async function verified(host: string): Promise<string> {
  writeFileSync(
    file('leaf.crt'),
    new X509Certificate(read('server.pem').replace(/^[^]*?(?=-----BEGIN CERT)/, '')).toString(),
  )
  const by = /^[\d.:]+$/.test(host) ? '-verify_ip' : '-verify_hostname'
  return run('openssl', ['verify', '-CAfile', file('ca.pem'), '-purpose', 'sslserver', by, host, file('leaf.crt')])
    .then(({ stdout }) => stdout.trim().replace(/.*: /, ''))
    .catch((error: unknown) => (error as { stderr: string }).stderr)
}

describe('the local certificates', () => {
  it('are made on first use and then kept', async () => {
    const first = await make()
    expect(first.authorityFile).toBe(file('ca.pem'))
    expect(await make()).toEqual(first)
    expect(notices).toEqual([])
  })

  it('are for their owner alone', async () => {
    await make()
    expect([mode(join(folder, 'certificates')), mode(file('authority.pem')), mode(file('server.pem'))]).toEqual([
      '700',
      '600',
      '600',
    ])
    expect(read('ca.pem')).not.toContain('PRIVATE')
  })

  it('leave no other file behind, and touch none that is in order', async () => {
    await make()
    expect(readdirSync(file('')).sort()).toEqual(['authority.pem', 'ca.pem', 'server.pem'])
    const changed = () => ['', 'authority.pem', 'ca.pem', 'server.pem'].map((name) => statSync(file(name)).ctimeMs)
    const before = changed()
    await make()
    expect(changed()).toEqual(before)
  })

  it.each(HOSTS)('hold for %s, by OpenSSL’s judgement', async (host) => {
    await make()
    expect(await verified(host)).toBe('OK')
  })

  it('hold for no other host, and the authority signs for none', async () => {
    await make()
    expect(await verified('example.com')).toMatch(/hostname mismatch/i)
    const { issueLeaf } = await import('../../src/hosts/certificates/issue.js')
    const { fromText, toText } = await import('../../src/hosts/certificates/keyed-certificate.js')
    const stolen = await issueLeaf(fromText(read('authority.pem')), ['example.com'], new Date())
    writeFileSync(file('server.pem'), toText(stolen))
    expect(await verified('example.com')).toMatch(/permitted subtree violation/i)
  })

  it('are for servers alone, the authority’s too', async () => {
    await make()
    const uses = [read('ca.pem'), read('server.pem')].map((text) => new X509Certificate(text).keyUsage)
    expect(uses).toEqual([[SERVER_AUTH], [SERVER_AUTH]])
  })

  it('last 90 days, and are renewed under the same authority when 30 are left', async () => {
    const first = await make()
    const leaf = new X509Certificate(first.server.cert)
    expect(Math.round((Date.parse(leaf.validTo) - Date.now()) / DAY)).toBe(90)
    expect(Math.round((first.renewAt - Date.now()) / DAY)).toBe(60)
    expect(await make(59)).toEqual(first)
    const authority = read('ca.pem')
    expect((await make(61)).server.cert).not.toBe(first.server.cert)
    expect([read('ca.pem'), notices]).toEqual([authority, []])
  })

  it('are made anew for a further host, under an authority that may sign for it', async () => {
    await make(0, ['localhost', '127.0.0.1'])
    await make(0, HOSTS)
    for (const host of ['localhost', 'graph.microsoft.com']) expect(await verified(host)).toBe('OK')
    expect(notices).toEqual([expect.stringContaining('it may not sign for graph.microsoft.com. Trust the new one.')])
  })

  it('begin with a new authority, and say so, when the old one nears its end', async () => {
    await make()
    const before = read('ca.pem')
    await make(10 * 365 - 90)
    expect(read('ca.pem')).not.toBe(before)
    expect(notices).toEqual([expect.stringMatching(/The certificate authority in .* is made anew: it ends on/)])
  })

  it('are made anew where they were made by a clock that was ahead', async () => {
    await make(20)
    await make()
    expect(await verified('localhost')).toBe('OK')
    expect(notices).toEqual([expect.stringMatching(/is made anew: the certificate begins on .*Trust the new one/)])
  })

  it('begin with a new authority, and say so, when the old one’s key is gone', async () => {
    await make()
    rmSync(file('authority.pem'))
    await make()
    expect(await verified('localhost')).toBe('OK')
    expect(notices).toEqual([expect.stringMatching(/is made anew: the file is not there any more\. Trust the new one/)])
  })

  it('mend what is shown of the authority without a new one', async () => {
    await make()
    const before = read('ca.pem')
    rmSync(file('ca.pem'))
    await make()
    expect([read('ca.pem'), notices]).toEqual([before, []])
  })

  it.each([
    ['server.pem', '', /certificate in .*server\.pem is made anew/],
    ['server.pem', 'garbage', /certificate in .*server\.pem is made anew/],
    ['authority.pem', 'garbage', /authority in .*authority\.pem is made anew.*Trust the new one/],
    ['ca.pem', 'garbage', undefined],
  ])('are mended where %s holds %j', async (name, text, notice) => {
    await make()
    writeFileSync(file(name), text)
    await make()
    expect(await verified('localhost')).toBe('OK')
    expect(notices).toEqual(notice ? [expect.stringMatching(notice)] : [])
  })

  it('get their modes back', async () => {
    await make()
    chmodSync(file('authority.pem'), 0o644)
    await make()
    expect(mode(file('authority.pem'))).toBe('600')
  })

  it('are made once by two that need them at the same time', async () => {
    const all = await Promise.all([make(), make(), make()])
    expect(new Set(all.map(({ server }) => server.cert)).size).toBe(1)
    expect(await verified('localhost')).toBe('OK')
  })

  it('are made once by processes that start together', async () => {
    // Each serves with what it has made, and prints what a client of it sees.
    const script = `
      import { connect } from 'node:tls'
      import { startServer } from ${JSON.stringify(DOOR)}
      const { url, close } = await startServer({ port: 0 })
      const socket = connect({ port: new URL(url).port, rejectUnauthorized: false }, () => {
        console.log(socket.getPeerCertificate().fingerprint256)
        socket.destroy()
        close()
      })`
    const env = { ...process.env, INTUNE_EMULATOR_HOME: folder }
    const start = () => run(process.execPath, ['--input-type=module', '-e', script], { env })
    const seen = await Promise.all([start(), start(), start()])
    const kept = new X509Certificate(read('server.pem')).fingerprint256
    expect(seen).toEqual(seen.map(() => ({ stdout: `${kept}\n`, stderr: '' })))
    expect(await verified('localhost')).toBe('OK')
  })

  it.each([
    ['long ago', new Date(0)],
    ['by a clock that was ahead', new Date(Date.now() + DAY)],
  ])('are made once where a process was killed that held the lock, %s', async (_, taken) => {
    await make()
    rmSync(file('server.pem'))
    for (const name of ['lock', 'lock.break']) {
      writeFileSync(file(name), '')
      utimesSync(file(name), taken, taken)
    }
    const all = await Promise.all([make(), make(), make()])
    expect(new Set(all.map(({ server }) => server.cert)).size).toBe(1)
    expect(readdirSync(file('')).sort()).toEqual(['authority.pem', 'ca.pem', 'server.pem'])
  })

  it('fail with a remedy where the folder can’t be made', async () => {
    folder = join(folder, 'a-file')
    writeFileSync(folder, '')
    await expect(make()).rejects.toThrow(
      /^Failed to keep certificates in .*: ENOTDIR.*\. Set INTUNE_EMULATOR_HOME to a folder of yours, or give --cert and --key\.$/,
    )
  })
})

describe('the data folder', () => {
  it.each([
    [{ INTUNE_EMULATOR_HOME: '/mine' }, 'linux', '/mine'],
    [{ XDG_DATA_HOME: '/data' }, 'linux', '/data/intune-emulator'],
    [{ XDG_DATA_HOME: 'relative' }, 'linux', expect.stringMatching(/\/\.local\/share\/intune-emulator$/)],
    [{}, 'darwin', expect.stringMatching(/Library\/Application Support\/intune-emulator$/)],
    [{ LOCALAPPDATA: '/local' }, 'win32', '/local/intune-emulator'],
    [{ INTUNE_EMULATOR_HOME: 'relative' }, 'linux', join(process.cwd(), 'relative')],
    [{ LOCALAPPDATA: '' }, 'win32', expect.stringMatching(/AppData\/Local\/intune-emulator$/)],
    [{}, 'win32', expect.stringMatching(/AppData\/Local\/intune-emulator$/)],
  ] as const)('of %j on %s is where that system keeps data', (env, platform, expected) => {
    expect(dataFolder(env, platform)).toEqual(expected)
  })
})

describe('a certificate of the user’s own', () => {
  it('is read with its key', async () => {
    const { server } = await make()
    writeFileSync(file('own.crt'), server.cert)
    writeFileSync(file('own.key'), server.key)
    expect(readOwnCertificate(file('own.crt'), file('own.key'))).toEqual(server)
  })

  it('may have its chain behind it', async () => {
    const { server } = await make()
    writeFileSync(file('chain.crt'), server.cert + read('ca.pem'))
    expect(readOwnCertificate(file('chain.crt'), file('server.pem')).cert).toContain(read('ca.pem'))
  })

  it.each([
    ['a key of another', 'server.pem', 'authority.pem', /the key is not that of the certificate/],
    ['no certificate', 'nothing', 'server.pem', /Failed to read the certificate .*ENOENT/],
    ['no key', 'server.pem', 'nothing', /Failed to read the key .*ENOENT/],
    ['no PEM', 'garbage', 'server.pem', /Failed to use the certificate .*Give a PEM certificate/],
    ['a key that has a passphrase', 'server.pem', 'locked', /Failed to use the certificate .*without a passphrase/],
    ['a damaged chain', 'broken', 'server.pem', /Failed to use the certificate .*Give a PEM certificate/],
    ['an end that has passed', 'old', 'old', /the certificate ended on/],
  ])('is refused with %s', async (_, cert, key, message) => {
    const { server } = await make()
    const { toText } = await import('../../src/hosts/certificates/keyed-certificate.js')
    const { makeAuthority } = await import('../../src/hosts/certificates/issue.js')
    const locked = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' } as const
    writeFileSync(file('garbage'), 'garbage')
    writeFileSync(file('locked'), createPrivateKey(server.key).export(locked))
    writeFileSync(file('broken'), `${server.cert}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`)
    writeFileSync(file('old'), toText(await makeAuthority(HOSTS, new Date(0))))
    expect(() => readOwnCertificate(file(cert), file(key))).toThrow(message)
  })
})
