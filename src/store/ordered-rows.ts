import type { Row, Value } from '../csdl/read-value.js'
import { copyOf } from '../encoding/copy-of.js'

/** A way to order rows that is the same whenever it is asked for. */
export interface RowOrder {
  /** No other order has it. */
  readonly name: string
  keysOf(row: Row): readonly unknown[]
  compare(left: readonly unknown[], right: readonly unknown[]): number
}

/** Rows in an order, and beside each what it is ordered by. */
export interface SortedRows {
  readonly rows: readonly Row[]
  readonly keys: readonly (readonly unknown[])[]
  /** A member of each of the rows: gathered when it is first asked for, and kept. */
  column(member: string): readonly Value[]
}

interface KeyedRow {
  readonly row: Row
  readonly keys: readonly unknown[]
}

/** Each in a list of its own: a walk touches no more than it reads. */
class Columns implements SortedRows {
  readonly rows: Row[]
  readonly keys: (readonly unknown[])[]
  readonly #members = new Map<string, Value[]>()

  constructor(keyed: readonly KeyedRow[]) {
    this.rows = keyed.map(({ row }) => row)
    this.keys = keyed.map(({ keys }) => keys)
  }

  column(member: string): readonly Value[] {
    const known = this.#members.get(member)
    if (known) return known
    const column = this.rows.map((row) => valueOf(row, member))
    this.#members.set(member, column)
    return column
  }

  insert(place: number, { row, keys }: KeyedRow): void {
    this.rows.splice(place, 0, row)
    this.keys.splice(place, 0, keys)
    for (const [member, column] of this.#members) column.splice(place, 0, valueOf(row, member))
  }

  remove(place: number): void {
    this.rows.splice(place, 1)
    this.keys.splice(place, 1)
    for (const column of this.#members.values()) column.splice(place, 1)
  }
}

/** Of texts up to this long, V8 keeps one for all rows that it reads from JSON. */
const LONGEST_SHARED = 10

/** Texts lie beside each other as their rows do: those of the rows themselves are all over the memory. */
function valueOf(row: Row, member: string): Value {
  const value = row[member] ?? null
  return typeof value === 'string' && value.length > LONGEST_SHARED ? copyOf(value) : value
}

/** So many changes are worked in one by one: each moves the rows behind it. More are sorted in. */
const FEW = 32

/** A collection's rows in an order, sorted once: what changes later is worked in when the order is asked for again. */
export class OrderedRows {
  readonly #order: RowOrder
  readonly #source: () => Iterable<Row>
  readonly #sequenceOf: (row: Row) => number
  /** Undefined where they are to be sorted anew. */
  #sorted: Columns | undefined
  readonly #added = new Set<Row>()
  readonly #removed = new Set<Row>()

  /**
   * @param source every row there is
   * @param sequenceOf a row's place in the order of creation: what breaks ties
   */
  constructor(order: RowOrder, source: () => Iterable<Row>, sequenceOf: (row: Row) => number) {
    this.#order = order
    this.#source = source
    this.#sequenceOf = sequenceOf
  }

  get sorted(): SortedRows {
    if (!this.#sorted) this.#sort(Array.from(this.#source(), (row) => this.#keyed(row)))
    else if (this.#changes > FEW) this.#sortIn(this.#sorted)
    else this.#workIn(this.#sorted)
    this.#added.clear()
    this.#removed.clear()
    return this.#sorted as SortedRows
  }

  add(row: Row): void {
    this.#added.add(row)
    this.#forgetMany()
  }

  remove(row: Row): void {
    if (!this.#added.delete(row)) this.#removed.add(row)
    this.#forgetMany()
  }

  get #changes(): number {
    return this.#added.size + this.#removed.size
  }

  /** More changes than rows: they are forgotten, and the rows sorted anew when they are asked for. */
  #forgetMany(): void {
    if (this.#sorted && this.#changes <= this.#sorted.rows.length) return
    this.#sorted = undefined
    this.#added.clear()
    this.#removed.clear()
  }

  #sort(keyed: KeyedRow[]): void {
    keyed.sort((left, right) => this.#compare(left.row, left.keys, right.row, right.keys))
    this.#sorted = new Columns(keyed)
  }

  /** The rows that stay are in order: sorting takes them as they are, and merges the others. */
  #sortIn({ rows, keys }: SortedRows): void {
    const kept = rows.flatMap((row, index) =>
      this.#removed.has(row) ? [] : { row, keys: keys[index] as readonly unknown[] },
    )
    this.#sort(kept.concat(Array.from(this.#added, (row) => this.#keyed(row))))
  }

  #workIn(sorted: Columns): void {
    for (const row of this.#removed) sorted.remove(this.#placeOf(this.#keyed(row), sorted))
    for (const row of this.#added) {
      const keyed = this.#keyed(row)
      sorted.insert(this.#placeOf(keyed, sorted), keyed)
    }
  }

  /** By halves: where the row is, or belongs. */
  #placeOf({ row, keys }: KeyedRow, sorted: Columns): number {
    let [low, high] = [0, sorted.rows.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const sign = this.#compare(sorted.rows[middle] as Row, sorted.keys[middle] as readonly unknown[], row, keys)
      if (sign < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  #compare(left: Row, leftKeys: readonly unknown[], right: Row, rightKeys: readonly unknown[]): number {
    return this.#order.compare(leftKeys, rightKeys) || this.#sequenceOf(left) - this.#sequenceOf(right)
  }

  #keyed(row: Row): KeyedRow {
    return { row, keys: this.#order.keysOf(row) }
  }
}
