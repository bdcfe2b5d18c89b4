import { isStructured } from '../../csdl/model.js'
import { castTo } from './cast.js'
import type { Checker } from './check-expression.js'
import { convert, isPrimitive } from './convert.js'
import { noSignature, unknownFunction, unrelatedCast } from './expression-error.js'
import { FUNCTIONS, type FunctionSignature, SPECIAL_FUNCTIONS } from './functions.js'
import { MIN_INSTANT } from './temporal.js'
import type { Node } from './tree.js'
import { type ExpressionType, typeName, type Typed } from './typed-tree.js'

const STRING: ExpressionType = { kind: 'primitive', name: 'Edm.String' }
const BOOLEAN: ExpressionType = { kind: 'primitive', name: 'Edm.Boolean' }
const TICKS_PER_MILLISECOND = 10_000n

/**
 * Checks a call of a built-in function.
 *
 * @param name in lower case
 * @throws ExpressionError
 */
export function checkCall(checker: Checker, name: string, nodes: readonly Node[]): Typed {
  if (name === 'cast' || name === 'isof') return checkTypeCall(checker, name, nodes)
  const list = nodes.map((node) => checker.check(node))
  if (name === 'now' && list.length === 0) return now(checker.context.now)
  if (name === 'matchespattern') return matchesPattern(checker, list)
  const signatures = FUNCTIONS.filter((each) => each.name === name)
  if (signatures.length === 0) throw unknownFunction(name, knownFunctions())
  for (const signature of signatures) {
    const converted = fit(signature, list)
    if (!converted) continue
    const type: ExpressionType = { kind: 'primitive', name: signature.result }
    return { kind: 'apply', implementation: signature.implementation, arguments: converted, type }
  }
  throw noSignature(name, signatures.map(print))
}

function fit({ parameters }: FunctionSignature, list: readonly Typed[]): Typed[] | undefined {
  if (parameters.length !== list.length) return undefined
  const converted = list.map((each, index) => convert(each, { kind: 'primitive', name: parameters[index] as string }))
  return converted.every((each) => each !== undefined) ? converted : undefined
}

/** ODL prints signatures so. */
function print({ name, parameters }: FunctionSignature): string {
  return `${name}(${parameters.map((type) => `${type} Nullable=true`).join(', ')})`
}

function knownFunctions(): string[] {
  return [...new Set([...FUNCTIONS.map(({ name }) => name), ...SPECIAL_FUNCTIONS])].sort()
}

function now(at: Date): Typed {
  const ticks = BigInt(at.getTime()) * TICKS_PER_MILLISECOND
  const value = { ticks: ticks < MIN_INSTANT ? MIN_INSTANT : ticks, offset: 0 }
  return { kind: 'constant', value, readsClock: true, type: { kind: 'primitive', name: 'Edm.DateTimeOffset' } }
}

function matchesPattern({ context }: Checker, [text, pattern, ...rest]: readonly Typed[]): Typed {
  const subject = text && convert(text, STRING)
  const regular = pattern && convert(pattern, STRING)
  const { matcher } = context
  if (!subject || !regular || rest.length > 0 || !matcher) {
    throw noSignature('matchespattern', ['matchespattern(Edm.String Nullable=true, Edm.String Nullable=true)'])
  }
  if (regular.kind === 'constant' && typeof regular.value === 'string') {
    return { kind: 'apply', implementation: matcher(regular.value), arguments: [subject], type: BOOLEAN }
  }
  const implementation = (value: string, expression: string) => matcher(expression)(value)
  return { kind: 'apply', implementation, arguments: [subject, regular], mayFail: true, type: BOOLEAN }
}

/** `cast(type)` and `isof(type)` are of `$it`. */
function checkTypeCall(checker: Checker, name: 'cast' | 'isof', nodes: readonly Node[]): Typed {
  const named = nodes.at(-1)
  if (named?.kind !== 'type' || nodes.length > 2)
    throw noSignature(name, [`${name}(type)`, `${name}(expression, type)`])
  const of = nodes.length === 1 ? checker.check({ kind: 'variable', name: '$it' }) : checker.check(nodes[0] as Node)
  const type = checker.type(named.name)
  if (!isStructured(type)) return name === 'cast' ? castTo(of, type) : isPrimitiveOf(of, type)
  if (of.type.kind !== 'null' && (of.type.kind === 'collection' || !isStructured(of.type))) {
    throw unrelatedCast(typeName(of.type), type.name)
  }
  const names = checker.namesOf(type)
  // A row of the set does not carry its type: it is the one that the set declares.
  const always = of.type.kind === 'entity' && names.has(of.type.annotation)
  if (name === 'isof')
    return always ? { kind: 'constant', value: true, type: BOOLEAN } : { kind: 'isof', of, names, type: BOOLEAN }
  return always ? { ...of, type } : { kind: 'narrow', of, names, type }
}

/** A value is of the type that it is declared with; null is of every type. */
function isPrimitiveOf(of: Typed, type: ExpressionType): Typed {
  const value = of.type.kind === 'null' || isPrimitive(of.type, typeName(type)) || typeName(of.type) === typeName(type)
  return { kind: 'constant', value, type: BOOLEAN }
}
