import type Big from 'big.js'
import { decodeBase64Url, encodeBase64Url } from '../../encoding/base64url.js'
import { invalidSkipToken } from '../../errors/query-errors.js'
import { Decimal } from '../expression/numbers.js'
import type { Instant } from '../expression/temporal.js'

/** Where a walk over pages stands: after which row the next page begins. */
export interface SkipToken {
  /** The last row's place in the order of creation. */
  readonly sequence: number
  /** What the last row was ordered by. */
  readonly keys: readonly unknown[]
  /** Rows that $top still asks for; null without $top. */
  readonly left: number | null
  readonly pageSize: number
}

/** What a token belongs to: it is refused elsewhere. */
export interface TokenScope {
  /** The tenant, set, $filter and $orderby. */
  readonly text: string
  /** Names of the types of the keys. */
  readonly keyTypes: readonly string[]
  /** Seals a text: a token that was changed does not fit its seal any more. */
  readonly hash: (text: string) => number
}

export function writeSkipToken({ sequence, keys, left, pageSize }: SkipToken, scope: TokenScope): string {
  const written = keys.map((key, index) => writeKey(key, scope.keyTypes[index] as string))
  const content = JSON.stringify([sequence, left, pageSize, ...written])
  return encodeBase64Url(JSON.stringify([scope.hash(scope.text + content), content]))
}

/** @throws GraphError 400 for a token that was changed, or belongs to another tenant, set, filter or order */
export function readSkipToken(token: string, scope: TokenScope): SkipToken {
  try {
    const [seal, content] = JSON.parse(decodeBase64Url(token) ?? '') as [number, string]
    if (seal !== scope.hash(scope.text + content)) throw invalidSkipToken()
    const [sequence, left, pageSize, ...keys] = JSON.parse(content) as [number, number | null, number, ...unknown[]]
    return { sequence, left, pageSize, keys: keys.map((key, index) => readKey(key, scope.keyTypes[index] as string)) }
  } catch {
    throw invalidSkipToken()
  }
}

/** What JSON has no form for: bigints, decimals, and numbers that are none. */
const TEXTUAL: readonly string[] = ['Edm.Duration', 'Edm.Decimal', 'Edm.Double']

function writeKey(key: unknown, type: string): unknown {
  if (key === null) return null
  if (type === 'Edm.DateTimeOffset') return String((key as Instant).ticks)
  return TEXTUAL.includes(type) ? (key as bigint | number | Big).toString() : key
}

function readKey(key: unknown, type: string): unknown {
  if (key === null) return null
  if (type === 'Edm.DateTimeOffset') return { ticks: BigInt(key as string), offset: 0 }
  if (type === 'Edm.Duration') return BigInt(key as string)
  if (type === 'Edm.Decimal') return new Decimal(key as string)
  return type === 'Edm.Double' ? Number(key) : key
}
