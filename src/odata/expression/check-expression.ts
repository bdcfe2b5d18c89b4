import { type EdmType, isStructured, type Model, type StructuredType, derives } from '../../csdl/model.js'
import { convert, enumConstant, isPrimitive } from './convert.js'
import {
  incompatibleOperand,
  lambdaOnSingle,
  memberOfCollection,
  memberOfPrimitive,
  predicateNotBoolean,
  unknownMember,
  unknownType,
  unrelatedCast,
  variableRedeclared,
} from './expression-error.js'
import { checkBinary, checkIn, incompatible } from './check-binary.js'
import { checkCall } from './check-call.js'
import { NEGATIONS, OPERATOR_KINDS } from './operators.js'
import { readLiteral } from './read-literal.js'
import { readInstant } from './read-instant.js'
import type { LambdaNode, Node } from './tree.js'
import { type ExpressionType, typeName, type Typed } from './typed-tree.js'

/** What an expression may ask for besides the row. */
export interface CheckContext {
  readonly model: Model
  /** The type of `$it`. */
  readonly it: StructuredType
  readonly now: Date
  /** Makes a test of a regular expression; present where the text has `matchesPattern`. */
  readonly matcher?: (pattern: string) => (text: string) => boolean
}

const BOOLEAN: ExpressionType = { kind: 'primitive', name: 'Edm.Boolean' }
const INT32: ExpressionType = { kind: 'primitive', name: 'Edm.Int32' }

/**
 * Holds an expression against the model: every name is known, every operand has a type that its operator takes.
 *
 * @throws ExpressionError
 */
export function checkExpression(node: Node, context: CheckContext): Typed {
  return new Checker(context).check(node)
}

/** One expression's check: which lambda variables are in scope, and where their values will lie. */
export class Checker {
  readonly context: CheckContext
  readonly #variables = new Map<string, { slot: number; type: StructuredType }>()

  constructor(context: CheckContext) {
    this.context = context
    this.#variables.set('$it', { slot: 0, type: context.it })
  }

  check(node: Node): Typed {
    switch (node.kind) {
      case 'literal':
        return node.enumType === undefined ? readLiteral(node) : this.#enumLiteral(node.text, node.enumType)
      case 'null':
        return { kind: 'constant', value: null, type: { kind: 'null' } }
      case 'variable':
        return this.#variable(node.name)
      case 'member':
        return this.#member(this.check(node.of), node.name)
      case 'narrow':
        return this.#narrow(this.check(node.of), node.type)
      case 'count':
        return this.#count(this.check(node.of))
      case 'lambda':
        return this.#lambda(node)
      case 'call':
        return checkCall(this, node.name, node.arguments)
      case 'unary':
        return this.#unary(node.operator, this.check(node.operand))
      case 'binary':
        return this.#binary(node)
      case 'type':
        throw unknownType(node.name)
      case 'list':
        throw incompatibleOperand('Collection', 'Not')
    }
  }

  /** @throws ExpressionError where the model lacks the type */
  type(name: string): EdmType {
    const type = this.context.model.type(this.context.model.qualified(name)) ?? primitive(name)
    if (!type) throw unknownType(name)
    return type
  }

  /** @returns the names of the type and of what derives from it, as rows carry them */
  namesOf(type: StructuredType): ReadonlySet<string> {
    return new Set([type, ...this.context.model.concreteTypes(type)].map(({ annotation }) => annotation))
  }

