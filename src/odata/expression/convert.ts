import type { EnumType } from '../../csdl/model.js'
import { notAnEnumMember } from './expression-error.js'
import { isNumeric, widen, widest } from './numbers.js'
import { parseDuration, TICKS_PER_DAY } from './temporal.js'
import type { ExpressionType, Implementation, Typed } from './typed-tree.js'

/*
 * Implicit conversions, those of ODL's TypePromotionUtils: numbers to the wider type, a quoted constant to an enum or a
 * duration (OData 4.01 makes their prefix optional), a date to its first instant in UTC.
 */

/**
 * Brings two operands to one type.
 *
 * @returns undefined where they have none
 * @throws ExpressionError for a text that is no member of the other side's enum
 */
export function unify(left: Typed, right: Typed): { left: Typed; right: Typed; type: ExpressionType } | undefined {
  const type = commonType(left, right)
  if (!type) return undefined
  const [first, second] = [convert(left, type), convert(right, type)]
  return first && second ? { left: first, right: second, type } : undefined
}

function commonType(left: Typed, right: Typed): ExpressionType | undefined {
  const [a, b] = [left.type, right.type]
  if (a.kind === 'null' || b.kind === 'null') return a.kind === 'null' ? b : a
  if (a.kind === 'primitive' && b.kind === 'primitive') {
    if (isNumeric(a.name) && isNumeric(b.name)) return { kind: 'primitive', name: widest(a.name, b.name) }
    if (b.name === 'Edm.DateTimeOffset' || a.name === 'Edm.String') return b
    return a
  }
  return b.kind === 'enum' ? b : a
}

/** @returns undefined where there is no implicit conversion */
export function convert(from: Typed, to: ExpressionType): Typed | undefined {
  const { type } = from
  if (type.kind === 'null') return { ...from, type: to }
  if (sameType(type, to)) return from
  if (to.kind === 'enum')
    return from.kind === 'constant' && isPrimitive(type, 'Edm.String')
      ? enumConstant(from.value as string, to)
      : undefined
  if (type.kind !== 'primitive' || to.kind !== 'primitive') return undefined
  if (isNumeric(type.name) && isNumeric(to.name) && widest(type.name, to.name) === to.name) {
    return applied(from, to, widen(type.name, to.name))
  }
  if (type.name === 'Edm.Date' && to.name === 'Edm.DateTimeOffset') return applied(from, to, midnight)
  if (from.kind === 'constant' && type.name === 'Edm.String' && to.name === 'Edm.Duration')
    return durationConstant(from.value as string)
  return undefined
}

/** Graph's users write members in any case in a filter: ODL's URI parser reads them so. */
export function enumConstant(text: string, type: EnumType): Typed {
  const wanted = text.toLowerCase()
  for (const [name, value] of type.members) {
    if (name.toLowerCase() === wanted || String(value) === text) return { kind: 'constant', value, type }
  }
  throw notAnEnumMember(text, [...type.members.keys()])
}

function durationConstant(text: string): Typed | undefined {
  const value = parseDuration(text)
  return value === undefined
    ? undefined
    : { kind: 'constant', value, type: { kind: 'primitive', name: 'Edm.Duration' } }
}

const midnight: Implementation = (days: number) => ({ ticks: BigInt(days) * TICKS_PER_DAY, offset: 0 })

/** A constant is converted now, anything else for each row. */
function applied(from: Typed, type: ExpressionType, implementation: Implementation | undefined): Typed {
  if (!implementation) return { ...from, type }
  if (from.kind === 'constant') return { kind: 'constant', value: implementation(from.value as never), type }
  return { kind: 'apply', implementation, arguments: [from], type }
}

export function sameType(left: ExpressionType, right: ExpressionType): boolean {
  if (left.kind === 'null' || right.kind === 'null') return left.kind === right.kind
  if (left.kind === 'collection' || right.kind === 'collection') {
    return left.kind === 'collection' && right.kind === 'collection' && sameType(left.of, right.of)
  }
  return left.name === right.name
}

export function isPrimitive(type: ExpressionType, name: string): boolean {
  return type.kind === 'primitive' && type.name === name
}
