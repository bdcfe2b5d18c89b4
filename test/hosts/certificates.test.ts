import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { dataFolder } from '../../src/hosts/certificates/data-folder.js'
import { localCertificates } from '../../src/hosts/certificates/local-certificates.js'
import { readOwnCertificate } from '../../src/hosts/certificates/own-certificate.js'

const DAY = 86_400_000
const HOSTS = ['localhost', '127.0.0.1', '::1', 'graph.microsoft.com']
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
  return promisify(execFile)('openssl', [
    'verify',
    '-CAfile',
    file('ca.pem'),
    '-purpose',
    'sslserver',
    by,
    host,
    file('leaf.crt'),
  ])
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
    const { chmodSync } = await import('node:fs')
    chmodSync(file('authority.pem'), 0o644)
    await make()
    expect(mode(file('authority.pem'))).toBe('600')
  })

  it('are made once by two that need them at the same time', async () => {
    const all = await Promise.all([make(), make(), make()])
    expect(new Set(all.map(({ server }) => server.cert)).size).toBe(1)
    expect(await verified('localhost')).toBe('OK')
  })

  it('are made where a process was killed that held the lock', async () => {
    await make()
    rmSync(file('server.pem'))
    writeFileSync(file('lock'), '')
    utimesSync(file('lock'), new Date(0), new Date(0))
    expect((await make()).server.cert).toContain('BEGIN CERTIFICATE')
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

  it.each([
    ['a key of another', 'server.pem', 'authority.pem', /the key is not that of the certificate/],
    ['no certificate', 'lockless', 'server.pem', /Failed to read the certificate .*ENOENT/],
    ['no PEM', 'garbage', 'server.pem', /Failed to use the certificate .*Give a PEM certificate/],
  ])('is refused with %s', async (_, cert, key, message) => {
    await make()
    writeFileSync(file('garbage'), 'garbage')
    expect(() => readOwnCertificate(file(cert), file(key))).toThrow(message)
  })
})
