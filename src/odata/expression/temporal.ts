/*
 * Dates and times at 100 ns, as .NET and Graph count them: a tick. A time of day, 864 × 10⁹ ticks at most, is a number; an
 * instant or a duration is a bigint.
 */

/** An Edm.DateTimeOffset: the instant, and the offset that it was written with. */
export interface Instant {
  /** Since 1970-01-01T00:00:00Z. */
  readonly ticks: bigint
  /** Minutes east of UTC. */
  readonly offset: number
}

const TICKS_PER_MILLISECOND = 10_000n
const TICKS_PER_SECOND = 10_000_000
const TICKS_PER_MINUTE = 60 * TICKS_PER_SECOND
export const TICKS_PER_DAY = 86_400n * BigInt(TICKS_PER_SECOND)
const DAY = 86_400_000

export const MIN_INSTANT = BigInt(Date.parse('0001-01-01T00:00:00Z')) * TICKS_PER_MILLISECOND
export const MAX_INSTANT = BigInt(Date.parse('9999-12-31T23:59:59.999Z')) * TICKS_PER_MILLISECOND + 9_999n

const INSTANT = /^(.{10})T(\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:Z|([+-])(\d\d):(\d\d))$/i

/** @returns undefined for a text that names no instant */
export function parseInstant(text: string): Instant | undefined {
  const match = INSTANT.exec(text)
  if (!match) return undefined
  const [, date = '', time = '', second = '00', fraction = '', sign, hours = '0', minutes = '0'] = match
  const day = parseDate(date)
  const clock = parseTimeOfDay(`${time}:${second}`)
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  if (day === undefined || clock === undefined || Math.abs(offset) > 14 * 60) return undefined
  const ticks = BigInt(day) * TICKS_PER_DAY + BigInt(clock + fractionTicks(fraction) - offset * TICKS_PER_MINUTE)
  return ticks < MIN_INSTANT || ticks > MAX_INSTANT ? undefined : { ticks, offset }
}

/** @returns days since 1970-01-01; undefined for a day that the calendar lacks */
export function parseDate(text: string): number | undefined {
  const milliseconds = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString().slice(0, 10) !== text) return undefined
  return milliseconds / DAY
}

/** @returns ticks since midnight */
export function parseTimeOfDay(text: string): number | undefined {
  const match = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?$/.exec(text)
  if (!match) return undefined
  const [, hour = '', minute = '', second = '00', fraction = ''] = match
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  return (Number(hour) * 3600 + Number(minute) * 60 + Number(second)) * TICKS_PER_SECOND + fractionTicks(fraction)
}

/** Edm.Duration is the day-time duration of XML Schema: days and smaller. */
const DURATION = /^([+-])?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/i

/** @returns ticks */
export function parseDuration(text: string): bigint | undefined {
  const match = DURATION.exec(text)
  if (!match || /[PT]$/i.test(text)) return undefined
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  const whole = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds)
  const ticks = whole * BigInt(TICKS_PER_SECOND) + BigInt(fractionTicks(fraction))
  return sign === '-' ? -ticks : ticks
}

/** More than seven digits round. */
function fractionTicks(digits: string): number {
  if (digits.length <= 7) return Number(digits.padEnd(7, '0'))
  return Math.round(Number(`${digits.slice(0, 7)}.${digits.slice(7)}`))
}

/** @returns the days since 1970-01-01 where the instant was written */
export function dateOf({ ticks, offset }: Instant): number {
  return Number(floorDivide(local(ticks, offset), TICKS_PER_DAY))
}

/** @returns the ticks since midnight where the instant was written */
export function timeOf({ ticks, offset }: Instant): number {
  const at = local(ticks, offset)
  return Number(at - floorDivide(at, TICKS_PER_DAY) * TICKS_PER_DAY)
}

export function yearOf(days: number): number {
  return new Date(days * DAY).getUTCFullYear()
}

export function monthOf(days: number): number {
  return new Date(days * DAY).getUTCMonth() + 1
}

export function dayOf(days: number): number {
  return new Date(days * DAY).getUTCDate()
}

export function hourOf(ticks: number): number {
  return Math.floor(ticks / (60 * TICKS_PER_MINUTE))
}

export function minuteOf(ticks: number): number {
  return Math.floor(ticks / TICKS_PER_MINUTE) % 60
}

export function secondOf(ticks: number): number {
  return Math.floor(ticks / TICKS_PER_SECOND) % 60
}

/** @returns ticks within the second */
export function fractionOf(ticks: number): number {
  return ticks % TICKS_PER_SECOND
}

export function formatDate(days: number): string {
  return new Date(days * DAY).toISOString().slice(0, 10)
}

export function formatTimeOfDay(ticks: number): string {
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${pad(hourOf(ticks))}:${pad(minuteOf(ticks))}:${pad(secondOf(ticks))}.${String(fractionOf(ticks)).padStart(7, '0')}`
}

function local(ticks: bigint, offset: number): bigint {
  return ticks + BigInt(offset * TICKS_PER_MINUTE)
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by
  return value % by < 0n ? quotient - 1n : quotient
}
