import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  JsonNumber,
  JsonObject,
  JsonSyntaxError,
  type JsonValue,
  MAX_DEPTH,
  readJson,
} from '../../src/json/read-json.js'

function plain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return Number(value.text)
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof JsonObject) return new Map(Array.from(value.members, ([name, member]) => [name, plain(member)]))
  return value
}

function asMaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asMaps)
  if (typeof value !== 'object' || value === null) return value
  return new Map(Object.entries(value).map(([name, member]) => [name, asMaps(member)]))
}

describe('readJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(3), (text, space) => {
        const spaced = JSON.stringify(JSON.parse(text), null, space)
        // JSON.parse sorts integer names first, which Map equality does not mind.
        expect(plain(readJson(spaced))).toEqual(asMaps(JSON.parse(spaced)))
      }),
    )
  })

  it('refuses what JSON.parse refuses', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '1',
      '-',
      '.5',
      '01',
      'e3',
      'true',
      'nul',
      ' ',
      '\n',
      '\\',
      '\u0001',
      '\u00a0',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('')
        let accepted = true
        try {
          JSON.parse(text)
        } catch {
          accepted = false
        }
        if (accepted) expect(plain(readJson(text))).toEqual(asMaps(JSON.parse(text)))
        else expect(() => readJson(text)).toThrow(JsonSyntaxError)
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps the spelling of a number and the first repeated name', () => {
    const object = readJson('{"a":1.50,"b":1,"b":2}') as JsonObject
    expect(object.members.get('a')).toEqual(new JsonNumber('1.50'))
    expect(object.duplicate).toBe('b')
  })

  it('says where a text goes wrong', () => {
    expect(() => readJson('{\n  "a": nope }')).toThrow('a value expected at line 2, column 8')
  })

  it('refuses more levels than a body needs', () => {
    expect(() => readJson('['.repeat(2_000_000))).toThrow(`more than ${MAX_DEPTH} levels`)
  })

  it('takes time in proportion to a hostile text', () => {
    expect(() => readJson(`"${'\\u0041'.repeat(600_000)}`)).toThrow(JsonSyntaxError)
  })
})
