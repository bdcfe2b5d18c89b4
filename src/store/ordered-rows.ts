import type { Row } from '../csdl/read-value.js'

/** A way to order rows that is the same whenever it is asked for. */
export interface RowOrder {
  /** No other order has it. */
  readonly name: string
  keysOf(row: Row): readonly unknown[]
  compare(left: readonly unknown[], right: readonly unknown[]): number
}

export interface KeyedRow {
  readonly row: Row
  /** What the row is ordered by. */
  readonly keys: readonly unknown[]
}

/** So many changes are worked in one by one: each moves the rows behind it. More are sorted in. */
const FEW = 32

/** A collection's rows in an order, sorted once: what changes later is worked in when the order is asked for again. */
export class OrderedRows {
  readonly #order: RowOrder
  readonly #source: () => Iterable<Row>
  readonly #compare: (left: KeyedRow, right: KeyedRow) => number
  /** Undefined where they are to be sorted anew. */
  #rows: KeyedRow[] | undefined
  readonly #added = new Set<Row>()
  readonly #removed = new Set<Row>()

  /**
   * @param source every row there is
   * @param sequenceOf a row's place in the order of creation: what breaks ties
   */
  constructor(order: RowOrder, source: () => Iterable<Row>, sequenceOf: (row: Row) => number) {
    this.#order = order
    this.#source = source
    this.#compare = (left, right) =>
      order.compare(left.keys, right.keys) || sequenceOf(left.row) - sequenceOf(right.row)
  }

  get rows(): readonly KeyedRow[] {
    if (!this.#rows) this.#rows = Array.from(this.#source(), (row) => this.#keyed(row)).sort(this.#compare)
    else if (this.#changes > 0) this.#workIn(this.#rows)
    return this.#rows
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
    if (this.#rows && this.#changes <= this.#rows.length) return
    this.#rows = undefined
    this.#added.clear()
    this.#removed.clear()
  }

  #workIn(rows: KeyedRow[]): void {
    if (this.#changes > FEW) {
      const kept = rows.filter(({ row }) => !this.#removed.has(row))
      // The kept ones are in order: sorting takes them as they are, and merges the others.
      this.#rows = kept.concat(Array.from(this.#added, (row) => this.#keyed(row))).sort(this.#compare)
    } else {
      for (const row of this.#removed) rows.splice(this.#placeOf(this.#keyed(row), rows), 1)
      for (const row of this.#added) {
        const keyed = this.#keyed(row)
        rows.splice(this.#placeOf(keyed, rows), 0, keyed)
      }
    }
    this.#added.clear()
    this.#removed.clear()
  }

  /** By halves: where the row is, or belongs. */
  #placeOf(keyed: KeyedRow, rows: readonly KeyedRow[]): number {
    let [low, high] = [0, rows.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#compare(rows[middle] as KeyedRow, keyed) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  #keyed(row: Row): KeyedRow {
    return { row, keys: this.#order.keysOf(row) }
  }
}
