/** A source of GUIDs: the same for the same seed, stream and number, on every machine. */
export class GuidSource {
  readonly #seed: number
  #next = 0

  /** @param stream keeps sources of one seed apart: a tenant's id, or what the ids are for */
  constructor(seed: number, stream: string) {
    this.#seed = hash(stream, seed)
  }

  next(): string {
    return guid(this.#seed, this.#next++)
  }
}

/** @returns the n-th version 4 GUID of a seed, in lower case */
export function guid(seed: number, n: number): string {
  const a = hex(mix(seed ^ mix(n)))
  const b = hex(mix(seed + 0x9e3779b9 + n))
  const c = hex(mix(n ^ mix(seed + 0x3c6ef372)))
  const d = hex(mix(mix(n + 0xdaa66d2b) ^ seed))
  const variant = ((Number.parseInt(c[0] as string, 16) & 3) | 8).toString(16)
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`
}

/** FNV-1a over UTF-16 units. */
export function hash(text: string, seed: number): number {
  let at = mix(seed ^ 0x811c9dc5)
  for (let index = 0; index < text.length; index++) at = Math.imul(at ^ text.charCodeAt(index), 0x01000193)
  return mix(at)
}

/** The 32-bit finalizer of MurmurHash3. */
function mix(value: number): number {
  let at = value | 0
  at = Math.imul(at ^ (at >>> 16), 0x85ebca6b)
  at = Math.imul(at ^ (at >>> 13), 0xc2b2ae35)
  return (at ^ (at >>> 16)) >>> 0
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0')
}
