import { parseArgs } from 'node:util'
import { MAX_COUNT, MAX_SEED } from './emulator-options.js'
import { SCENARIOS } from './scenarios.js'

export const USAGE = `intune-emulator: Microsoft Graph's Intune deviceManagementPartner, on this machine

  intune-emulator [options]

  --port <n>              default 4567; 0 takes a free one
  --host <address>        default 127.0.0.1
  --seed <n>              ids, names and dates follow from it; default 0
  --count <n>             faked partners each tenant starts with; default 0
  --scenario <name|file>  ${Object.keys(SCENARIOS).join(', ')}, or a JSON file
  --auth <mode>           token (default): any bearer value; strict: Entra's alone; off: none needed
  --json                  print JSON lines
  --quiet                 print no line a request
  --help, --version`

/** A command line that can't be meant: exit code 2. */
export class UsageError extends Error {}

export interface CliOptions {
  readonly port: number
  readonly host: string
  readonly seed: number
  readonly count: number
  readonly scenario: string
  readonly auth: 'token' | 'strict' | 'off'
  readonly json: boolean
  readonly quiet: boolean
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const OPTIONS = {
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
} as const

/**
 * Reads the command line.
 *
 * @throws UsageError for an option that is unknown, or a value that does not fit
 */
export function readOptions(args: readonly string[]): CliOptions | 'help' | 'version' {
  const values = parse(args)
  if (values.help) return 'help'
  if (values.version) return 'version'
  const { host = '127.0.0.1', scenario = 'empty', auth = 'token', json = false, quiet = false } = values
  if (auth !== 'token' && auth !== 'strict' && auth !== 'off') {
    throw new UsageError(`--auth takes token, strict or off, not '${auth}'.`)
  }
  if (host === '') throw new UsageError('--host takes an address, as 127.0.0.1.')
  const port = integer('port', values.port ?? '4567', 0, 65_535)
  const seed = integer('seed', values.seed ?? '0', 0, MAX_SEED)
  const count = integer('count', values.count ?? '0', 0, MAX_COUNT)
  return { port, host, seed, count, scenario, auth, json, quiet }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values
  } catch (error) {
    throw new UsageError(`${(error as Error).message} 'intune-emulator --help' lists the options.`)
  }
}

function integer(option: string, given: string, least: number, most: number): number {
  const value = /^-?\d+$/.test(given) ? Number(given) : Number.NaN
  if (value >= least && value <= most) return value
  throw new UsageError(`--${option} takes an integer from ${least} to ${most}, not '${given}'.`)
}
