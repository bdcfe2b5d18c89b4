import { describe, expect, it } from 'vitest'
import { Model, type StructuredType } from '../../src/csdl/model.js'
import type { Row } from '../../src/csdl/read-value.js'
import { withRoomForText, writtenText } from '../../src/csdl/written-text.js'
import { Collection, RowSchema } from '../../src/store/collection.js'

const modelOf = () =>
  new Model('n', { $Version: '4.01', n: { row: { $Kind: 'EntityType', $Key: ['id'], id: {}, name: {} } } })
const model = modelOf()

const writer = () => {
  const written: Row[] = []
  const write = (row: Row) => {
    written.push(row)
    return `"name":"${row.name as string} ${written.length}"`
  }
  return { written, write }
}

describe('the text that is made of a row', () => {
  it('is made once of a frozen row', () => {
    const { written, write } = writer()
    const row: Row = Object.freeze(withRoomForText({ name: 'Zuzana 😀' }))
    expect([writtenText(row, model, write), writtenText(row, model, write)]).toEqual([
      '"name":"Zuzana 😀 1"',
      '"name":"Zuzana 😀 1"',
    ])
    expect(written).toEqual([row])
  })

  it('is made anew by another model', () => {
    const { written, write } = writer()
    const row: Row = Object.freeze(withRoomForText({ name: 'Jamf' }))
    const other = modelOf()
    expect([model, other, other].map((by) => writtenText(row, by, write))).toEqual([
      '"name":"Jamf 1"',
      '"name":"Jamf 2"',
      '"name":"Jamf 2"',
    ])
    expect(written).toHaveLength(2)
  })

  it('is made each time of a row that may change, and leaves it as it is', () => {
    const { written, write } = writer()
    const row: Row = { name: 'Jamf' }
    writtenText(row, model, write)
    writtenText(row, model, write)
    expect(written).toHaveLength(2)
    expect(Reflect.ownKeys(row)).toEqual(['name'])
  })

  it('is kept with the rows of a collection, and not taken over by a row that replaces another', () => {
    const { written, write } = writer()
    const rows = new Collection(new RowSchema('row', model.type('n.row') as StructuredType), new Map())
    const row = rows.insert({ id: '1', name: 'Jamf' })
    writtenText(row, model, write)
    writtenText(rows.get('1') as Row, model, write)
    expect(written).toHaveLength(1)
    const replaced = rows.replace(row, { ...row, name: 'Kandji' })
    expect(writtenText(replaced, model, write)).toBe('"name":"Kandji 2"')
  })

  it('can be of no length, or of one character', () => {
    for (const text of ['', '"']) {
      const row: Row = Object.freeze(withRoomForText({}))
      expect(writtenText(row, model, () => text)).toBe(text)
      expect(writtenText(row, model, () => 'other')).toBe(text)
    }
  })
})
