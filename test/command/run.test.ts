import { constants } from 'node:os'
import { describe, expect, it } from 'vitest'
import { runCommand } from './run-command.js'

const NODE = process.execPath

/** Runs a script of one line beside the emulator; `print` writes JSON. */
function runScript(script: string, options: readonly string[] = []) {
  return runCommand(['run', '--quiet', ...options, '--', NODE, '--input-type=module', '-e', `${PRINT};${script}`])
}

const PRINT = 'const print = (value) => console.log(JSON.stringify(value))'
const PARTNERS = '/v1.0/deviceManagement/deviceManagementPartners'

async function printedBy(script: string, options: readonly string[] = []): Promise<unknown> {
  const { code, stdout, stderr } = await runScript(script, options).end()
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

describe('intune-emulator run', () => {
  it('tells the command where the emulator is, by an https address that it can reach and trusts', async () => {
    const script = `
      const headers = { authorization: 'Bearer test' }
      const { status } = await fetch(process.env.INTUNE_EMULATOR_URL + '${PARTNERS}', { headers })
      print([status, process.env.INTUNE_EMULATOR_URL, process.env.AZURE_AUTHORITY_HOST])`
    const url = expect.stringMatching(/^https:\/\/localhost:\d+$/)
    expect(await printedBy(script)).toEqual([200, url, url])
  })

  it.each(['graph.microsoft.com', 'graph.microsoft.us', 'dod-graph.microsoft.us', 'microsoftgraph.chinacloudapi.cn'])(
    'brings requests to %s to the emulator',
    async (host) => {
      const script = `
      const headers = { authorization: 'Bearer test' }
      const { value, ...rest } = await (await fetch('https://${host}${PARTNERS}', { headers })).json()
      print([value.length, rest['@odata.context']])`
      expect(await printedBy(script, ['--count', '3'])).toEqual([
        3,
        `https://${host}/v1.0/$metadata#deviceManagement/deviceManagementPartners`,
      ])
    },
  )

  it.each([
    ['node:https', "import { get } from 'node:https'; const take = (url, done) => get(url, done)"],
    [
      'node:tls, by port and host',
      `import { connect } from 'node:tls'
       const take = (url, done) => {
         const { host, pathname } = new URL(url)
         const socket = connect(443, host, { servername: host }, () =>
           socket.write('GET ' + pathname + ' HTTP/1.1\\r\\nHost: ' + host + '\\r\\nConnection: close\\r\\n\\r\\n'))
         socket.once('data', (text) => done({ statusCode: Number(String(text).split(' ')[1]), resume() {} }))
       }`,
    ],
  ])('brings requests of %s to the emulator', async (_, take) => {
    const script = `${take}
      take('https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration', (response) => {
        print(response.statusCode)
        response.resume()
      })`
    expect(await printedBy(script)).toBe(200)
  })

  it('leaves other hosts alone', async () => {
    const script = `
      import { createServer } from 'node:http'
      const server = createServer((request, response) => response.end('mine')).listen(0, '127.0.0.1', async () => {
        print(await (await fetch('http://127.0.0.1:' + server.address().port)).text())
        server.close()
      })`
    expect(await printedBy(script)).toBe('mine')
  })

  it.each([0, 3, 127])('ends with the command’s exit code %i', async (code) => {
    expect((await runScript(`process.exit(${code})`).end()).code).toBe(code)
  })

  it('ends with 128 and the number of the signal that ended the command', async () => {
    const { code } = await runScript("process.kill(process.pid, 'SIGKILL')").end()
    expect(code).toBe(128 + constants.signals.SIGKILL)
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('passes %s on, and waits for the command', async (signal) => {
    const command = runScript(`
      process.on('${signal}', () => { print('bye'); process.exit(7) })
      setInterval(() => undefined, 1000)
      print('ready')`)
    await command.line(/ready/)
    command.child.kill(signal)
    const { code, stdout } = await command.end()
    expect([code, stdout]).toEqual([7, '"ready"\n"bye"\n'])
  })

  it('gives the command the terminal’s streams, and says on stderr what went wrong at the emulator', async () => {
    const script = `await fetch('https://graph.microsoft.com/v1.0/nope'); console.error('mine')`
    const { stdout, stderr } = await runCommand(['run', '--', NODE, '--input-type=module', '-e', script]).end()
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^intune-emulator: .* finds the emulator at https:\/\/localhost:\d+$/m)
    expect(stderr).toMatch(/^GET \/v1\.0\/nope 401 .*InvalidAuthenticationToken/m)
    expect(stderr).toContain('mine\n')
  })

  it('keeps the options that Node.js has from the user', async () => {
    process.env.NODE_OPTIONS = '--no-deprecation'
    try {
      expect(await printedBy('print(process.noDeprecation)')).toBe(true)
    } finally {
      delete process.env.NODE_OPTIONS
    }
  })

  it.each([
    [['run'], 2, /^intune-emulator: run takes a command after '--', as 'run -- npm test'\.\n$/],
    [['run', '--'], 2, /run takes a command after '--'/],
    [['run', 'npm', 'test'], 2, /Unexpected argument 'npm'/],
    [['run', '--quiet', '--', 'no-such-command'], 127, /Failed to run 'no-such-command': .*ENOENT/],
    [['run', '--cert', 'x', '--', 'true'], 2, /--cert and --key go together/],
    [['run', '--cert', 'x', '--key', 'y', '--', 'true'], 1, /Failed to read the certificate x: ENOENT/],
  ])('refuses %j with exit code %i', async (args, code, message) => {
    const ended = await runCommand(args).end()
    expect([ended.code, ended.stdout]).toEqual([code, ''])
    expect(ended.stderr).toMatch(message)
  })
})
