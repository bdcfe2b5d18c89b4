import { type EdmType, isStructured, type Model, type StructuredType, derives } from '../../csdl/model.js'
import { COMPARISONS, nullness, orderOf } from './comparison.js'
import { convert, enumConstant, isPrimitive, unify } from './convert.js'
import {
  incompatibleOperand,
  incompatibleOperands,
  lambdaOnSingle,
  memberOfCollection,
  memberOfPrimitive,
  predicateNotBoolean,
  unknownMember,
  unknownType,
  unrelatedCast,
  variableRedeclared,
} from './expression-error.js'
import { checkCall } from './check-call.js'
import { NEGATIONS, numericOperation, OPERATOR_KINDS, signatureOf } from './operators.js'
import { isNumeric, widest } from './numbers.js'
import { readLiteral } from './read-literal.js'
import { parseInstant } from './temporal.js'
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
    return new Set([type, ...this.context.model.concreteTypes(type)].map(({ name }) => `#${name}`))
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
    if (operator === 'in') return this.#in(this.check(left), right)
    const [first, second] = [this.check(left), this.check(right)]
    switch (operator) {
      case 'and':
      case 'or':
        return this.#logic(operator, first, second)
      case 'has':
        return this.#has(first, second)
      case 'eq':
      case 'ne':
      case 'gt':
      case 'ge':
      case 'lt':
      case 'le':
        return this.#compare(operator, first, second)
      default:
        return this.#arithmetic(operator, first, second)
    }
  }

  #logic(operator: 'and' | 'or', left: Typed, right: Typed): Typed {
    const [first, second] = [convert(left, BOOLEAN), convert(right, BOOLEAN)]
    if (!first || !second) throw incompatible(left, right, operator)
    return { kind: 'logic', operator, left: first, right: second, type: BOOLEAN }
  }

  #has(left: Typed, right: Typed): Typed {
    if (left.type.kind !== 'enum') throw incompatible(left, right, 'has')
    const flags = convert(right, left.type)
    if (!flags) throw incompatible(left, right, 'has')
    const implementation = (value: number, flag: number) => (value & flag) === flag
    return { kind: 'apply', implementation, arguments: [left, flags], type: BOOLEAN }
  }

  #compare(operator: keyof typeof COMPARISONS, left: Typed, right: Typed): Typed {
    const unified = unify(left, right)
    if (!unified) throw incompatible(left, right, operator)
    const onlyNull = unified.type.kind !== 'collection' && (left.type.kind === 'null' || right.type.kind === 'null')
    const order =
      orderOf(unified.type) ?? (onlyNull && operator.length === 2 && /eq|ne/.test(operator) ? nullness : undefined)
    if (!order) throw incompatible(left, right, operator)
    return {
      kind: 'compare',
      implementation: COMPARISONS[operator](order),
      arguments: [unified.left, unified.right],
      type: BOOLEAN,
    }
  }

  #in(of: Typed, list: Node): Typed {
    const items = list.kind === 'list' ? list.items.map((item) => this.check(item)) : undefined
    if (!items) throw incompatible(of, this.check(list), 'in')
    const order = orderOf(of.type)
    if (!order) throw incompatible(of, items[0] ?? of, 'in')
    // Numbers of several types are brought to the widest, as `eq` would.
    const type = items.reduce<ExpressionType>((widestYet, item) => widestType(widestYet, item.type), of.type)
    const subject = convert(of, type) ?? of
    const converted = items.map((item) => {
      const fits = convert(item, type)
      if (!fits) throw incompatible(of, item, 'in')
      return fits
    })
    return { kind: 'in', of: subject, items: converted, equal: COMPARISONS.eq(orderOf(type) ?? order), type: BOOLEAN }
  }

  #arithmetic(operator: 'add' | 'sub' | 'mul' | 'div' | 'divby' | 'mod', left: Typed, right: Typed): Typed {
    const [a, b] = [nullAs(left, right), nullAs(right, left)]
    if (a.type.kind !== 'primitive' || b.type.kind !== 'primitive') throw incompatible(left, right, operator)
    if (isNumeric(a.type.name) && isNumeric(b.type.name)) {
      const { type, implementation } = numericOperation(operator, widest(a.type.name, b.type.name))
      const [first, second] = [a, b].map((side) => convert(side, { kind: 'primitive', name: type }))
      if (first && second)
        return { kind: 'apply', implementation, arguments: [first, second], type: { kind: 'primitive', name: type } }
    }
    const number = { kind: 'primitive', name: 'Edm.Double' } as const
    const [first, second] = [convert(a, number) ?? a, convert(b, number) ?? b]
    const signature = signatureOf(operator, typeName(first.type), typeName(second.type))
    if (!signature) throw incompatible(left, right, operator)
    const type: ExpressionType = { kind: 'primitive', name: signature.result }
    return { kind: 'apply', implementation: signature.implementation, arguments: [first, second], type }
  }
}

/** A null in arithmetic takes the other side's type: the result is null whatever it is. */
function nullAs(typed: Typed, other: Typed): Typed {
  return typed.type.kind === 'null' ? { ...typed, type: other.type.kind === 'null' ? INT32 : other.type } : typed
}

function widestType(left: ExpressionType, right: ExpressionType): ExpressionType {
  if (left.kind !== 'primitive' || right.kind !== 'primitive') return left
  if (!isNumeric(left.name) || !isNumeric(right.name)) return left
  return { kind: 'primitive', name: widest(left.name, right.name) }
}

function incompatible(left: Typed, right: Typed, operator: keyof typeof OPERATOR_KINDS): Error {
  const quoted = isPrimitive(left.type, 'Edm.DateTimeOffset') && isPrimitive(right.type, 'Edm.String')
  const hint = quoted ? 'Dates stand without quotes: 2026-01-31T00:00:00Z.' : undefined
  return incompatibleOperands(typeName(left.type), typeName(right.type), OPERATOR_KINDS[operator], hint)
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
function readerOf(type: ExpressionType): (value: never) => unknown {
  if (type.kind === 'enum') return (name: string) => type.members.get(name) ?? null
  if (isPrimitive(type, 'Edm.DateTimeOffset')) return (text: string) => parseInstant(text) ?? null
  return (value) => value
}
