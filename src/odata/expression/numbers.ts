import Big from 'big.js'
import { divisionByZero } from './expression-error.js'

/*
 * Numbers of expressions. No member of the model is numeric: they come from literals, lengths and parts of dates. Int32,
 * Int64 and Double are JavaScript's numbers; Decimal is exact, and so is an integer literal beyond 2⁵³.
 */

/** Decimal arithmetic with as many digits as .NET's. */
export const Decimal = Big()
Decimal.DP = 28

export type NumericType = 'Edm.Int32' | 'Edm.Int64' | 'Edm.Decimal' | 'Edm.Double'

/** From the narrowest to the widest (URL conventions, 5.1.1.15.1). */
const WIDTH: readonly string[] = ['Edm.Int32', 'Edm.Int64', 'Edm.Decimal', 'Edm.Double'] satisfies NumericType[]

export function isNumeric(type: string): type is NumericType {
  return WIDTH.includes(type)
}

export function widest(left: NumericType, right: NumericType): NumericType {
  return WIDTH.indexOf(left) > WIDTH.indexOf(right) ? left : right
}

/** @returns the function that makes a number of one type one of a wider type; undefined where none is needed */
export function widen(from: NumericType, to: NumericType): ((value: never) => unknown) | undefined {
  if (from === to || to === 'Edm.Int64') return undefined
  if (to === 'Edm.Decimal') return (value: number) => new Decimal(value)
  return from === 'Edm.Decimal' ? (value: Big) => value.toNumber() : undefined
}

/** @returns the type and value of a literal; an exponent, INF and NaN make it a Double, a point a Decimal */
export function readNumber(text: string): { type: NumericType; value: number | Big } {
  const word = text.toLowerCase()
  if (word.endsWith('inf')) return { type: 'Edm.Double', value: word.startsWith('-') ? -Infinity : Infinity }
  if (word === 'nan' || word.includes('e')) return { type: 'Edm.Double', value: Number(word) }
  if (word.includes('.')) return { type: 'Edm.Decimal', value: new Decimal(word) }
  const value = Number(word)
  if (!Number.isSafeInteger(value)) return { type: 'Edm.Decimal', value: new Decimal(word) }
  return { type: value === (value | 0) ? 'Edm.Int32' : 'Edm.Int64', value }
}

type Operation = 'add' | 'sub' | 'mul' | 'div' | 'mod'

const FLOATING: Readonly<Record<Operation, (left: number, right: number) => number>> = {
  add: (left, right) => left + right,
  sub: (left, right) => left - right,
  mul: (left, right) => left * right,
  div: (left, right) => left / right,
  mod: (left, right) => left % right,
}

const INTEGRAL: typeof FLOATING = {
  ...FLOATING,
  div: (left, right) => Math.trunc(left / nonZero(right)) + 0,
  mod: (left, right) => (left % nonZero(right)) + 0,
}

const EXACT: Readonly<Record<Operation, (left: Big, right: Big) => Big>> = {
  add: (left, right) => left.plus(right),
  sub: (left, right) => left.minus(right),
  mul: (left, right) => left.times(right),
  div: (left, right) => left.div(nonZero(right)),
  mod: (left, right) => left.mod(nonZero(right)),
}

/** @returns the operation on two values of the type; `div` of integers is an integer */
export function arithmetic(operation: Operation, type: NumericType): (left: never, right: never) => unknown {
  if (type === 'Edm.Decimal') return EXACT[operation]
  return (type === 'Edm.Double' ? FLOATING : INTEGRAL)[operation]
}

function nonZero<T extends number | Big>(value: T): T {
  if (Number(value) === 0) throw divisionByZero()
  return value
}

/** To the nearest integer, halves away from zero. */
export function roundHalfAway(value: number): number {
  return value < 0 ? -Math.round(-value) : Math.round(value)
}
