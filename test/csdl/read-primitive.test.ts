import { expect, it } from 'vitest'
import { readPrimitive } from '../../src/csdl/read-primitive.js'
import { readJson } from '../../src/json/read-json.js'

/** The types that no member of a partner has yet. */
it.each([
  ['Edm.Int32', '7', 7],
  ['Edm.Int32', '-2147483648', -2147483648],
  ['Edm.Int32', '2147483648', undefined],
  ['Edm.Int32', '7.0', undefined],
  ['Edm.Int32', '"7"', undefined],
  ['Edm.Guid', '"FC780465-2017-40D4-A0C5-307022471B92"', 'fc780465-2017-40d4-a0c5-307022471b92'],
  ['Edm.Guid', '"fc780465"', undefined],
])('reads %s from %s as %s', (name, json, expected) => {
  const read = () => readPrimitive(readJson(json), { kind: 'primitive', name }, 'member')
  if (expected === undefined) expect(read).toThrow(`to the expected type '${name}'.`)
  else expect(read()).toBe(expected)
})
