import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { type Command, runCommand, startCommand } from './run-command.js'

const PARTNERS = 'v1.0/deviceManagement/deviceManagementPartners'
const TOKEN = { authorization: 'Bearer test' }

const started: Command[] = []
function keep<T extends Command>(command: T): T {
  started.push(command)
  return command
}
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL')
})

const root = mkdtempSync(join(tmpdir(), 'intune-emulator-command-'))
afterAll(() => rmSync(root, { recursive: true }))

function scenarioFile(content: string): string {
  const file = join(mkdtempSync(join(root, 'scenario-')), 'scenario.json')
  writeFileSync(file, content)
  return file
}

describe('the command', () => {
  it('prints where it listens and where to start', async () => {
    const command = keep(runCommand(['--port', '0']))
    const url = (await command.line(/listens on/)).replace(/.* /, '')
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(await command.line(/^Try: curl/)).toBe(`Try: curl -H 'Authorization: Bearer test' ${url}/${PARTNERS}`)
  })

  it('prints a line a request, with the hint when one fails', async () => {
    const command = keep(runCommand(['--port', '0']))
    const url = (await command.line(/listens on/)).replace(/.* /, '')
    await fetch(`${url}/${PARTNERS}`, { headers: TOKEN })
    await fetch(`${url}/${PARTNERS}`)
    expect(await command.line(/ 200 /)).toMatch(new RegExp(`^GET /${PARTNERS} 200 [\\d.]+ ms$`))
    expect(await command.line(/ 401 /)).toMatch(/ms {2}InvalidAuthenticationToken: Send 'Authorization: Bearer test'/)
  })

  it('prints JSON lines with --json: first the url, then the requests', async () => {
    const command = keep(await startCommand())
    const headers = { ...TOKEN, 'content-type': 'application/json' }
    await fetch(`${command.url}/${PARTNERS}`, { method: 'POST', headers, body: '{"a\\nb\\u001b[31m":1}' })
    await command.line(/"status"/)
    const [ready, entry, ...rest] = command.output().trim().split('\n')
    expect(JSON.parse(ready ?? '')).toEqual({ url: command.url })
    expect(JSON.parse(entry ?? '')).toMatchObject({ method: 'POST', status: 400, code: 'ModelValidationFailure' })
    expect(rest).toEqual([])
  })

  it('lets no control character of a caller reach the terminal', async () => {
    const command = keep(runCommand(['--port', '0']))
    const url = (await command.line(/listens on/)).replace(/.* /, '')
    const headers = { ...TOKEN, 'content-type': 'application/json' }
    await fetch(`${url}/${PARTNERS}`, { method: 'POST', headers, body: '{"a\\nb\\u001b[31m":1}' })
    expect(await command.line(/ 400 /)).toContain("'a\\nb\\u001b[31m' is not known")
  })

  it('prints no line a request with --quiet', async () => {
    const command = keep(await startCommand(['--quiet']))
    await fetch(`${command.url}/${PARTNERS}`)
    command.child.kill('SIGTERM')
    expect((await command.end()).stdout).toBe(`{"url":"${command.url}"}\n`)
  })

  it('serves seeded rows and scenarios, the same each time', async () => {
    const list = async (args: string[]) => {
      const { url } = keep(await startCommand(args))
      return ((await (await fetch(`${url}/${PARTNERS}`, { headers: TOKEN })).json()) as { value: unknown[] }).value
    }
    const first = await list(['--seed', '42', '--count', '25', '--scenario', 'all-states'])
    expect(first.length).toBeGreaterThan(25)
    expect(await list(['--seed', '42', '--count', '25', '--scenario', 'all-states'])).toEqual(first)
    const file = scenarioFile('{"deviceManagementPartners":[{"id":"mine","displayName":"Mine"}]}')
    expect(await list(['--scenario', file])).toMatchObject([
      { id: 'mine', displayName: 'Mine', partnerState: 'unknown' },
    ])
  })

  it('lets callers without a token in with --auth off', async () => {
    const { url } = keep(await startCommand(['--auth', 'off']))
    expect((await fetch(`${url}/${PARTNERS}`)).status).toBe(200)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('ends within a second of %s, an open connection or not', async (signal) => {
    const command = keep(await startCommand())
    await (await fetch(`${command.url}/${PARTNERS}`, { headers: TOKEN })).text()
    const start = Date.now()
    command.child.kill(signal)
    expect((await command.end()).code).toBe(0)
    expect(Date.now() - start).toBeLessThan(1000)
  })

  it('prints its version and its options', async () => {
    expect((await runCommand(['--version']).end()).stdout).toBe(`${packageJson.version}\n`)
    const { stdout, code } = await runCommand(['-h']).end()
    expect(code).toBe(0)
    for (const option of ['port', 'host', 'seed', 'count', 'scenario', 'auth', 'json', 'quiet']) {
      expect(stdout).toContain(`--${option}`)
    }
  })

  it.each([
    [['--nope'], 2, /Unknown option '--nope'/],
    [['serve'], 2, /Unexpected argument 'serve'/],
    [['--port', 'x'], 2, /--port takes an integer from 0 to 65535, not 'x'/],
    [['--port', '65536'], 2, /--port takes an integer/],
    [['--count=-1'], 2, /--count takes an integer from 0/],
    [['--seed', '1.5'], 2, /--seed takes an integer/],
    [['--auth', 'maybe'], 2, /--auth takes token, strict or off, not 'maybe'/],
    [['--scenario', 'nope'], 1, /Failed to load the scenario 'nope': there is none. Use one of: empty, not-configured/],
    [['--scenario', './nope.json'], 1, /Failed to load the scenario '\.\/nope\.json': ENOENT/],
    [['--host', '203.0.113.1', '--port', '0'], 1, /Failed to listen on 203\.0\.113\.1:0: .*EADDRNOTAVAIL/],
  ])('refuses %j with exit code %i and one line', async (args, code, message) => {
    const ended = await runCommand(args).end()
    expect([ended.code, ended.stdout]).toEqual([code, ''])
    expect(ended.stderr).toMatch(/^intune-emulator: [^\n]+\n$/)
    expect(ended.stderr).toMatch(message)
  })

  it('says that the port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => holder.once('listening', resolve))
    const { port } = holder.address() as { port: number }
    const ended = await runCommand(['--port', String(port)]).end()
    holder.close()
    expect([ended.code, ended.stderr.split('\n').length]).toEqual([1, 2])
    expect(ended.stderr).toContain(`Failed to listen on 127.0.0.1:${port}: the port is taken.`)
  })

  it.each([
    ['{', /Failed to load the scenario '.*scenario\.json': .*JSON/],
    ['[]', /it is no JSON object/],
    ['{"partners":[]}', /'partners' is not known. A scenario has: description, apps, users, deviceManagementPartners/],
    ['{"deviceManagementPartners":{}}', /'deviceManagementPartners' is no array/],
    [
      '{"deviceManagementPartners":[{},{"partnerState":"String"}]}',
      /scenario\.json', deviceManagementPartners\[1\]: Requested value 'String' was not found\. 'partnerState' takes one of: unknown/,
    ],
    ['{"deviceManagementPartners":[{"id":"a"},{"id":"a"}]}', /\[1\]: the id 'a' occurs twice/],
    ['{"deviceManagementPartners":[{"id":7}]}', /\[0\]: 'id' takes a text/],
    ['{"deviceManagementPartners":[7]}', /\[0\]: .*StartObject/],
  ])('stops at the scenario %s, naming file, row and member', async (content, message) => {
    const ended = await runCommand(['--port', '0', '--scenario', scenarioFile(content)]).end()
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(message)
  })

  it('opens no connection of its own', async () => {
    const spy = join(root, 'spy.cjs')
    writeFileSync(
      spy,
      `const { isIP, Socket } = require('node:net'); const dns = require('node:dns');
       Socket.prototype.connect = () => { process.stderr.write('CONNECTED'); throw new Error('connected') };
       const { lookup } = dns;
       dns.lookup = (host, ...rest) => {
         if (!isIP(host)) process.stderr.write('LOOKED UP');
         lookup(host, ...rest);
       };`,
    )
    const command = keep(await startCommand(['--count', '5'], ['--require', spy]))
    for (const path of [PARTNERS, 'beta/deviceManagement', 'v1.0/nope', 'nope']) {
      await (await fetch(`${command.url}/${path}`, { headers: TOKEN })).text()
    }
    command.child.kill('SIGTERM')
    expect(await command.end()).toMatchObject({ code: 0, stderr: '' })
  })

  it('serves a new process on the port of a killed one', async () => {
    const first = keep(await startCommand())
    first.child.kill('SIGKILL')
    await first.end()
    const again = keep(runCommand(['--port', new URL(first.url).port, '--json']))
    expect(JSON.parse(await again.line(/"url"/))).toEqual({ url: first.url })
  })
})
