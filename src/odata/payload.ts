import { isStructured, type Model, type StructuredType } from '../csdl/model.js'
import type { Row, Value } from '../csdl/read-value.js'

/*
 * How answers are written, in one place. The documented contract is the default: every object names its type, and dates
 * stay as they were sent. Live Intune names a type only where it differs from the declared one, and prints dates in
 * UTC; see docs/decisions/0004-documented-answers.md.
 */

const TYPE_ANNOTATION = '@odata.type'

/** @returns an entity of an answer: its type, then every property in the service's order */
export function writeEntity(row: Row, type: StructuredType, model: Model): Record<string, unknown> {
  const entity: Record<string, unknown> = { [TYPE_ANNOTATION]: `#${type.name}` }
  for (const { name, type: declared } of type.properties.values()) {
    entity[name] = isStructured(declared) ? writeValue(row[name] ?? null, model) : row[name]
  }
  return entity
}

function writeValue(value: Value, model: Model): unknown {
  if (isCollection(value)) return value.map((item) => writeValue(item, model))
  if (typeof value !== 'object' || value === null) return value
  return writeComplex(value, model)
}

function isCollection(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

/** A version shows the members that it has: a null, or an enum's first member, for one that the value lacks. */
function writeComplex(value: Row, model: Model): Record<string, unknown> {
  const name = value[TYPE_ANNOTATION] as string
  const written: Record<string, unknown> = { [TYPE_ANNOTATION]: name }
  const type = model.type(name.slice(1))
  if (!type || !isStructured(type)) return written
  for (const property of type.properties.values()) {
    const first = property.type.kind === 'enum' ? [...property.type.members.keys()][0] : undefined
    written[property.name] = writeValue(value[property.name] ?? (property.nullable ? null : (first ?? null)), model)
  }
  return written
}
