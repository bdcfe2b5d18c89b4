import type { Row } from '../../csdl/read-value.js'
import type { Predicate } from './filter.js'
import type { Keyed, OrderBy } from './order-by.js'
import type { SkipToken } from './skip-token.js'

export interface PageRequest {
  readonly filter: Predicate | undefined
  readonly orderBy: OrderBy | undefined
  readonly skip: number
  /** Rows that are asked for in all; undefined: every one. */
  readonly top: number | undefined
  readonly pageSize: number
  /** Where the page before ended. */
  readonly after: SkipToken | undefined
  /** A row's place in the order of creation: what breaks ties, and the order where none is asked for. */
  readonly sequenceOf: (row: Row) => number
}

export interface Page {
  readonly rows: readonly Row[]
  /** Rows that the filter leaves, whatever the page. */
  readonly count: number
  /** Set where there are more. */
  readonly next: SkipToken | undefined
}

/**
 * Cuts a page out of rows that are in the order of creation. A page begins after the last row of the page before, by what
 * it was ordered by rather than by its number: rows that come and go in between neither repeat nor hide another.
 */
export function selectPage(rows: readonly Row[], request: PageRequest): Page {
  const { filter, after, skip, pageSize } = request
  const matching = filter ? rows.filter(filter) : rows
  const ordered = order(matching, request)
  const start = after ? firstAfter(ordered, after, request) : Math.min(skip, ordered.length)
  const left = after ? after.left : (request.top ?? null)
  const size = left === null ? pageSize : Math.min(pageSize, left)
  const page = ordered.slice(start, start + size)
  const last = page.at(-1)
  const leftAfter = left === null ? null : left - page.length
  const more = last !== undefined && start + page.length < ordered.length && leftAfter !== 0
  const next = more ? { sequence: request.sequenceOf(last.row), keys: last.keys, left: leftAfter, pageSize } : undefined
  return { rows: page.map(({ row }) => row), count: matching.length, next }
}

const NO_KEYS: readonly unknown[] = []

function order(rows: readonly Row[], { orderBy }: PageRequest): Keyed[] {
  if (!orderBy) return rows.map((row) => ({ row, keys: NO_KEYS }))
  // Sorting is stable, so ties stay in the order of creation.
  return rows
    .map((row) => ({ row, keys: orderBy.keysOf(row) }))
    .sort((left, right) => orderBy.compare(left.keys, right.keys))
}

/** By halves: the rows are in order. */
function firstAfter(ordered: readonly Keyed[], after: SkipToken, { orderBy, sequenceOf }: PageRequest): number {
  let [low, high] = [0, ordered.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const { row, keys } = ordered[middle] as Keyed
    const sign = orderBy?.compare(keys, after.keys) || sequenceOf(row) - after.sequence
    if (sign <= 0) low = middle + 1
    else high = middle
  }
  return low
}
