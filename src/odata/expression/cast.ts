import type Big from 'big.js'
import type { EnumType, PrimitiveType } from '../../csdl/model.js'
import { incompatibleOperands } from './expression-error.js'
import { Decimal, isNumeric } from './numbers.js'
import { printValue } from './print-value.js'
import { parseDate, parseDuration, parseInstant, parseTimeOfDay, dateOf, timeOf, type Instant } from './temporal.js'
import { type ExpressionType, type Implementation, typeName, type Typed } from './typed-tree.js'

/**
 * `cast` to a primitive or an enum type (URL conventions, 5.1.1.10.1): everything has a text, a text may be read as
 * everything, numbers become each other. What cannot be converted is null.
 *
 * @throws ExpressionError where no value of the one type could be of the other
 */
export function castTo(of: Typed, type: PrimitiveType | EnumType): Typed {
  if (of.type.kind === 'null' || typeName(of.type) === type.name) return { ...of, type }
  const implementation = conversion(of.type, type)
  if (!implementation) throw incompatibleOperands(typeName(of.type), type.name, 'Cast')
  return { kind: 'apply', implementation, arguments: [of], type }
}

function conversion(from: ExpressionType, to: PrimitiveType | EnumType): Implementation | undefined {
  if (from.kind !== 'primitive' && from.kind !== 'enum') return undefined
  if (to.name === 'Edm.String') return (value) => printValue(value, from)
  if (to.kind === 'enum') return from.name === 'Edm.String' ? (text: string) => to.members.get(text) ?? null : undefined
  if (from.name === 'Edm.String') return (text: string) => fromText(text, to.name) ?? null
  if (from.kind === 'enum') return undefined
  if (isNumeric(from.name) && isNumeric(to.name)) return (value: number | Big) => number(value, to.name)
  if (from.name === 'Edm.DateTimeOffset' && to.name === 'Edm.Date') return (at: Instant) => dateOf(at)
  if (from.name === 'Edm.DateTimeOffset' && to.name === 'Edm.TimeOfDay') return (at: Instant) => timeOf(at)
  return undefined
}

function fromText(text: string, type: string): unknown {
  switch (type) {
    case 'Edm.Boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined
    case 'Edm.DateTimeOffset':
      return parseInstant(text)
    case 'Edm.Date':
      return parseDate(text)
    case 'Edm.TimeOfDay':
      return parseTimeOfDay(text)
    case 'Edm.Duration':
      return parseDuration(text)
    case 'Edm.Guid':
      return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : undefined
    default:
      return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? number(new Decimal(text), type) : undefined
  }
}

/** @returns null where the whole part does not fit */
function number(value: number | Big, type: string): number | Big | null {
  if (type === 'Edm.Decimal') return Number.isFinite(Number(value)) ? new Decimal(value) : null
  const plain = Number(value)
  if (type === 'Edm.Double') return plain
  const whole = Math.trunc(plain)
  if (type === 'Edm.Int32') return whole === (whole | 0) ? whole : null
  return Number.isSafeInteger(whole) ? whole : null
}
