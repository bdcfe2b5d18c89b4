import { type Instant, parseInstant } from './temporal.js'

/** A filter over dates reads every row's: a text is parsed once. So many are kept, some 20 MB at most. */
const KEPT = 131_072

const known = new Map<string, Instant | null>()

/** @returns the instant of a row's text; null for a text that names none */
export function readInstant(text: string): Instant | null {
  const found = known.get(text)
  if (found !== undefined) return found
  if (known.size >= KEPT) known.clear()
  const instant = parseInstant(text) ?? null
  known.set(text, instant)
  return instant
}
