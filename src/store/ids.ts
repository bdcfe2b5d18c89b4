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
  const a = mix(seed ^ mix(n))
  const b = mix(seed + 0x9e3779b9 + n)
  const c = mix(n ^ mix(seed + 0x3c6ef372))
  const d = mix(mix(n + 0xdaa66d2b) ^ seed)
  const version = 0x4000 | (b & 0x0fff)
  const variant = 0x8000 | ((c >>> 16) & 0x3fff)
  return `${hex16(a >>> 16)}${hex16(a)}-${hex16(b >>> 16)}-${hex16(version)}-${hex16(variant)}-${hex16(c)}${hex16(d >>> 16)}${hex16(d)}`
}

/** FNV-1a over UTF-16 units. */
export function hash(text: string, seed: number): number {
  let at = mix(seed ^ 0x811c9dc5)
  for (let index = 0; index < text.length; index++) at = Math.imul(at ^ text.charCodeAt(index), 0x01000193)
  return mix(at)
}

/** The 32-bit finalizer of MurmurHash3. */
export function mix(value: number): number {
  let at = value | 0
  at = Math.imul(at ^ (at >>> 16), 0x85ebca6b)
  at = Math.imul(at ^ (at >>> 13), 0xc2b2ae35)
  return (at ^ (at >>> 16)) >>> 0
}

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** The lower 16 bits. */
function hex16(value: number): string {
  return `${BYTES[(value >>> 8) & 0xff]}${BYTES[value & 0xff]}`
}
