#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { type CliOptions, readOptions, USAGE, UsageError } from './cli-options.js'
import { buildEmulator, type Emulator } from './emulator.js'
import { type LogEntry, startServer } from './express.js'
import { type Scenario, scenarioNamed } from './scenarios.js'

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (options === 'help') print(USAGE)
  else if (options === 'version') print(packageVersion())
  else await serve(options)
}

async function serve({ port, host, json, quiet, ...options }: CliOptions): Promise<void> {
  const emulator = emulatorOf(options)
  const log = (entry: LogEntry) => print(json ? JSON.stringify(entry) : lineOf(entry))
  const server = await startServer({ emulator, port, host, ...(quiet ? {} : { log }) })
  print(json ? JSON.stringify({ url: server.url }) : welcome(server.url, options.auth))
  const end = () => void server.close().then(() => process.exit(0))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
}

function emulatorOf({ scenario, ...options }: Pick<CliOptions, 'seed' | 'count' | 'auth' | 'scenario'>): Emulator {
  const isFile = /[./\\]/.test(scenario)
  return buildEmulator({ ...options, scenario: isFile ? readScenario(scenario) : scenarioNamed(scenario) }, scenario)
}

function readScenario(file: string): Scenario {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) as Scenario
  } catch (error) {
    throw new Error(`Failed to load the scenario '${file}': ${(error as Error).message}.`, { cause: error })
  }
}

function welcome(url: string, auth: string): string {
  const header = auth === 'off' ? '' : " -H 'Authorization: Bearer test'"
  return `intune-emulator listens on ${url}\nTry: curl${header} ${url}/v1.0/deviceManagement/deviceManagementPartners`
}

function lineOf({ method, url, status, duration, code, hint }: LogEntry): string {
  const help = [code, hint].filter(Boolean).join(': ')
  return printable(`${method} ${url} ${status} ${duration.toFixed(1)} ms${help ? `  ${help}` : ''}`)
}

/** A hint repeats what the caller sent: a control character in it would reach the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1))
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function packageVersion(): string {
  const file = new URL('../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

// A reader that goes away, as `| head` does, is no reason to fail.
process.stdout.on('error', () => undefined)

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`intune-emulator: ${printable(message.replaceAll('\n', ' '))}\n`)
  process.exit(error instanceof UsageError ? 2 : 1)
})
