import { GraphError } from './graph-error.js'

/** Errors of Intune's model binding. The words are OData library (ODL) texts, most of them recorded from Intune. */
const modelValidationFailure = (message: string, hint: string): GraphError =>
  new GraphError({ status: 400, code: 'ModelValidationFailure', message, hint, repeatsMessage: true })

/** Recorded in this short form; newer ODL adds "or mark the type as open type". */
export const unknownProperty = (name: string, type: string, hint: string): GraphError =>
  modelValidationFailure(
    `The property '${name}' does not exist on type '${type}'. Make sure to only use property names that are defined by the type.`,
    hint,
  )

/** .NET's `Enum.Parse` text; it does not name the property, the hint does. */
export const unknownEnumMember = (value: string, hint: string): GraphError =>
  modelValidationFailure(
    value === ''
      ? 'Must specify valid information for parsing in the string.'
      : `Requested value '${value}' was not found.`,
    hint,
  )

export const cannotConvert = (literal: string, type: string, hint: string): GraphError =>
  modelValidationFailure(`Cannot convert the literal '${literal}' to the expected type '${type}'.`, hint)

export const notQuoted = (literal: string, hint: string): GraphError =>
  modelValidationFailure(`Cannot read the value '${literal}' as a quoted JSON string value.`, hint)

/** ODL's names of what it meets in a JSON text. */
export type JsonNode = 'StartArray' | 'StartObject' | 'PrimitiveValue'

/** @param property set where ODL names the property: for enums */
export const unexpectedNode = (found: JsonNode, expected: JsonNode, hint: string, property?: string): GraphError => {
  const where = property === undefined ? '' : ` for property named '${property}'`
  return modelValidationFailure(
    `An unexpected '${found}' node was found${where} when reading from the JSON reader. A '${expected}' node was expected.`,
    hint,
  )
}

export const unresolvedType = (name: string, hint: string): GraphError =>
  modelValidationFailure(
    `A type named '${name}' could not be resolved by the model. When a model is available, each type name must resolve to a valid type.`,
    hint,
  )

export const notAssignable = (found: string, expected: string, hint: string): GraphError =>
  modelValidationFailure(
    `An entry with type '${found}' was found, but it is not assignable to the expected type '${expected}'. The type specified in the entry must be equal to either the expected type or a derived type.`,
    hint,
  )

export const incompatibleType = (found: string, expected: string, hint: string): GraphError =>
  modelValidationFailure(
    `A value was encountered that has a type name that is incompatible with the metadata. The value specified its type as '${found}', but the type specified in the metadata is '${expected}'.`,
    hint,
  )

/** No text is recorded for an abstract type that cannot be made; this is the nearest catch-all on record. */
export const abstractType = (hint: string): GraphError =>
  modelValidationFailure('Exception has been thrown by the target of an invocation.', hint)

/** @param type the expected type with its facet, as `Edm.Boolean[Nullable=False]` */
export const nullForNonNullable = (name: string, type: string, hint: string): GraphError =>
  modelValidationFailure(
    `A null value was found for the property named '${name}', which has the expected type '${type}'. The expected type '${type}' does not allow null values.`,
    hint,
  )

export const nullCollection = (name: string, type: string, hint: string): GraphError =>
  modelValidationFailure(
    `A null value was found for the property named '${name}', which has the expected type '${type}'. The expected type '${type}' cannot be null but it can have null values.`,
    hint,
  )

/** ODL's resource text; whether Intune accepts a null item is unknown, refusing it is chosen. */
export const nullCollectionItem = (hint: string): GraphError =>
  modelValidationFailure(
    'A null value was detected in the items of a collection property value; non-nullable instances of collection types do not support null values as items.',
    hint,
  )

export const duplicateProperty = (name: string, hint: string): GraphError =>
  modelValidationFailure(
    `Multiple properties with the name '${name}' were detected in a resource or a complex value. In OData, duplicate property names are not allowed.`,
    hint,
  )

/** ODL's resource text for an action's body. */
export const unknownParameter = (name: string, action: string): GraphError =>
  modelValidationFailure(
    `The parameter '${name}' in the request payload is not a valid parameter for the operation '${action}'.`,
    `${action} takes no parameters: send no body, or {}.`,
  )
