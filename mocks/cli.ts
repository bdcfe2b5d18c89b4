#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { buildEmulator, type Emulator } from './emulator.js'
import { type LogEntry, startServer } from './express.js'
import { SCENARIOS, type Scenario, type ScenarioName, scenarioNamed } from './scenarios.js'

const USAGE = `intune-emulator: Microsoft Graph's Intune deviceManagementPartner, on this machine

  intune-emulator [options]

  --port <n>              default 4567; 0 takes a free one
  --host <address>        default 127.0.0.1
  --seed <n>              ids, names and dates follow from it; default 0
  --count <n>             faked partners each tenant starts with; default 0
  --scenario <name|file>  ${Object.keys(SCENARIOS).join(', ')}, or a JSON file
  --auth <token|off>      off: callers without a token are let in; default token
  --json                  print JSON lines
  --quiet                 print no line a request
  --help, --version`

class UsageError extends Error {}

interface Arguments {
  port: number
  host: string
  seed: number
  count: number
  scenario: string
  auth: 'token' | 'off'
  json: boolean
  quiet: boolean
}

async function main(): Promise<void> {
  const { values } = parse()
  if (values.help) console.log(USAGE)
  else if (values.version) console.log(packageVersion())
  else await serve(readArguments(values))
}

async function serve({ port, host, json, quiet, ...options }: Arguments): Promise<void> {
  const emulator = emulatorOf(options)
  const log = quiet ? () => {} : json ? logJson : logLine
  const server = await startServer({ emulator, port, host, log })
  process.stdout.write(json ? `${JSON.stringify({ url: server.url })}\n` : welcome(server.url, options.auth))
  const end = () => void server.close().then(() => process.exit(0))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
}

function emulatorOf({ scenario, ...options }: Pick<Arguments, 'seed' | 'count' | 'auth' | 'scenario'>): Emulator {
  if (!/[./\\]/.test(scenario)) return buildEmulator({ ...options, scenario: namedScenario(scenario) })
  return buildEmulator({ ...options, scenario: readScenario(scenario) }, scenario)
}

function namedScenario(name: string): ScenarioName {
  scenarioNamed(name)
  return name as ScenarioName
}

function readScenario(file: string): Scenario {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Scenario
  } catch (error) {
    throw new Error(`Failed to load the scenario '${file}': ${(error as Error).message}.`)
  }
}

function parse() {
  try {
    const text = { type: 'string' } as const
    const flag = { type: 'boolean' } as const
    return parseArgs({
      options: {
        port: text,
        host: text,
        seed: text,
        count: text,
        scenario: text,
        auth: text,
        json: flag,
        quiet: flag,
        help: { ...flag, short: 'h' },
        version: { ...flag, short: 'v' },
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function readArguments(values: ReturnType<typeof parse>['values']): Arguments {
  const { host = '127.0.0.1', scenario = 'empty', auth = 'token', json = false, quiet = false } = values
  if (auth !== 'token' && auth !== 'off') throw new UsageError(`--auth takes token or off, not '${auth}'.`)
  return {
    port: integer('port', values.port ?? '4567', 0, 65_535),
    seed: integer('seed', values.seed ?? '0', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    count: integer('count', values.count ?? '0', 0, 1_000_000),
    host,
    scenario,
    auth,
    json,
    quiet,
  }
}

function integer(option: string, text: string, least: number, most: number): number {
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new UsageError(`--${option} takes an integer from ${least} to ${most}, not '${text}'.`)
}

function welcome(url: string, auth: string): string {
  const header = auth === 'off' ? '' : " -H 'Authorization: Bearer test'"
  return `intune-emulator listens on ${url}\nTry: curl${header} ${url}/v1.0/deviceManagement/deviceManagementPartners\n`
}

function logJson(entry: LogEntry): void {
  process.stdout.write(`${JSON.stringify(entry)}\n`)
}

function logLine({ method, url, status, duration, code, hint }: LogEntry): void {
  const help = [code, hint].filter(Boolean).join(': ')
  process.stdout.write(`${method} ${url} ${status} ${duration.toFixed(1)} ms${help ? `  ${help}` : ''}\n`)
}

function packageVersion(): string {
  const file = new URL('../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

// A reader that goes away, as `| head` does, is no reason to fail.
process.stdout.on('error', () => {})

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`intune-emulator: ${message.replaceAll('\n', ' ')}\n`)
  process.exit(error instanceof UsageError ? 2 : 1)
})
