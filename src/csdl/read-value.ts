import {
  abstractType,
  duplicateProperty,
  incompatibleType,
  notAssignable,
  notQuoted,
  nullCollection,
  nullCollectionItem,
  nullForNonNullable,
  unexpectedNode,
  unknownProperty,
  unresolvedType,
} from '../errors/model-validation-errors.js'
import { JsonNumber, JsonObject, type JsonValue } from '../json/read-json.js'
import { derives, isStructured, type Property, type StructuredType } from './model.js'
import { nodeName, readEnum, readPrimitive, type Primitive } from './read-primitive.js'
import { type ReaderContext, serviceName } from './reader-context.js'

/** A value of the model: what rows hold. A complex value names its type in `@odata.type`, with `#`. */
export type Value = Primitive | null | readonly Value[] | { readonly [member: string]: Value }

export type Row = { readonly [property: string]: Value }

const TYPE_ANNOTATION = '@odata.type'

/**
 * Reads a body as an entity of the given type: the members that were sent, and no others.
 *
 * @throws GraphError ModelValidationFailure for the first thing that does not fit
 */
export function readEntity(value: JsonValue, type: StructuredType, context: ReaderContext): Row {
  if (!(value instanceof JsonObject))
    throw unexpectedNode(nodeName(value), 'StartObject', 'The body is one JSON object.')
  const named = namedType(value, () => entityHint(type))
  if (named !== undefined) checkEntityType(named, type, context)
  return readMembers(value, type, '', context)
}

function readMembers(object: JsonObject, type: StructuredType, path: string, context: ReaderContext): Row {
  if (object.duplicate !== undefined)
    throw duplicateProperty(object.duplicate, `'${path}${object.duplicate}' occurs twice.`)
  const row: Record<string, Value> = {}
  for (const [name, member] of object.members) {
    if (name.includes('@')) continue
    // Ignored in a request, so whatever it is; a text is kept for rows that a test arranges.
    if (name === 'id' && type.kind === 'entity' && typeof member !== 'string') continue
    const property = type.properties.get(name)
    if (!property) throw unknownProperty(name, serviceName(context, type.name), knownMembers(path + name, type))
    row[name] = readProperty(member, property, path + name, context)
  }
  return row
}

function readProperty(value: JsonValue, property: Property, path: string, context: ReaderContext): Value {
  if (property.collection) return readCollection(value, property, path, context)
  if (value !== null) return readSingle(value, property, path, context)
  if (property.nullable) return null
  throw nullForNonNullable(
    property.name,
    facet(property, context),
    `'${path}' cannot be null: leave it out, or give a value.`,
  )
}

function readCollection(value: JsonValue, property: Property, path: string, context: ReaderContext): Value[] {
  if (value === null) throw nullCollection(property.name, facet(property, context), `'${path}' takes [] for none.`)
  if (!Array.isArray(value)) throw unexpectedNode(nodeName(value), 'StartArray', `'${path}' takes an array.`)
  return value.map((item, index) => {
    if (item === null) throw nullCollectionItem(`'${path}/${index}' is null.`)
    return readSingle(item, property, `${path}/${index}`, context)
  })
}

function readSingle(value: JsonValue, { type }: Property, path: string, context: ReaderContext): Value {
  if (type.kind === 'primitive') return readPrimitive(value, type, path)
  if (type.kind === 'enum') return readEnum(value, type, path)
  if (!(value instanceof JsonObject)) throw unexpectedNode(nodeName(value), 'StartObject', `'${path}' takes an object.`)
  return readComplex(value, type, path, context)
}

function readComplex(object: JsonObject, declared: StructuredType, path: string, context: ReaderContext): Value {
  const named = namedType(object, () => concreteHint(path, declared, context))
  const type = named === undefined ? declared : complexType(named, declared, path, context)
  if (type.abstract) throw abstractType(concreteHint(path, declared, context))
  return { [TYPE_ANNOTATION]: type.annotation, ...readMembers(object, type, `${path}/`, context) }
}

/** ODL strips the `#` that OData requires, so both spellings pass. */
function namedType(object: JsonObject, hintOf: () => string): string | undefined {
  const value = object.members.get(TYPE_ANNOTATION)
  if (value === undefined) return undefined
  if (typeof value === 'string') return value.startsWith('#') ? value.slice(1) : value
  const hint = hintOf()
  if (value instanceof JsonNumber) throw notQuoted(value.text, hint)
  if (typeof value === 'boolean') throw notQuoted(value ? 'True' : 'False', hint)
  if (value === null) throw notQuoted('', hint)
  throw unexpectedNode(nodeName(value), 'PrimitiveValue', hint)
}

function checkEntityType(named: string, expected: StructuredType, context: ReaderContext): void {
  const found = context.model.type(named)
  if (!found && !context.knownElsewhere.has(named)) throw unresolvedType(named, entityHint(expected))
  if (found && isStructured(found) && derives(found, expected)) return
  throw notAssignable(serviceName(context, named), serviceName(context, expected.name), entityHint(expected))
}

function entityHint({ name }: StructuredType): string {
  return `'${TYPE_ANNOTATION}' is "#${name}" here, or left out.`
}

function complexType(named: string, declared: StructuredType, path: string, context: ReaderContext): StructuredType {
  const found = context.model.type(named)
  if (found && isStructured(found) && derives(found, declared)) return found
  const hint = concreteHint(path, declared, context)
  if (!found && !context.knownElsewhere.has(named)) throw unresolvedType(named, hint)
  throw incompatibleType(serviceName(context, named), serviceName(context, declared.name), hint)
}

function concreteHint(path: string, declared: StructuredType, { model }: ReaderContext): string {
  const names = model.concreteTypes(declared).map(({ annotation }) => annotation)
  return `'${path}/${TYPE_ANNOTATION}' takes one of: ${names.join(', ')}.`
}

function knownMembers(path: string, type: StructuredType): string {
  const names = [...type.properties.keys()].filter((name) => name !== 'id')
  return `'${path}' is not known. ${type.name} has: ${names.join(', ') || 'no members'}.`
}

function facet({ type, collection, nullable }: Property, context: ReaderContext): string {
  const name = serviceName(context, type.name)
  const facetOf = `[Nullable=${nullable ? 'True' : 'False'}]`
  return (collection ? `Collection(${name})` : name) + facetOf
}
