/** An expression that can't be read or has no type. The message is ODL's (its resource file), the hint is ours. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}

export const syntaxError = (position: number, text: string, hint?: string): ExpressionError =>
  new ExpressionError(`Syntax error at position ${position} in '${text}'.`, hint)

export const invalidCharacter = (character: string, position: number, text: string, hint?: string): ExpressionError =>
  new ExpressionError(`Syntax error: character '${character}' is not valid at position ${position} in '${text}'.`, hint)

export const unterminatedString = (position: number, text: string): ExpressionError =>
  new ExpressionError(
    `There is an unterminated string literal at position ${position} in '${text}'.`,
    "A quote inside a string is doubled: 'it''s'.",
  )

export const unknownLiteral = (text: string, type: string): ExpressionError =>
  new ExpressionError(`Unrecognized '${type}' literal '${text}'.`)

export const tooDeep = (limit: number): ExpressionError =>
  new ExpressionError('Recursion depth exceeded allowed limit.', `The limit is ${limit}.`)

export const tooManyNodes = (limit: number): ExpressionError =>
  new ExpressionError(
    `The node count limit of '${limit}' has been exceeded. To increase the limit, set the 'MaxNodeCount' property on EnableQueryAttribute or ODataValidationSettings.`,
    'It protects the service from costly queries; in the emulator it is fixed.',
  )

/** The words are ours. */
export const cyclicAlias = (name: string): ExpressionError =>
  new ExpressionError(`The parameter alias '${name}' refers to itself.`)

export const unknownMember = (name: string, type: string, known: readonly string[]): ExpressionError =>
  new ExpressionError(`Could not find a property named '${name}' on type '${type}'.`, memberHint(name, known))

function memberHint(name: string, known: readonly string[]): string {
  const same = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase())
  return same ? `Names are case-sensitive: '${same}'.` : `It has: ${known.join(', ') || 'no members'}.`
}

export const memberOfCollection = (name: string): ExpressionError =>
  new ExpressionError(
    `The parent value for a property access of a property '${name}' is not a single value. Property access can only be applied to a single value.`,
    'Use any or all: collection/any(item:item/member eq …).',
  )

export const memberOfPrimitive = (name: string, type: string): ExpressionError =>
  new ExpressionError(
    `The child type '${type}' in a cast or property access of '${name}' was not a structured type.`,
    `${type} has no members.`,
  )

export const lambdaOnSingle = (): ExpressionError =>
  new ExpressionError('Any/All may only be used following a collection.')

export const predicateNotBoolean = (): ExpressionError =>
  new ExpressionError('The Any/All query expression must evaluate to a single boolean value.')

export const variableRedeclared = (name: string): ExpressionError =>
  new ExpressionError(`The range variable '${name}' has already been declared.`)

export const unknownType = (name: string): ExpressionError =>
  new ExpressionError(
    `The type '${name}' is not defined in the model.`,
    'Write types with their namespace: microsoft.graph.groupAssignmentTarget.',
  )

export const unrelatedCast = (from: string, to: string): ExpressionError =>
  new ExpressionError(`Encountered invalid type cast. '${to}' is not assignable from '${from}'.`)

export const incompatibleOperands = (left: string, right: string, kind: string, hint?: string): ExpressionError =>
  new ExpressionError(
    `A binary operator with incompatible types was detected. Found operand types '${left}' and '${right}' for operator kind '${kind}'.`,
    hint,
  )

export const incompatibleOperand = (type: string, kind: string): ExpressionError =>
  new ExpressionError(
    `A unary operator with an incompatible type was detected. Found operand type '${type}' for operator kind '${kind}'.`,
  )

export const notAnEnumMember = (text: string, members: readonly string[]): ExpressionError =>
  new ExpressionError(
    `The string '${text}' is not a valid enumeration type constant.`,
    `It is one of: ${members.join(', ')}.`,
  )

export const unknownFunction = (name: string, known: readonly string[]): ExpressionError =>
  new ExpressionError(
    `An unknown function with name '${name}' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.`,
    `Known: ${known.join(', ')}.`,
  )

export const noSignature = (name: string, signatures: readonly string[]): ExpressionError =>
  new ExpressionError(
    `No function signature for the function with name '${name}' matches the specified arguments. The function signatures considered are: ${signatures.join('; ')}.`,
  )

/** The words are ours. */
export const notRegular = (pattern: string, why: string): ExpressionError =>
  new ExpressionError(
    `The pattern '${pattern}' is not a valid regular expression: ${why}.`,
    'Patterns are matched in linear time: back references and look-around are refused.',
  )

/** The words are ours; a service would fail in its own way. */
export const divisionByZero = (): ExpressionError => new ExpressionError('Attempted to divide by zero.')

/** The words are ours. */
export const tooCostly = (limit: number): ExpressionError =>
  new ExpressionError(
    `The expression looked at more than ${limit} items.`,
    'Nested any and all multiply: name fewer of them.',
  )