  #enumLiteral(text: string, name: string): Typed {
    const type = this.type(name)
    if (type.kind !== 'enum') throw unknownType(name)
    return enumConstant(text, type)
  }

  #variable(name: string): Typed {
    const variable = this.#variables.get(name)
    if (!variable) throw unknownMember(name, this.context.it.name, [...this.context.it.properties.keys()])
    return { kind: 'variable', slot: variable.slot, type: variable.type }
  }

  #member(of: Typed, name: string): Typed {
    const { type } = of
    if (type.kind === 'collection') throw memberOfCollection(name)
    if (type.kind === 'null' || !isStructured(type)) throw memberOfPrimitive(name, typeName(type))
    const property = type.properties.get(name)
    if (!property) throw unknownMember(name, type.name, [...type.properties.keys()])
    const result: ExpressionType = property.collection ? { kind: 'collection', of: property.type } : property.type
    // Rows that were made in another version lack the member; it is shown as the enum's first.
    const missing =
      property.type.kind === 'enum' && !property.nullable ? ([...property.type.members.values()][0] ?? null) : null
    return { kind: 'member', of, name, read: readerOf(result), missing, type: result }
  }

  #narrow(of: Typed, name: string): Typed {
    const type = this.type(name)
    if (of.type.kind === 'collection') throw memberOfCollection(name)
    if (of.type.kind === 'null' || !isStructured(of.type)) throw memberOfPrimitive(name, typeName(of.type))
    if (!isStructured(type) || !(derives(type, of.type) || derives(of.type, type)))
      throw unrelatedCast(of.type.name, type.name)
    if (derives(of.type, type)) return { ...of, type }
    return { kind: 'narrow', of, names: this.namesOf(type), type }
  }

  #count(of: Typed): Typed {
    if (of.type.kind !== 'collection') throw memberOfPrimitive('$count', typeName(of.type))
    return { kind: 'count', of, type: INT32 }
  }

  #lambda({ quantifier, of: collection, variable, predicate }: LambdaNode): Typed {
    const of = this.check(collection)
    if (of.type.kind !== 'collection') throw lambdaOnSingle()
    const slot = this.#variables.size
    if (variable === undefined || !predicate)
      return { kind: 'lambda', quantifier, of, slot, predicate: undefined, type: BOOLEAN }
    const item = of.type.of
    if (item.kind === 'null' || !isStructured(item)) throw lambdaOnSingle()
    if (this.#variables.has(variable)) throw variableRedeclared(variable)
    this.#variables.set(variable, { slot, type: item })
    const checked = convert(this.check(predicate), BOOLEAN)
    this.#variables.delete(variable)
    if (!checked) throw predicateNotBoolean()
    return { kind: 'lambda', quantifier, of, slot, predicate: checked, type: BOOLEAN }
  }

  #unary(operator: 'not' | 'negate', operand: Typed): Typed {
    if (operator === 'not') {
      const checked = convert(operand, BOOLEAN)
      if (!checked) throw incompatibleOperand(typeName(operand.type), OPERATOR_KINDS.not)
      return { kind: 'apply', implementation: (value: boolean) => !value, arguments: [checked], type: BOOLEAN }
    }
    if (operand.type.kind === 'null') return operand
    const implementation = operand.type.kind === 'primitive' ? NEGATIONS[operand.type.name] : undefined
    if (!implementation) throw incompatibleOperand(typeName(operand.type), OPERATOR_KINDS.negate)
    return { kind: 'apply', implementation, arguments: [operand], type: operand.type }
  }

  #binary({ operator, left, right }: Extract<Node, { kind: 'binary' }>): Typed {
    const first = this.check(left)
    if (operator !== 'in') return checkBinary(operator, first, this.check(right))
    if (right.kind !== 'list') throw incompatible(first, this.check(right), 'in')
    return checkIn(
      first,
      right.items.map((item) => this.check(item)),
    )
  }
}

/** Edm types that expressions know and no member of the model has. */
function primitive(name: string): EdmType | undefined {
  const known = [
    'String',
    'Boolean',
    'Int32',
    'Int64',
    'Decimal',
    'Double',
    'Guid',
    'Date',
    'DateTimeOffset',
    'Duration',
    'TimeOfDay',
  ]
  return known.some((each) => name === `Edm.${each}`) ? { kind: 'primitive', name } : undefined
}

/** Rows hold dates as they were sent and enum members by name; expressions want instants and numbers. */
function readerOf(type: ExpressionType): ((value: never) => unknown) | undefined {
  if (type.kind === 'enum') return (name: string) => type.members.get(name) ?? null
  if (isPrimitive(type, 'Edm.DateTimeOffset')) return readInstant
  return undefined
}
