import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildEmulator } from '../mocks/emulator.js'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
/** Where the programs find the SDKs. */
const FOLDER = fileURLToPath(new URL('../node_modules/.cache/intune-emulator-guide/', import.meta.url))

const GUIDE = readFileSync(new URL('../docs/guides/sdks.md', import.meta.url), 'utf8')
const PROGRAMS = Array.from(GUIDE.matchAll(/```js\n\/\/ (\S+)\n([^]*?)```/g), ([, file = '', code = '']) => ({
  file,
  code,
}))

/** What a program's last line is said to print. */
function promised(code: string): string {
  return /\/\/ (.*)\n$/.exec(code)?.[1] ?? 'nothing'
}

async function printed(args: readonly string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, args, { cwd: ROOT })).stdout.trim()
}

beforeAll(() => {
  mkdirSync(FOLDER, { recursive: true })
  for (const { file, code } of PROGRAMS) writeFileSync(FOLDER + file, code)
})

it('the guide’s scenario is one', () => {
  const [, scenario = ''] = /```json\n([^]*?)```/.exec(GUIDE) ?? []
  expect(() => buildEmulator({ scenario: JSON.parse(scenario) as object, strictApps: true })).not.toThrow()
})

describe('the guide’s programs', () => {
  it('are one for each SDK', () => {
    expect(PROGRAMS.map(({ file }) => file)).toEqual([
      'graph-client.mjs',
      'client-assertion.mjs',
      'device-code.mjs',
      'msal-confidential.mjs',
      'msal-public.mjs',
      'msgraph-sdk.mjs',
      'pnp-graph.mjs',
      'custom-host.mjs',
    ])
  })

  it.each(PROGRAMS)('run over https, unchanged, beside the command: $file', async ({ file, code }) => {
    expect(await printed([CLI, 'run', '--quiet', '--auth', 'strict', '--', process.execPath, FOLDER + file])).toBe(
      promised(code),
    )
  })

  it.each(PROGRAMS.filter(({ code }) => !code.includes('INTUNE_EMULATOR_URL')))(
    'run with an emulator registered inside: $file',
    async ({ file, code }) => {
      const preload = ['--import', 'intune-emulator/register']
      expect(await printed([...preload, FOLDER + file])).toBe(promised(code))
    },
  )
})
