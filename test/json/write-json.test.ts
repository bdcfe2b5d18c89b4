import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type JsonObject, readJson } from '../../src/json/read-json.js'
import { writeJson } from '../../src/json/write-json.js'

const KEPT = ['1.0', '-0', '1e400', '12345678901234567890', '{"__proto__":{"x":1},"":[]}', '{"2":1,"1":2}', '"\\ud800"']

it.each(KEPT)('keeps %s as it is', (text) => {
  expect(writeJson(readJson(text))).toBe(text)
})

it('writes a text that reads as the same value', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(readJson(writeJson(readJson(text)))).toEqual(readJson(text))
    }),
  )
})

it('keeps that a name is repeated', () => {
  const again = readJson(writeJson(readJson('{"a":1,"b":2,"a":{"c":1,"c":2}}'))) as JsonObject
  expect(again.duplicate).toBe('a')
  expect(again.members.get('a')).toMatchObject({ duplicate: 'c' })
})

it('does not grow with names repeated at every level', () => {
  const text = '{"a":1,"a":'.repeat(99) + '1' + '}'.repeat(99)
  expect(writeJson(readJson(text)).length).toBeLessThan(2 * text.length)
})
