import type Big from 'big.js'
import { arithmetic, type NumericType, roundHalfAway } from './numbers.js'
import { type Instant, MAX_INSTANT, MIN_INSTANT, TICKS_PER_DAY } from './temporal.js'
import type { Implementation } from './typed-tree.js'
import type { BinaryOperator } from './tree.js'

/** ODL's names of operators, for its messages. */
export const OPERATOR_KINDS: Readonly<Record<BinaryOperator | 'not' | 'negate', string>> = {
  or: 'Or',
  and: 'And',
  eq: 'Equal',
  ne: 'NotEqual',
  gt: 'GreaterThan',
  ge: 'GreaterThanOrEqual',
  lt: 'LessThan',
  le: 'LessThanOrEqual',
  add: 'Add',
  sub: 'Subtract',
  mul: 'Multiply',
  div: 'Divide',
  divby: 'Divide',
  mod: 'Modulo',
  in: 'In',
  has: 'Has',
  not: 'Not',
  negate: 'Negate',
}

type Arithmetic = 'add' | 'sub' | 'mul' | 'div' | 'divby' | 'mod'

interface Signature {
  readonly operator: Arithmetic
  readonly left: string
  readonly right: string
  readonly result: string
  readonly implementation: Implementation
}

const scale = (ticks: bigint, factor: number): bigint => BigInt(roundHalfAway(Number(ticks) * factor))

/** Out of the calendar: null, as a conversion that fails is. */
const instant = ({ offset }: Instant, ticks: bigint): Instant | null =>
  ticks < MIN_INSTANT || ticks > MAX_INSTANT ? null : { ticks, offset }

const days = (ticks: bigint): number => Number(ticks / TICKS_PER_DAY)
const MIN_DAY = days(MIN_INSTANT)
const MAX_DAY = days(MAX_INSTANT)
const day = (value: number): number | null => (value < MIN_DAY || value > MAX_DAY ? null : value)

/** Arithmetic of dates and durations (URL conventions, 5.1.1.2); numbers follow their own rule below. */
const SIGNATURES: readonly Signature[] = [
  {
    operator: 'add',
    left: 'Edm.DateTimeOffset',
    right: 'Edm.Duration',
    result: 'Edm.DateTimeOffset',
    implementation: (at: Instant, by: bigint) => instant(at, at.ticks + by),
  },
  {
    operator: 'sub',
    left: 'Edm.DateTimeOffset',
    right: 'Edm.Duration',
    result: 'Edm.DateTimeOffset',
    implementation: (at: Instant, by: bigint) => instant(at, at.ticks - by),
  },
  {
    operator: 'sub',
    left: 'Edm.DateTimeOffset',
    right: 'Edm.DateTimeOffset',
    result: 'Edm.Duration',
    implementation: (left: Instant, right: Instant) => left.ticks - right.ticks,
  },
  {
    operator: 'add',
    left: 'Edm.Date',
    right: 'Edm.Duration',
    result: 'Edm.Date',
    implementation: (at: number, by: bigint) => day(at + days(by)),
  },
  {
    operator: 'sub',
    left: 'Edm.Date',
    right: 'Edm.Duration',
    result: 'Edm.Date',
    implementation: (at: number, by: bigint) => day(at - days(by)),
  },
  {
    operator: 'sub',
    left: 'Edm.Date',
    right: 'Edm.Date',
    result: 'Edm.Duration',
    implementation: (left: number, right: number) => BigInt(left - right) * TICKS_PER_DAY,
  },
  {
    operator: 'add',
    left: 'Edm.Duration',
    right: 'Edm.Duration',
    result: 'Edm.Duration',
    implementation: (left: bigint, right: bigint) => left + right,
  },
  {
    operator: 'sub',
    left: 'Edm.Duration',
    right: 'Edm.Duration',
    result: 'Edm.Duration',
    implementation: (left: bigint, right: bigint) => left - right,
  },
  {
    operator: 'mul',
    left: 'Edm.Duration',
    right: 'Edm.Double',
    result: 'Edm.Duration',
    implementation: scale,
  },
  {
    operator: 'mul',
    left: 'Edm.Double',
    right: 'Edm.Duration',
    result: 'Edm.Duration',
    implementation: (factor: number, ticks: bigint) => scale(ticks, factor),
  },
  {
    operator: 'div',
    left: 'Edm.Duration',
    right: 'Edm.Double',
    result: 'Edm.Duration',
    implementation: (ticks: bigint, by: number) => (by === 0 ? null : scale(ticks, 1 / by)),
  },
]

/** @returns the signature of that operator for dates and durations */
export function signatureOf(operator: Arithmetic, left: string, right: string): Signature | undefined {
  return SIGNATURES.find((each) => each.operator === operator && each.left === left && each.right === right)
}

/** Numbers are brought to one type; `divby` divides integers as decimals. */
export function numericOperation(
  operator: Arithmetic,
  common: NumericType,
): { type: NumericType; implementation: Implementation } {
  if (operator !== 'divby') return { type: common, implementation: arithmetic(operator, common) }
  const type = common === 'Edm.Double' ? 'Edm.Double' : 'Edm.Decimal'
  return { type, implementation: arithmetic('div', type) }
}

export const NEGATIONS: Readonly<Record<string, Implementation>> = {
  'Edm.Int32': (value: number) => 0 - value,
  'Edm.Int64': (value: number) => 0 - value,
  'Edm.Double': (value: number) => -value,
  'Edm.Decimal': (value: Big) => value.neg(),
  'Edm.Duration': (value: bigint) => -value,
}
