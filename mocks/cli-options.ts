import { parseArgs } from 'node:util'
import type { TokenRequest } from './emulator.js'
import { SCENARIOS } from './scenarios.js'
import { readInteger, readTextOptions, type TextOptions, UsageError } from './text-options.js'

export const USAGE = `intune-emulator: Microsoft Graph's Intune deviceManagementPartner, on this machine

  intune-emulator [options]                       serves until it is stopped, http and https on one port
  intune-emulator run [options] -- <command…>     serves a command, and ends with its exit code
  intune-emulator ca [--json]                     prints the local certificate authority, and how to trust it
  intune-emulator token [options]                 prints an access token

  --port <n>              default 4567, with run a free one; 0 takes a free one
  --host <address>        default 127.0.0.1
  --seed <n>              ids, names and dates follow from it; default 0
  --count <n>             faked partners each tenant starts with; default 0
  --scenario <name|file>  ${Object.keys(SCENARIOS).join(', ')}, or a JSON file
  --auth <mode>           token (default): any bearer value; strict: Entra's alone; off: none needed
  --strict-apps           let the scenario's apps, users and tenants sign in alone
  --signing-key <file>    sign tokens with this private RSA key, PEM or JWK; default: one a start
  --device-codes <mode>   auto (default): approve themselves; page: wait for someone at their page
  --https                 make the certificate at the start, and have --json print httpsUrl
  --cert <file>           your own certificate for https, PEM; with --key
  --key <file>            its key, PEM
  --json                  print JSON lines
  --quiet                 print no line a request
  --help, --version

Of a token, beside --scenario and --signing-key:
  --scopes <names>        a user's: delegated scopes, with commas or spaces between
  --roles <names>         an app's own: application permissions
  --tenant <id|domain>, --app <client id>, --user <name>
  --expires-in <seconds>  default 3599; below 0 it has ended
  --audience <address>    default https://graph.microsoft.com`

export interface CliOptions extends TextOptions {
  readonly port: number
  readonly host: string
  readonly https: boolean
  /** Files of the user's own certificate. */
  readonly own: { readonly cert: string; readonly key: string } | undefined
  readonly json: boolean
  readonly quiet: boolean
}

export interface TokenOptions extends TextOptions {
  readonly request: TokenRequest
}

/** What a command line says that wants no more than to be told. */
export type Asked = 'help' | 'version'

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const COMMON = { help: { ...flag, short: 'h' }, version: { ...flag, short: 'v' } } as const
const WHO = { scenario: text, 'strict-apps': flag, 'signing-key': text } as const
const SERVE = {
  ...COMMON,
  ...WHO,
  port: text,
  host: text,
  seed: text,
  count: text,
  auth: text,
  'device-codes': text,
  https: flag,
  cert: text,
  key: text,
  json: flag,
  quiet: flag,
} as const
const TOKEN = {
  ...COMMON,
  ...WHO,
  scopes: text,
  roles: text,
  tenant: text,
  app: text,
  user: text,
  'expires-in': text,
  audience: text,
} as const

/**
 * Reads the command line of `intune-emulator [options]`, and of `run` up to its command.
 *
 * @param defaultPort where none is given
 * @throws UsageError for an option that is unknown, or a value that does not fit
 */
export function readOptions(args: readonly string[], defaultPort: number): CliOptions | Asked {
  const values = parse(args, SERVE)
  const asked = askedBy(values)
  if (asked) return asked
  const { host = '127.0.0.1', https = false, json = false, quiet = false } = values
  if (host === '') throw new UsageError('--host takes an address, as 127.0.0.1.')
  const port = readInteger('--port', values.port ?? String(defaultPort), 0, 65_535)
  return { ...readTextOptions(values, spelled), port, host, https, own: ownCertificate(values), json, quiet }
}

function ownCertificate({ cert, key }: { cert?: string; key?: string }): CliOptions['own'] {
  if (cert !== undefined && key !== undefined) return { cert, key }
  if (cert === undefined && key === undefined) return undefined
  throw new UsageError('--cert and --key go together: give both files, or neither.')
}

/** Reads the command line of `intune-emulator ca`. @throws UsageError */
export function readCaOptions(args: readonly string[]): { json: boolean } | Asked {
  const values = parse(args, { ...COMMON, json: flag })
  return askedBy(values) ?? { json: values.json ?? false }
}

/** Reads the command line of `intune-emulator token`. @throws UsageError */
export function readTokenOptions(args: readonly string[]): TokenOptions | Asked {
  const values = parse(args, TOKEN)
  const asked = askedBy(values)
  if (asked) return asked
  const { tenant, app, user, audience, scopes, roles, 'expires-in': expiresIn } = values
  const given = {
    tenant,
    app,
    user,
    audience,
    scopes: names(scopes),
    roles: names(roles),
    expiresIn: expiresIn === undefined ? undefined : readInteger('--expires-in', expiresIn, -MAX_SECONDS, MAX_SECONDS),
  }
  const request = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return { ...readTextOptions(values, spelled), request }
}

/** A century. */
const MAX_SECONDS = 3_155_760_000

function names(given: string | undefined): string[] | undefined {
  return given?.split(/[\s,]+/).filter((name) => name !== '')
}

function askedBy({ help, version }: { help?: boolean; version?: boolean }): Asked | undefined {
  if (help) return 'help'
  return version ? 'version' : undefined
}

function spelled(option: string): string {
  return `--${option}`
}

/** `--expires-in -60` would be taken for an option's name. */
function parse<T extends typeof COMMON>(given: readonly string[], options: T) {
  const args = given.flatMap((arg, index) => {
    if (arg === '--expires-in' && /^-\d+$/.test(given[index + 1] ?? '')) return []
    return given[index - 1] === '--expires-in' && /^-\d+$/.test(arg) ? [`--expires-in=${arg}`] : [arg]
  })
  try {
    return parseArgs({ args, options }).values
  } catch (error) {
    throw new UsageError(`${(error as Error).message} 'intune-emulator --help' lists the options.`)
  }
}
