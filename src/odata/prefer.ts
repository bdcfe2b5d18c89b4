/** Preferences by name, in lower case and without `odata.`; the first of a name wins (RFC 7240). */
export type Preferences = ReadonlyMap<string, { readonly value: string; readonly text: string }>

const NONE: Preferences = new Map()

/** Reads a Prefer header. Parameters of a preference are ignored: none is defined for those that Graph honours. */
export function readPrefer(prefer: string | undefined): Preferences {
  if (prefer === undefined) return NONE
  const preferences = new Map<string, { value: string; text: string }>()
  for (const part of prefer.split(',')) {
    const [text = ''] = part.split(';', 1)
    const [name = '', value = ''] = text.split('=', 2).map((side) => side.trim())
    const key = name.toLowerCase().replace(/^odata\./, '')
    const plain = value.replaceAll('"', '')
    if (key && !preferences.has(key)) preferences.set(key, { value: plain, text: `${name}=${plain}` })
  }
  return preferences
}

/** What `Prefer` asks of a write's answer. */
export function preferredReturn(prefer: string | undefined): 'minimal' | 'representation' | undefined {
  const value = readPrefer(prefer).get('return')?.value.toLowerCase()
  return value === 'minimal' || value === 'representation' ? value : undefined
}

/** @returns the page size that is asked for, and what `Preference-Applied` says of it */
export function preferredPageSize(prefer: string | undefined): { size: number; applied: string } | undefined {
  const asked = readPrefer(prefer).get('maxpagesize')
  const size = asked && /^\d{1,9}$/.test(asked.value) ? Number(asked.value) : 0
  return asked && size > 0 ? { size, applied: asked.text } : undefined
}
