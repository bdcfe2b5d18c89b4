import type { Auth } from '../src/service/authenticate.js'
import { type Scenario, type ScenarioName } from './scenarios.js'

/** Ids are made from 32 bits of seed. */
export const MAX_SEED = 0xffffffff
export const MAX_COUNT = 1_000_000

export const DEVICE_CODES = ['auto', 'page'] as const

export type DeviceCodes = (typeof DEVICE_CODES)[number]

export interface EmulatorOptions {
  /** Every id, faked name and faked date follows from it. An integer from 0 to 4294967295; default 0. */
  seed?: number
  /** How many faked rows each tenant starts with, after the scenario's: a million at most. Default 0. */
  count?: number
  /** A named scenario, or rows of your own. Default `empty`. */
  scenario?: ScenarioName | Scenario
  /**
   * `token` (default): no Authorization header is a 401, any bearer value is let in, and an Entra access token is checked.
   * `strict`: only an access token is let in, with the documented scopes. `off`: callers without a token are the default
   * tenant.
   */
  auth?: Auth
  /** Whether the sign-in knows only the apps, users and tenants that the scenario declares. Default false. */
  strictApps?: boolean
  /** The private RSA key that tokens are signed with, as a JWK. Default: one is made when the first token is. */
  signingKey?: JsonWebKey
  /**
   * `auto` (default): a device code approves itself with the second poll, unless someone opens its page. `page`: it waits
   * for someone to do so.
   */
  deviceCodes?: DeviceCodes
  /** Whether errors carry the emulator's own help in `innerError.hint`. Default true. */
  hints?: boolean
  /** The emulated clock. Default: the machine's. */
  now?: () => Date
}

export type CompleteOptions = Required<Omit<EmulatorOptions, 'signingKey'>> & {
  readonly signingKey: JsonWebKey | undefined
}

/**
 * Fills in what is left out.
 *
 * @throws Error for a value of another kind
 */
export function completeOptions(options: EmulatorOptions): CompleteOptions {
  if (typeof options !== 'object' || (options as unknown) === null) throw misfit('options', options, 'an object')
  const { seed = 0, count = 0, scenario = 'empty', auth = 'token', hints = true, now = () => new Date() } = options
  const { strictApps = false, deviceCodes = 'auto', signingKey } = options
  checkInteger('seed', seed, MAX_SEED)
  checkInteger('count', count, MAX_COUNT)
  if (!(['token', 'strict', 'off'] as unknown[]).includes(auth))
    throw misfit('auth', auth, "'token', 'strict' or 'off'")
  checkFlag('hints', hints)
  checkFlag('strictApps', strictApps)
  if (!DEVICE_CODES.includes(deviceCodes)) throw misfit('deviceCodes', deviceCodes, "'auto' or 'page'")
  // The value is a secret: the error does not show it.
  if (signingKey !== undefined && !isPrivateKey(signingKey)) throw misfit('signingKey', 'no private RSA key', KEY)
  if (!isClock(now)) throw misfit('now', now, 'a function that gives a Date')
  return { seed, count, scenario, auth, hints, now, strictApps, deviceCodes, signingKey }
}

const KEY = 'a JWK with kty RSA, n, e and d'

/** @returns whether tokens can be signed with it */
export function isPrivateKey(given: unknown): given is JsonWebKey {
  const { kty, n, e, d } = (typeof given === 'object' && given !== null ? given : {}) as JsonWebKey
  return kty === 'RSA' && [n, e, d].every((part) => typeof part === 'string' && /^[\w-]+$/.test(part))
}

function checkFlag(option: string, value: unknown): void {
  if (typeof value !== 'boolean') throw misfit(option, value, 'true or false')
}

function isClock(now: unknown): boolean {
  const date: unknown = typeof now === 'function' ? (now as () => unknown)() : undefined
  return date instanceof Date && !Number.isNaN(date.getTime())
}

function checkInteger(option: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= most) return
  throw misfit(option, value, `an integer from 0 to ${most}`)
}

function misfit(option: string, value: unknown, wanted: string): Error {
  return new Error(`Failed to create the emulator: '${option}' is ${String(value)}. Give ${wanted}.`)
}
