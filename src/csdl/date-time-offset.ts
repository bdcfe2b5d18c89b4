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
  if (zone === undefined || hour === undefined)
    return isInstant(`${text}T00:00:00Z`, 0) ? `${text}T00:00:00Z` : undefined
  const offset = offsetMinutes(zone)
  if (offset === undefined || !isInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`, offset))
    return undefined
  return fraction.length > 7 ? rounded(text, fraction, zone) : text
}

function isInstant(utc: string, offset: number): boolean {
  const instant = Date.parse(utc)
  if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 19) !== utc.slice(0, 19)) return false
  const shifted = instant - offset * 60_000
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
