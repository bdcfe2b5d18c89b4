import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readClaims } from '../../src/service/read-token.js'
import { runCommand, startCommand } from './run-command.js'

const PARTNERS = 'v1.0/deviceManagement/deviceManagementPartners'
const folder = mkdtempSync(join(tmpdir(), 'intune-emulator-token-'))
afterAll(() => rmSync(folder, { recursive: true }))

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const files = {
  pem: keep('key.pem', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()),
  jwk: keep('key.json', JSON.stringify(privateKey.export({ format: 'jwk' }))),
  public: keep('public.json', JSON.stringify({ ...privateKey.export({ format: 'jwk' }), d: undefined })),
  scenario: keep(
    'scenario.json',
    JSON.stringify({
      apps: [{ clientId: 'declared', displayName: 'Mine', roles: ['DeviceManagementConfiguration.Read.All'] }],
      users: [{ id: '22222222-2222-4222-8222-222222222222', userPrincipalName: 'megan@contoso.com' }],
    }),
  ),
}

function keep(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

async function token(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand(['token', ...args]).end()
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
  return stdout.trim()
}

describe('intune-emulator token', () => {
  it.each([
    [[], { tid: '00000000-0000-4000-8000-000000000000', aud: 'https://graph.microsoft.com' }],
    [['--roles', 'A.Read,B.Read'], { roles: ['A.Read', 'B.Read'] }],
    [['--scopes', 'A.Read B.Read'], { scp: 'A.Read B.Read' }],
    [['--tenant', '11111111-1111-4111-8111-111111111111'], { tid: '11111111-1111-4111-8111-111111111111' }],
    [['--audience', 'https://graph.microsoft.us'], { aud: 'https://graph.microsoft.us' }],
    [['--scenario', files.scenario, '--app', 'declared'], { roles: ['DeviceManagementConfiguration.Read.All'] }],
  ])('with %j prints one with %j', async (args, claims) => {
    expect(readClaims(await token(...args))).toMatchObject(claims)
  })

  it('prints one that has ended, with --expires-in -600', async () => {
    expect(readClaims(await token('--expires-in', '-600'))?.exp).toBeLessThan(Date.now() / 1000 - 590)
  })

  it.each(['pem', 'jwk'] as const)('signs with a key file, %s, that a running emulator verifies', async (kind) => {
    const server = await startCommand(['--signing-key', files[kind], '--auth', 'strict'])
    const good = await token('--signing-key', files.pem)
    const status = async (bearer: string) => {
      const response = await fetch(`${server.url}/${PARTNERS}`, { headers: { authorization: `Bearer ${bearer}` } })
      return response.status
    }
    const [head = '', claims = '', signature = ''] = good.split('.')
    const changed = btoa(atob(claims).replace('Read.All', 'Seed.All')).replaceAll('=', '')
    expect(await status(good)).toBe(200)
    expect(await status(`${head}.${changed}.${signature}`)).toBe(401)
    server.child.kill()
  })

  it.each([
    [['--roles', 'A', '--scopes', 'B'], 1, /Failed to make a token: 'roles' are an app's own and 'scopes' a user's/],
    [['--tenant', 'not a tenant'], 1, /'tenant' does not fit/],
    [['--scenario', files.scenario, '--user', 'nobody'], 1, /there is no such 'user' in the tenant/],
    [['--expires-in', 'soon'], 2, /--expires-in takes an integer/],
    [['--signing-key', './nope.pem'], 1, /Failed to read the signing key '\.\/nope\.pem': ENOENT/],
    [['--signing-key', files.public], 1, /it holds no private RSA key/],
    [['--signing-key', files.scenario], 1, /it holds no private RSA key/],
    [['--port', '1'], 2, /Unknown option '--port'/],
  ])('refuses %j with exit code %i and one line', async (args, code, message) => {
    const ended = await runCommand(['token', ...args]).end()
    expect([ended.code, ended.stdout]).toEqual([code, ''])
    expect(ended.stderr).toMatch(/^intune-emulator: [^\n]+\n$/)
    expect(ended.stderr).toMatch(message)
  })
})
