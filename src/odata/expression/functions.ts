import type Big from 'big.js'
import { Decimal, roundHalfAway } from './numbers.js'
import {
  dateOf,
  dayOf,
  fractionOf,
  hourOf,
  type Instant,
  MAX_INSTANT,
  MIN_INSTANT,
  minuteOf,
  monthOf,
  secondOf,
  timeOf,
  yearOf,
} from './temporal.js'
import type { Implementation } from './typed-tree.js'

/** A signature of a built-in function (URL conventions, 5.1.1.5 to 5.1.1.11). With a null argument the result is null. */
export interface FunctionSignature {
  readonly name: string
  readonly parameters: readonly string[]
  readonly result: string
  readonly implementation: Implementation
}

const fn = (name: string, parameters: string, result: string, implementation: Implementation): FunctionSignature => ({
  name,
  parameters: parameters ? parameters.split(' ').map((type) => `Edm.${type}`) : [],
  result: `Edm.${result}`,
  implementation,
})

const clamp = (start: number, text: string): number => Math.min(Math.max(start, 0), text.length)

/** `matchespattern`, `now`, `cast` and `isof` need more than their arguments: the checker makes them. */
export const FUNCTIONS: readonly FunctionSignature[] = [
  fn('contains', 'String String', 'Boolean', (text: string, part: string) => text.includes(part)),
  fn('startswith', 'String String', 'Boolean', (text: string, part: string) => text.startsWith(part)),
  fn('endswith', 'String String', 'Boolean', (text: string, part: string) => text.endsWith(part)),
  fn('length', 'String', 'Int32', (text: string) => text.length),
  fn('indexof', 'String String', 'Int32', (text: string, part: string) => text.indexOf(part)),
  fn('substring', 'String Int32', 'String', (text: string, start: number) => text.slice(clamp(start, text))),
  fn('substring', 'String Int32 Int32', 'String', (text: string, start: number, length: number) =>
    text.slice(clamp(start, text), clamp(clamp(start, text) + Math.max(length, 0), text)),
  ),
  fn('tolower', 'String', 'String', (text: string) => text.toLowerCase()),
  fn('toupper', 'String', 'String', (text: string) => text.toUpperCase()),
  fn('trim', 'String', 'String', (text: string) => text.trim()),
  fn('concat', 'String String', 'String', (left: string, right: string) => left + right),

  // Parts of an instant are those where it was written: in its own offset.
  fn('year', 'DateTimeOffset', 'Int32', (at: Instant) => yearOf(dateOf(at))),
  fn('year', 'Date', 'Int32', yearOf),
  fn('month', 'DateTimeOffset', 'Int32', (at: Instant) => monthOf(dateOf(at))),
  fn('month', 'Date', 'Int32', monthOf),
  fn('day', 'DateTimeOffset', 'Int32', (at: Instant) => dayOf(dateOf(at))),
  fn('day', 'Date', 'Int32', dayOf),
  fn('hour', 'DateTimeOffset', 'Int32', (at: Instant) => hourOf(timeOf(at))),
  fn('hour', 'TimeOfDay', 'Int32', hourOf),
  fn('minute', 'DateTimeOffset', 'Int32', (at: Instant) => minuteOf(timeOf(at))),
  fn('minute', 'TimeOfDay', 'Int32', minuteOf),
  fn('second', 'DateTimeOffset', 'Int32', (at: Instant) => secondOf(timeOf(at))),
  fn('second', 'TimeOfDay', 'Int32', secondOf),
  fn('fractionalseconds', 'DateTimeOffset', 'Decimal', (at: Instant) => fractionalSeconds(timeOf(at))),
  fn('fractionalseconds', 'TimeOfDay', 'Decimal', fractionalSeconds),
  fn('date', 'DateTimeOffset', 'Date', dateOf),
  fn('time', 'DateTimeOffset', 'TimeOfDay', timeOf),
  fn('totaloffsetminutes', 'DateTimeOffset', 'Int32', (at: Instant) => at.offset),
  fn('totalseconds', 'Duration', 'Decimal', (ticks: bigint) => new Decimal(String(ticks)).div(10_000_000)),
  fn('mindatetime', '', 'DateTimeOffset', () => ({ ticks: MIN_INSTANT, offset: 0 })),
  fn('maxdatetime', '', 'DateTimeOffset', () => ({ ticks: MAX_INSTANT, offset: 0 })),

  fn('round', 'Decimal', 'Decimal', (value: Big) => value.round(0, 1)),
  fn('round', 'Double', 'Double', roundHalfAway),
  fn('floor', 'Decimal', 'Decimal', (value: Big) => towards(value, -1)),
  fn('floor', 'Double', 'Double', Math.floor),
  fn('ceiling', 'Decimal', 'Decimal', (value: Big) => towards(value, 1)),
  fn('ceiling', 'Double', 'Double', Math.ceil),
]

/** What the checker makes itself. */
export const SPECIAL_FUNCTIONS = ['matchespattern', 'now', 'cast', 'isof'] as const

function fractionalSeconds(ticks: number): Big {
  return new Decimal(fractionOf(ticks)).div(10_000_000)
}

/** The next integer below (-1) or above (1), the number itself where it is one. */
function towards(value: Big, sign: 1 | -1): Big {
  const whole = value.round(0, 0)
  return whole.cmp(value) * sign < 0 ? whole.plus(sign) : whole
}
