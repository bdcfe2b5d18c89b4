import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Row } from '../../src/csdl/read-value.js'
import { OrderedRows, type RowOrder } from '../../src/store/ordered-rows.js'

interface Numbered extends Row {
  readonly sequence: number
  readonly rank: number
  readonly name: string
}

/** From none to many units, two of them of one character. */
const nameOf = (sequence: number, rank: number) => `😀${String(rank).repeat(20)}`.slice(0, sequence % 21)

const sequenceOf = (row: Row) => (row as Numbered).sequence
const byRank: RowOrder = {
  name: 'rank',
  keysOf: (row) => [(row as Numbered).rank],
  compare: ([left], [right]) => Number(left) - Number(right),
}

const sortedAnew = (rows: Iterable<Row>) =>
  [...(rows as Iterable<Numbered>)].sort((left, right) => left.rank - right.rank || left.sequence - right.sequence)

/** Rows as a collection keeps them: what is replaced keeps its place. */
function kept() {
  const rows = new Map<number, Numbered>()
  const ordered = new OrderedRows(byRank, () => rows.values(), sequenceOf)
  let next = 0
  const some = (index: number) => [...rows.values()][index % Math.max(rows.size, 1)]
  return {
    rows,
    ordered,
    create(rank: number) {
      const row = { sequence: next, rank, name: nameOf(next++, rank) }
      rows.set(row.sequence, row)
      ordered.add(row)
    },
    replace(index: number, rank: number) {
      const previous = some(index)
      if (!previous) return
      const row = { ...previous, rank, name: nameOf(previous.sequence, rank) }
      rows.set(row.sequence, row)
      ordered.remove(previous)
      ordered.add(row)
    },
    delete(index: number) {
      const row = some(index)
      if (!row) return
      rows.delete(row.sequence)
      ordered.remove(row)
    },
  }
}

function expectSorted({ ordered, rows }: ReturnType<typeof kept>): void {
  const { sorted } = ordered
  const anew = sortedAnew(rows.values())
  expect(sorted.rows).toEqual(anew)
  expect(sorted.keys).toEqual(anew.map(({ rank }) => [rank]))
  expect(sorted.column('sequence')).toEqual(anew.map(({ sequence }) => sequence))
  expect(sorted.column('name')).toEqual(anew.map(({ name }) => name))
}

describe('rows in an order', () => {
  it('are the same as sorted anew, whatever changes between two reads', () => {
    const rank = fc.integer({ min: 0, max: 9 })
    const change = fc.oneof(
      fc.record({ kind: fc.constant('create' as const), rank }),
      fc.record({ kind: fc.constant('replace' as const), index: fc.nat(), rank }),
      fc.record({ kind: fc.constant('delete' as const), index: fc.nat() }),
      fc.record({ kind: fc.constant('read' as const) }),
    )
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200, size: 'max' }), (changes) => {
        const state = kept()
        for (const each of changes) {
          if (each.kind === 'create') state.create(each.rank)
          else if (each.kind === 'replace') state.replace(each.index, each.rank)
          else if (each.kind === 'delete') state.delete(each.index)
          else expectSorted(state)
        }
        expectSorted(state)
      }),
    )
  })

  it('stay so after more changes than there are rows', () => {
    const state = kept()
    for (let rank = 0; rank < 50; rank++) state.create(rank % 7)
    expect(state.ordered.sorted.rows).toHaveLength(50)
    for (let index = 0; index < 500; index++) state.replace(index, index % 11)
    expect(state.ordered.sorted.rows).toEqual(sortedAnew(state.rows.values()))
    for (let index = 0; index < 50; index++) state.delete(0)
    expect(state.ordered.sorted.rows).toEqual([])
  })

  it('have the keys of a row once, not at each read', () => {
    let keyed = 0
    const rows = Array.from({ length: 100 }, (_, sequence): Row => ({ sequence, rank: -sequence }))
    const counting = { ...byRank, keysOf: (row: Row) => (keyed++, byRank.keysOf(row)) }
    const ordered = new OrderedRows(counting, () => rows, sequenceOf)
    expect(ordered.sorted.rows).toEqual(rows.toReversed())
    expect(ordered.sorted.rows).toHaveLength(100)
    expect(keyed).toBe(100)
    ordered.add({ sequence: 100, rank: 1 })
    expect(ordered.sorted.rows).toHaveLength(101)
    expect(keyed).toBe(101)
  })
})
