import { unknownLiteral } from './expression-error.js'
import { readNumber } from './numbers.js'
import { parseDate, parseDuration, parseInstant, parseTimeOfDay } from './temporal.js'
import type { LiteralNode } from './tree.js'
import type { Result, Typed } from './typed-tree.js'

/**
 * The value of a literal.
 *
 * @throws ExpressionError for a day that the calendar lacks and the like
 */
export function readLiteral({ type, text }: LiteralNode): Typed {
  if (type === 'number') {
    const number = readNumber(text)
    return { kind: 'constant', value: number.value, type: { kind: 'primitive', name: number.type } }
  }
  const name = TYPES[type]
  const value = valueOf(type, text)
  if (value === undefined) throw unknownLiteral(text, name)
  return { kind: 'constant', value, type: { kind: 'primitive', name } }
}

const TYPES = {
  string: 'Edm.String',
  boolean: 'Edm.Boolean',
  guid: 'Edm.Guid',
  date: 'Edm.Date',
  dateTimeOffset: 'Edm.DateTimeOffset',
  timeOfDay: 'Edm.TimeOfDay',
  duration: 'Edm.Duration',
  enum: 'Edm.String',
} as const

function valueOf(type: keyof typeof TYPES, text: string): Result {
  switch (type) {
    case 'boolean':
      return text === 'true'
    case 'guid':
      return text.toLowerCase()
    case 'date':
      return parseDate(text)
    case 'dateTimeOffset':
      return parseInstant(text)
    case 'timeOfDay':
      return parseTimeOfDay(text)
    case 'duration':
      return parseDuration(text)
    default:
      return text
  }
}
