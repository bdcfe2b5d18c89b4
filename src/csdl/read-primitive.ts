import {
  cannotConvert,
  notQuoted,
  unexpectedNode,
  unknownEnumMember,
  type JsonNode,
} from '../errors/model-validation-errors.js'
import { JsonNumber, JsonObject, type JsonValue } from '../json/read-json.js'
import { readDateTimeOffset } from './date-time-offset.js'
import type { EnumType, PrimitiveType } from './model.js'

export type Primitive = string | number | boolean

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Reads a JSON value as an Edm primitive, by the coercions of ODL's `ODataPayloadValueConverter`.
 *
 * @param path the property's path in the body, for the hint
 * @throws GraphError ModelValidationFailure
 */
export function readPrimitive(value: JsonValue, type: PrimitiveType, path: string): Primitive {
  if (isNode(value)) throw unexpectedNode(nodeName(value), 'PrimitiveValue', hintFor(path, type.name))
  const read = convert(value, type.name)
  if (read === undefined) throw cannotConvert(literal(value), type.name, hintFor(path, type.name))
  return read
}

/**
 * Reads an enum member's name. `Enum.Parse` also takes a member's number in quotes, and so does this; it would take a
 * number that no member has, or a list, and this does not: neither is on record.
 *
 * @throws GraphError ModelValidationFailure
 */
export function readEnum(value: JsonValue, type: EnumType, path: string): string {
  if (typeof value === 'string' && type.members.has(value)) return value
  const hint = `'${path}' takes one of: ${[...type.members.keys()].join(', ')}.`
  if (isNode(value))
    throw unexpectedNode(nodeName(value), 'PrimitiveValue', hint, path.slice(path.lastIndexOf('/') + 1))
  if (typeof value !== 'string') throw notQuoted(literal(value), hint)
  for (const [name, number] of type.members) if (String(number) === value) return name
  throw unknownEnumMember(value, hint)
}

function convert(value: Exclude<JsonValue, JsonObject | JsonValue[]>, type: string): Primitive | undefined {
  switch (type) {
    case 'Edm.String':
      return typeof value === 'string' ? value : undefined
    case 'Edm.Boolean':
      return typeof value === 'boolean' ? value : booleanOf(value)
    case 'Edm.DateTimeOffset':
      return typeof value === 'string' ? readDateTimeOffset(value) : undefined
    case 'Edm.Guid':
      return typeof value === 'string' && GUID.test(value) ? value.toLowerCase() : undefined
    default:
      return value instanceof JsonNumber ? int32Of(value.text) : undefined
  }
}

function int32Of(text: string): number | undefined {
  const value = Number(text)
  return /^-?\d+$/.test(text) && value === (value | 0) ? value : undefined
}

/** ODL converts a string with `Convert.ChangeType`: trimmed, in any case. */
function booleanOf(value: string | null | JsonNumber): boolean | undefined {
  if (typeof value !== 'string') return undefined
  const word = value.trim().toLowerCase()
  if (word === 'true') return true
  return word === 'false' ? false : undefined
}

/** Prints a value as .NET's `ToString` does: a boolean with a capital. */
function literal(value: string | boolean | null | JsonNumber): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (value instanceof JsonNumber) return /[eE]/.test(value.text) ? String(Number(value.text)) : value.text
  return value ?? ''
}

function isNode(value: JsonValue): value is JsonObject | JsonValue[] {
  return value instanceof JsonObject || Array.isArray(value)
}

export function nodeName(value: JsonValue): JsonNode {
  if (Array.isArray(value)) return 'StartArray'
  return value instanceof JsonObject ? 'StartObject' : 'PrimitiveValue'
}

function hintFor(path: string, type: string): string {
  switch (type) {
    case 'Edm.Boolean':
      return `'${path}' takes true or false.`
    case 'Edm.DateTimeOffset':
      return `'${path}' takes a date and time with a zone, as "2026-01-31T08:30:00Z".`
    default:
      return `'${path}' takes a value of ${type}.`
  }
}
