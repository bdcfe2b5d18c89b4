import type Big from 'big.js'
import type { ExpressionType } from './typed-tree.js'
import type { Instant } from './temporal.js'

/** Compares two values of one type, neither of them null: less than 0, 0, more than 0, or NaN. */
export type Order = (left: never, right: never) => number

const natural = (left: string | number | bigint, right: string | number | bigint): number =>
  left < right ? -1 : left > right ? 1 : left === right ? 0 : NaN

const ORDERS: Partial<Record<string, Order>> = {
  // By UTF-16 units, as ordinal comparison in .NET; whether Intune compares by culture is not on record.
  'Edm.String': natural,
  'Edm.Boolean': (left: boolean, right: boolean) => Number(left) - Number(right),
  'Edm.DateTimeOffset': (left: Instant, right: Instant) => natural(left.ticks, right.ticks),
  'Edm.Decimal': (left: Big, right: Big) => left.cmp(right),
}

/** @returns undefined for types that have no order: complex values, collections */
export function orderOf(type: ExpressionType): Order | undefined {
  if (type.kind === 'enum' || type.kind === 'null') return natural
  return type.kind === 'primitive' ? (ORDERS[type.name] ?? natural) : undefined
}

type Nullable = (left: unknown, right: unknown) => boolean

const both =
  (order: Order, test: (sign: number) => boolean, ofNulls: boolean): Nullable =>
  (left, right) => {
    if (left === null || right === null) return ofNulls && left === right
    return test(order(left as never, right as never))
  }

/** Null equals itself alone, and is neither more nor less than anything (URL conventions, 5.1.1.1). */
export const COMPARISONS = {
  eq: (order: Order) => both(order, (sign) => sign === 0, true),
  ne: (order: Order): Nullable => {
    const equal = COMPARISONS.eq(order)
    return (left, right) => !equal(left, right)
  },
  gt: (order: Order) => both(order, (sign) => sign > 0, false),
  ge: (order: Order) => both(order, (sign) => sign >= 0, true),
  lt: (order: Order) => both(order, (sign) => sign < 0, false),
  le: (order: Order) => both(order, (sign) => sign <= 0, true),
} as const

/** Values that can only be null or not: complex ones. */
export const nullness: Order = (left, right) => (left === right ? 0 : NaN)
