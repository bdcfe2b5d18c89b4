import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { format } from 'prettier'
import { describe, expect, it } from 'vitest'
import { startCommand } from './command/run-command.js'
import { supportTable } from './support-table.js'

const FILE = new URL('../README.md', import.meta.url)
const README = readFileSync(FILE, 'utf8')
const TABLE = /(<!-- support table: .* -->\n)[^]*(<!-- end of the support table -->)/

describe('the README', () => {
  it('shows the support table that the code gives (npm run support-table writes it)', async () => {
    const table = await supportTable()
    expect(table).toContain('| yes |')
    const written = README.replace(TABLE, (_, head: string, end: string) => `${head}\n${table}\n\n${end}`)
    const formatted = await format(written, { parser: 'markdown', semi: false, singleQuote: true, printWidth: 120 })
    await expect(formatted).toMatchFileSnapshot(FILE.pathname)
  })

  it('creates a partner with the curl that it shows', async () => {
    const curl = /```sh\n(curl [^]*?)```/.exec(README)?.[1] ?? ''
    const command = await startCommand()
    const { stdout } = await promisify(execFile)('bash', ['-c', curl.replace('http://127.0.0.1:4567', command.url)])
    command.child.kill()
    expect(stdout).toMatch(/^HTTP\/1\.1 201 Created/)
    expect(stdout).toContain('"displayName":"Jamf Pro"')
  })

  it('names every option of the command', async () => {
    const { USAGE } = await import('../mocks/cli-options.js')
    const options = Array.from(USAGE.matchAll(/^ {2}(--[a-z]+) </gm), ([, option]) => option ?? '')
    expect(options.length).toBeGreaterThan(5)
    expect(options.filter((option) => !README.includes(option))).toEqual([])
  })
})
