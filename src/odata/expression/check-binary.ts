import { COMPARISONS, nullness, orderOf } from './comparison.js'
import { convert, isPrimitive, unify } from './convert.js'
import { incompatibleOperands } from './expression-error.js'
import { isNumeric, widest } from './numbers.js'
import { numericOperation, OPERATOR_KINDS, signatureOf } from './operators.js'
import type { BinaryOperator } from './tree.js'
import { type ExpressionType, type Implementation, typeName, type Typed } from './typed-tree.js'

const BOOLEAN: ExpressionType = { kind: 'primitive', name: 'Edm.Boolean' }
const INT32: ExpressionType = { kind: 'primitive', name: 'Edm.Int32' }
const DOUBLE: ExpressionType = { kind: 'primitive', name: 'Edm.Double' }

/**
 * Checks a binary operator with its operands.
 *
 * @throws ExpressionError where it does not take values of their types
 */
export function checkBinary(operator: Exclude<BinaryOperator, 'in'>, left: Typed, right: Typed): Typed {
  switch (operator) {
    case 'and':
    case 'or':
      return logic(operator, left, right)
    case 'has':
      return has(left, right)
    case 'eq':
    case 'ne':
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return compare(operator, left, right)
    default:
      return arithmeticOf(operator, left, right)
  }
}

function logic(operator: 'and' | 'or', left: Typed, right: Typed): Typed {
  const [first, second] = [convert(left, BOOLEAN), convert(right, BOOLEAN)]
  if (!first || !second) throw incompatible(left, right, operator)
  return { kind: 'logic', operator, left: first, right: second, type: BOOLEAN }
}

function has(left: Typed, right: Typed): Typed {
  if (left.type.kind !== 'enum') throw incompatible(left, right, 'has')
  const flags = convert(right, left.type)
  if (!flags) throw incompatible(left, right, 'has')
  const implementation = (value: number, flag: number) => (value & flag) === flag
  return { kind: 'apply', implementation, arguments: [left, flags], type: BOOLEAN }
}

function compare(operator: keyof typeof COMPARISONS, left: Typed, right: Typed): Typed {
  const unified = unify(left, right)
  if (!unified) throw incompatible(left, right, operator)
  const order = orderOf(unified.type) ?? (isNullTest(operator, left, right) ? nullness : undefined)
  if (!order) throw incompatible(left, right, operator)
  return {
    kind: 'compare',
    implementation: COMPARISONS[operator](order),
    arguments: [unified.left, unified.right],
    type: BOOLEAN,
  }
}

/** A complex value has no order and no equality here, but it may be null. */
function isNullTest(operator: string, left: Typed, right: Typed): boolean {
  if (operator !== 'eq' && operator !== 'ne') return false
  if (left.type.kind === 'collection' || right.type.kind === 'collection') return false
  return left.type.kind === 'null' || right.type.kind === 'null'
}

function arithmeticOf(operator: 'add' | 'sub' | 'mul' | 'div' | 'divby' | 'mod', left: Typed, right: Typed): Typed {
  const [a, b] = [nullAs(left, right), nullAs(right, left)]
  if (a.type.kind !== 'primitive' || b.type.kind !== 'primitive') throw incompatible(left, right, operator)
  if (isNumeric(a.type.name) && isNumeric(b.type.name)) {
    const { type, implementation } = numericOperation(operator, widest(a.type.name, b.type.name))
    const [first, second] = [a, b].map((side) => convert(side, { kind: 'primitive', name: type }))
    if (first && second) return operation(implementation, [first, second], type)
  }
  const [first, second] = [convert(a, DOUBLE) ?? a, convert(b, DOUBLE) ?? b]
  const signature = signatureOf(operator, typeName(first.type), typeName(second.type))
  if (!signature) throw incompatible(left, right, operator)
  return operation(signature.implementation, [first, second], signature.result)
}

/** Some divide by zero; no list of those that can't is kept. */
function operation(implementation: Implementation, operands: readonly Typed[], result: string): Typed {
  return {
    kind: 'apply',
    implementation,
    arguments: operands,
    mayFail: true,
    type: { kind: 'primitive', name: result },
  }
}

/**
 * Checks `in`: a value equals one of the items, as `eq` would say.
 *
 * @throws ExpressionError
 */
export function checkIn(of: Typed, items: readonly Typed[]): Typed {
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

/** A null in arithmetic takes the other side's type: the result is null whatever it is. */
function nullAs(typed: Typed, other: Typed): Typed {
  return typed.type.kind === 'null' ? { ...typed, type: other.type.kind === 'null' ? INT32 : other.type } : typed
}

function widestType(left: ExpressionType, right: ExpressionType): ExpressionType {
  if (left.kind !== 'primitive' || right.kind !== 'primitive') return left
  if (!isNumeric(left.name) || !isNumeric(right.name)) return left
  return { kind: 'primitive', name: widest(left.name, right.name) }
}

export function incompatible(left: Typed, right: Typed, operator: keyof typeof OPERATOR_KINDS): Error {
  const quoted = isPrimitive(left.type, 'Edm.DateTimeOffset') && isPrimitive(right.type, 'Edm.String')
  const hint = quoted ? 'Dates stand without quotes: 2026-01-31T00:00:00Z.' : undefined
  return incompatibleOperands(typeName(left.type), typeName(right.type), OPERATOR_KINDS[operator], hint)
}
