import { readFileSync } from 'node:fs'
import type { Random } from '../src/entra/random.js'
import { buildEmulator, type Emulator } from './emulator.js'
import { DEVICE_CODES, type DeviceCodes, MAX_COUNT, MAX_SEED } from './emulator-options.js'
import { type Scenario, scenarioNamed } from './scenarios.js'
import { readSigningKey } from './signing-key-file.js'

/** What was meant to be an option can't be meant so. */
export class UsageError extends Error {}

/** The emulator's options, as a command line or the environment can give them. */
export interface TextOptions {
  readonly seed: number
  readonly count: number
  /** A scenario's name, or a file. */
  readonly scenario: string
  readonly auth: 'token' | 'strict' | 'off'
  readonly strictApps: boolean
  /** A file. */
  readonly signingKey: string | undefined
  readonly deviceCodes: DeviceCodes
}

/** The options' names, as a command line has them. */
export const TEXT_OPTIONS = ['seed', 'count', 'scenario', 'auth', 'strict-apps', 'signing-key', 'device-codes'] as const

type Given = Readonly<Partial<Record<(typeof TEXT_OPTIONS)[number], string | boolean>>>

/**
 * Reads the emulator's options from texts.
 *
 * @param given the texts that there are
 * @param spelled how the user writes an option, as `--seed`
 * @throws UsageError for a value that does not fit
 */
export function readTextOptions(given: Given, spelled: (option: string) => string): TextOptions {
  const text = (option: keyof Given, otherwise: string) => String(given[option] ?? otherwise)
  return {
    seed: readInteger(spelled('seed'), text('seed', '0'), 0, MAX_SEED),
    count: readInteger(spelled('count'), text('count', '0'), 0, MAX_COUNT),
    scenario: text('scenario', 'empty'),
    auth: readOneOf(spelled('auth'), text('auth', 'token'), ['token', 'strict', 'off']),
    strictApps: readOneOf(spelled('strict-apps'), text('strict-apps', 'false'), ['true', 'false']) === 'true',
    signingKey: given['signing-key'] === undefined ? undefined : text('signing-key', ''),
    deviceCodes: readOneOf(spelled('device-codes'), text('device-codes', 'auto'), DEVICE_CODES),
  }
}

function readOneOf<T extends string>(spelled: string, given: string, known: readonly T[]): T {
  const found = known.find((value) => value === given)
  if (found !== undefined) return found
  throw new UsageError(`${spelled} takes ${known.slice(0, -1).join(', ')} or ${known.at(-1) ?? ''}, not '${given}'.`)
}

/** @throws UsageError for a text that is no integer between the two */
export function readInteger(spelled: string, given: string, least: number, most: number): number {
  const value = /^-?\d+$/.test(given) ? Number(given) : Number.NaN
  if (value >= least && value <= most) return value
  throw new UsageError(`${spelled} takes an integer from ${least} to ${most}, not '${given}'.`)
}

/** @throws Error for a scenario or a key that is not there or does not fit */
export function emulatorFrom(options: TextOptions, random?: Random): Emulator {
  const { seed, count, auth, strictApps, deviceCodes, signingKey } = options
  const scenario = /[./\\]/.test(options.scenario) ? readScenario(options.scenario) : scenarioNamed(options.scenario)
  const key = signingKey === undefined ? {} : { signingKey: readSigningKey(signingKey) }
  return buildEmulator(
    { seed, count, auth, scenario, strictApps, deviceCodes, ...key },
    { origin: options.scenario, ...(random ? { random } : {}) },
  )
}

function readScenario(file: string): Scenario {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) as Scenario
  } catch (error) {
    throw new Error(`Failed to load the scenario '${file}': ${(error as Error).message}.`, { cause: error })
  }
}
