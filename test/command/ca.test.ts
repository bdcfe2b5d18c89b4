import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Command, runCommand } from './run-command.js'

const folder = mkdtempSync(join(tmpdir(), 'intune-emulator-ca-'))
afterAll(() => rmSync(folder, { recursive: true }))

function runAt<T>(home: string, run: () => T): T {
  const before = process.env.INTUNE_EMULATOR_HOME
  process.env.INTUNE_EMULATOR_HOME = home
  try {
    return run()
  } finally {
    process.env.INTUNE_EMULATOR_HOME = before
  }
}
const ended = (command: Command) => command.end()

describe('intune-emulator ca', () => {
  it('prints the authority’s path, and how to trust it everywhere', async () => {
    const { code, stdout, stderr } = await runAt(folder, () => ended(runCommand(['ca'])))
    expect([code, stderr]).toEqual([0, ''])
    const [path = '', ...rest] = stdout.split('\n')
    expect([path, existsSync(path)]).toEqual([join(folder, 'certificates', 'ca.pem'), true])
    for (const where of ['Node.js', 'curl', 'Python', 'macOS', 'Windows', 'Debian', 'Fedora', 'Chromium', 'Firefox']) {
      expect(rest.find((line) => line.startsWith(where))).toContain(path)
    }
  })

  it('prints the path as JSON', async () => {
    const { stdout } = await runAt(folder, () => ended(runCommand(['ca', '--json'])))
    expect(JSON.parse(stdout)).toEqual({ path: join(folder, 'certificates', 'ca.pem') })
  })

  it('says in a line that the folder can’t be made', async () => {
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    const { code, stdout, stderr } = await runAt(file, () => ended(runCommand(['ca'])))
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^intune-emulator: Failed to keep certificates in [^\n]+\n$/)
  })

  it('is one authority for processes that start together', async () => {
    const home = join(folder, 'together')
    const all = await runAt(home, () =>
      Promise.all(Array.from({ length: 3 }, () => ended(runCommand(['--port', '0', '--https', '--cert'])))),
    )
    // A missing value is refused before anything is made.
    expect(all.map(({ code }) => code)).toEqual([2, 2, 2])
    expect(existsSync(home)).toBe(false)
    const paths = await runAt(home, () => Promise.all(Array.from({ length: 3 }, () => ended(runCommand(['ca'])))))
    expect(new Set(paths.map(({ code, stdout, stderr }) => [code, stdout, stderr].join())).size).toBe(1)
  })
})

describe('--https', () => {
  it('makes the certificate at the start, and has --json print the address', async () => {
    const home = join(folder, 'https')
    const command = runAt(home, () => runCommand(['--port', '0', '--https', '--json']))
    const ready = JSON.parse(await command.line(/"url"/)) as { url: string; httpsUrl: string }
    expect(ready.httpsUrl).toBe(ready.url.replace('http://127.0.0.1', 'https://localhost'))
    expect(existsSync(join(home, 'certificates', 'server.pem'))).toBe(true)
    command.child.kill()
    await command.end()
  })

  it('is said to be there without it', async () => {
    const command = runCommand(['--port', '0'])
    expect(await command.line(/TLS/)).toMatch(
      /^The same over TLS: https:\/\/localhost:\d+, once 'intune-emulator ca' is trusted$/,
    )
    command.child.kill()
    await command.end()
  })
})
