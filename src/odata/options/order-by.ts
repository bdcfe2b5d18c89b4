import type { Model } from '../../csdl/model.js'
import type { Row } from '../../csdl/read-value.js'
import { invalidOrderBy, notSortable } from '../../errors/query-errors.js'
import { type CheckContext, checkExpression } from '../expression/check-expression.js'
import { type Order, orderOf } from '../expression/comparison.js'
import { compileExpression, type Evaluate } from '../expression/compile-expression.js'
import { parseList } from '../expression/parse-expression.js'
import type { Aliases } from '../expression/token-reader.js'
import type { Node } from '../expression/tree.js'
import { mayFail, readsClock } from '../expression/traits.js'
import { type Typed, typeName } from '../expression/typed-tree.js'
import { reworded } from './reworded.js'

/** Rows in an order, and beside each what it is ordered by. */
export interface Sorted {
  readonly rows: readonly Row[]
  readonly keys: readonly (readonly unknown[])[]
}

export interface OrderBy {
  /**
   * What the order is known by, within one model: rows may be kept in it. Undefined for an order that may fail for a row, or
   * reads the clock.
   */
  readonly name: string | undefined
  /** Names of the keys' types. */
  readonly types: readonly string[]
  keysOf(row: Row): unknown[]
  /** Compares keys: nulls come first, last where descending. */
  compare(left: readonly unknown[], right: readonly unknown[]): number
}

/** An order that rows may be kept in. */
export type NamedOrder = OrderBy & { readonly name: string }

export function isNamed(orderBy: OrderBy): orderBy is NamedOrder {
  return orderBy.name !== undefined
}

interface Key {
  readonly typed: Typed
  readonly evaluate: Evaluate
  readonly order: Order
  readonly sign: 1 | -1
}

/** Orders that were read, by text: an application has a few, and asks for them again and again. So many are kept of a model. */
const KEPT = 100

const read = new WeakMap<Model, Map<string, OrderBy>>()

/** @throws GraphError 400 */
export function readOrderBy(text: string, aliases: Aliases, context: CheckContext): OrderBy {
  // What an alias stands for, and a regular expression, is the request's own.
  if (text.includes('@') || context.matcher) return readAnew(text, aliases, context)
  const known = read.get(context.model) ?? new Map<string, OrderBy>()
  read.set(context.model, known)
  const key = `${context.it.name} ${text}`
  const found = known.get(key)
  if (found) return found
  const orderBy = readAnew(text, aliases, context)
  if (orderBy.name === undefined) return orderBy
  if (known.size >= KEPT) known.clear()
  known.set(key, orderBy)
  return orderBy
}

function readAnew(text: string, aliases: Aliases, context: CheckContext): OrderBy {
  return reworded(() => {
    const keys = parseList(text, aliases, (node, word) => keyOf(node, word === 'desc' ? -1 : 1, context))
    const frame: unknown[] = []
    const keepable = !keys.some(({ typed }) => mayFail(typed) || readsClock(typed))
    return {
      name: keepable ? JSON.stringify([text, text.includes('@') ? [...aliases] : []]) : undefined,
      types: keys.map(({ typed }) => typeName(typed.type)),
      keysOf(row) {
        frame[0] = row
        return reworded(() => keys.map(({ evaluate }) => evaluate(frame)), invalidOrderBy)
      },
      compare: (left, right) => compare(keys, left, right),
    }
  }, invalidOrderBy)
}

function keyOf(node: Node, sign: 1 | -1, context: CheckContext): Key {
  const typed = checkExpression(node, context)
  const order = orderOf(typed.type)
  if (!order) throw notSortable()
  return { typed, evaluate: compileExpression(typed), order, sign }
}

function compare(keys: readonly Key[], left: readonly unknown[], right: readonly unknown[]): number {
  for (let index = 0; index < keys.length; index++) {
    const { order, sign } = keys[index] as Key
    const result = nullsFirst(order, left[index], right[index])
    if (result !== 0) return result * sign
  }
  return 0
}

function nullsFirst(order: Order, left: unknown, right: unknown): number {
  if (left === null || right === null) return left === right ? 0 : left === null ? -1 : 1
  // What has no order among numbers, NaN, comes before them.
  const result = order(left as never, right as never)
  return Number.isNaN(result) ? Number(Number.isNaN(right)) - Number(Number.isNaN(left)) : result
}
