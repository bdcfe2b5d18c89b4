import type { ExpressionType } from './typed-tree.js'
import { dateOf, formatDate, formatTimeOfDay, type Instant, timeOf } from './temporal.js'

/** The text of a value that is not null, as a payload writes it. */
export function printValue(value: unknown, type: ExpressionType): string {
  if (type.kind === 'enum') return [...type.members].find(([, number]) => number === value)?.[0] ?? String(value)
  if (type.kind !== 'primitive') return String(value)
  switch (type.name) {
    case 'Edm.DateTimeOffset':
      return printInstant(value as Instant)
    case 'Edm.Date':
      return formatDate(value as number)
    case 'Edm.TimeOfDay':
      return formatTimeOfDay(value as number)
    case 'Edm.Duration':
      return printDuration(value as bigint)
    default:
      return String(value)
  }
}

/** In its own offset, with as many digits as it needs. */
function printInstant(at: Instant): string {
  const sign = at.offset < 0 ? '-' : '+'
  const pad = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.abs(at.offset)
  const zone = at.offset === 0 ? 'Z' : `${sign}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
  return `${formatDate(dateOf(at))}T${trimmed(formatTimeOfDay(timeOf(at)))}${zone}`
}

function printDuration(ticks: bigint): string {
  const seconds = (ticks < 0n ? -ticks : ticks) / 10_000_000n
  const fraction = String((ticks < 0n ? -ticks : ticks) % 10_000_000n).padStart(7, '0')
  return `${ticks < 0n ? '-' : ''}PT${trimmed(`${seconds}.${fraction}`)}S`
}

function trimmed(text: string): string {
  return text.replace(/\.?0+$/, (zeros) => (text.includes('.') ? '' : zeros))
}
