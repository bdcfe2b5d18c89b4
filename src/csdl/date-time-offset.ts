/** date "T" hour ":" minute [ ":" second [ "." 1*DIGIT ] ] ( "Z" / sign hour ":" minute ), or a bare date. */
const PATTERN = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?([Zz]|[+-]\d\d:\d\d))?$/

const FIRST_INSTANT = Date.parse('0001-01-01T00:00:00Z')
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z')

/**
 * Reads an Edm.DateTimeOffset as ODL's `XmlConvert.ToDateTimeOffset` does: a zone is required, seconds are not, and a
 * bare date passes because its second hyphen stands where ODL looks for a sign. More than 7 fractional digits round.
 *
 * @returns the text as it is answered: as it was sent, wherever that is an Edm.DateTimeOffset; undefined for no date
 */
export function readDateTimeOffset(text: string): string | undefined {
  const match = PATTERN.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone] = match
  if (!isDay(Number(year), Number(month), Number(day))) return undefined
  if (zone === undefined || hour === undefined) return `${text}T00:00:00Z`
  const offset = offsetMinutes(zone)
  if (offset === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  // Only the first and the last day of the calendar can lie outside of it in UTC.
  if (isEdge(text) && !isInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`, offset)) return undefined
  return fraction.length > 7 ? rounded(text, fraction, zone) : text
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** The years of .NET: 1 to 9999 of the Gregorian calendar. */
function isDay(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0)
  return year > 0 && day > 0 && day <= days
}

function isEdge(text: string): boolean {
  return text.startsWith('0001-01-01') || text.startsWith('9999-12-31')
}

function isInstant(utc: string, offset: number): boolean {
  const shifted = Date.parse(utc) - offset * 60_000
  return shifted >= FIRST_INSTANT && shifted <= LAST_INSTANT
}

/** .NET's offsets reach 14 hours either way. */
function offsetMinutes(zone: string): number | undefined {
  if (zone.length === 1) return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4))
  if (minutes > 14 * 60 || Number(zone.slice(4)) > 59) return undefined
  return zone.startsWith('-') ? -minutes : minutes
}

function rounded(text: string, fraction: string, zone: string): string | undefined {
  const ticks = BigInt(fraction.slice(0, 7)) + (fraction.charCodeAt(7) >= 0x35 ? 1n : 0n)
  const whole = text.slice(0, 19)
  if (ticks < 10_000_000n) return `${whole}.${String(ticks).padStart(7, '0')}${zone}`
  const next = Date.parse(`${whole}Z`) + 1000
  return next > LAST_INSTANT ? undefined : `${new Date(next).toISOString().slice(0, 19)}.0000000${zone}`
}
