import type { Row, Value } from '../../csdl/read-value.js'
import type { Filter } from './filter.js'
import { isNamed, type NamedOrder, type OrderBy, type Sorted } from './order-by.js'
import type { SkipToken } from './skip-token.js'

/** Rows that are kept in an order. */
export interface Kept extends Sorted {
  /** A member of each of the rows. */
  column(member: string): readonly Value[]
}

/** Where rows come from. */
export interface RowSource {
  readonly size: number
  /** Every row, in the order of creation. */
  values(): Iterable<Row>
  /** Every row in an order, ties in the order of creation; undefined where that is not at hand. */
  ordered(order: NamedOrder): Kept | undefined
}

export interface PageRequest {
  readonly filter: Filter | undefined
  readonly orderBy: OrderBy | undefined
  readonly skip: number
  /** Rows that are asked for in all; undefined: every one. */
  readonly top: number | undefined
  readonly pageSize: number
  /** Where the page before ended. */
  readonly after: SkipToken | undefined
  /** Whether all rows are counted that the filter leaves. */
  readonly counted: boolean
  /** A row's place in the order of creation: what breaks ties, and the order where none is asked for. */
  readonly sequenceOf: (row: Row) => number
}

export interface Page {
  readonly rows: readonly Row[]
  /** Rows that the filter leaves, whatever the page; undefined where they are not counted. */
  readonly count: number | undefined
  /** Set where there are more. */
  readonly next: SkipToken | undefined
}

/**
 * Cuts a page out of rows. A page begins after the last row of the page before, by what it was ordered by rather than by its
 * number: rows that come and go in between neither repeat nor hide another.
 */
export function selectPage(source: RowSource, request: PageRequest): Page {
  const { orderBy } = request
  const gathered = orderBy ? gatherOrdered(source, request, orderBy) : gatherCreated(source, request)
  const count = request.filter ? gathered.count : source.size
  return { rows: gathered.rows, count: request.counted ? count : undefined, next: nextOf(gathered, request) }
}

/** Rows that $top still asks for; null without $top. */
function leftOf({ after, top }: PageRequest): number | null {
  return after ? after.left : (top ?? null)
}

function nextOf({ rows, lastKeys, more }: Gathered, request: PageRequest): SkipToken | undefined {
  const last = rows.at(-1)
  if (!more || !last) return undefined
  const { pageSize, sequenceOf } = request
  const left = leftOf(request)
  return { sequence: sequenceOf(last), keys: lastKeys, left: left === null ? null : left - rows.length, pageSize }
}

const NO_KEYS: readonly unknown[] = []

/** The rows of a page, as they are come upon. */
class Gathered {
  readonly rows: Row[] = []
  /** What the last of them is ordered by. */
  lastKeys = NO_KEYS
  /** Rows that were taken. */
  count = 0
  /** Whether a row was come upon that belongs to the next page. */
  more = false
  readonly #size: number
  /** Whether there may be a next page at all. */
  readonly #open: boolean
  /** Whether every row has to be seen, those of the pages before included. */
  readonly all: boolean
  #skip: number

  constructor(request: PageRequest) {
    const { counted, after, skip, pageSize, filter } = request
    const isCountedHere = counted && filter !== undefined
    const left = leftOf(request)
    this.#size = left === null ? pageSize : Math.min(pageSize, left)
    this.#open = this.#size > 0 && this.#size !== left
    this.all = isCountedHere || (filter?.mayFail ?? false)
    this.#skip = after ? 0 : skip
  }

  /** Whether the rest of the rows changes nothing. */
  get done(): boolean {
    return !this.all && this.rows.length === this.#size && (this.more || !this.#open)
  }

  /**
   * @param row one that the filter leaves
   * @param isBefore whether the row belongs to a page before this one
   */
  take(row: Row, isBefore: boolean, keys = NO_KEYS): void {
    this.count += 1
    if (isBefore) return
    if (this.#skip > 0) {
      this.#skip -= 1
    } else if (this.rows.length < this.#size) {
      this.rows.push(row)
      this.lastKeys = keys
    } else {
      this.more = this.#open
    }
  }
}

function gatherCreated(source: RowSource, request: PageRequest): Gathered {
  const { after, sequenceOf, filter } = request
  const gathered = new Gathered(request)
  for (const row of source.values()) {
    if (gathered.done) break
    const isBefore = after !== undefined && sequenceOf(row) <= after.sequence
    if (isBefore && !gathered.all) continue
    if (!filter || filter.matches(row)) gathered.take(row, isBefore)
  }
  return gathered
}

function gatherOrdered(source: RowSource, request: PageRequest, orderBy: OrderBy): Gathered {
  const kept = isNamed(orderBy) ? source.ordered(orderBy) : undefined
  const gathered = new Gathered(request)
  const { rows, keys } = kept ?? sortMatching(source, request, orderBy)
  const matches = kept && request.filter ? matcherOf(kept, request.filter) : undefined
  const start = request.after ? firstAfter({ rows, keys }, request.after, request, orderBy) : 0
  for (let index = gathered.all ? 0 : start; index < rows.length && !gathered.done; index++) {
    if (!matches || matches(index)) gathered.take(rows[index] as Row, index < start, keys[index])
  }
  return gathered
}

/** Shows a filter what it reads of a row: in a large set, most rows would be fetched from memory only to be left out. */
function matcherOf(kept: Kept, filter: Filter): (index: number) => boolean {
  const { byMembers } = filter
  if (!byMembers) return (index) => filter.matches(kept.rows[index] as Row)
  const columns = byMembers.names.map((name) => kept.column(name))
  const values: Value[] = []
  return (index) => {
    for (let at = 0; at < columns.length; at++) values[at] = columns[at]?.[index] as Value
    return byMembers.matches(values)
  }
}

/** Rows that the filter leaves out have no keys, which might fail; and the filter's own faults come first. */
function sortMatching(source: RowSource, { filter }: PageRequest, orderBy: OrderBy): Sorted {
  const all = [...source.values()]
  const matching = filter ? all.filter((row) => filter.matches(row)) : all
  const keyed = matching.map((row) => ({ row, keys: orderBy.keysOf(row) }))
  // Sorting is stable, so ties stay in the order of creation.
  keyed.sort((left, right) => orderBy.compare(left.keys, right.keys))
  return { rows: keyed.map(({ row }) => row), keys: keyed.map(({ keys }) => keys) }
}

/** By halves: the rows are in order. */
function firstAfter({ rows, keys }: Sorted, after: SkipToken, { sequenceOf }: PageRequest, orderBy: OrderBy): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const order = orderBy.compare(keys[middle] as readonly unknown[], after.keys)
    const sign = order || sequenceOf(rows[middle] as Row) - after.sequence
    if (sign <= 0) low = middle + 1
    else high = middle
  }
  return low
}
