import { encodeBase64Url } from '../encoding/base64url.js'

/** A source of bytes: unguessable where others can reach the emulator, seeded where a replay counts. */
export type Random = (length: number) => Uint8Array

/** @returns a version 4 GUID in lower case */
export function randomGuid(random: Random): string {
  return guidOf(random(16))
}

/** @returns a secret of 256 bits that can stand in a URL */
export function randomSecret(random: Random): string {
  return encodeBase64Url(random(32))
}

/**
 * The GUID that always stands for a text: Entra keeps such ids in its directory, and nothing is stored here.
 *
 * @param kind keeps the ids of different things apart
 */
export function stableGuid(kind: string, text: string): string {
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  for (let part = 0; part < 4; part++) view.setUint32(part * 4, fnv(`${part} ${kind} ${text}`))
  return guidOf(bytes)
}

export async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}

function guidOf(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte, index) => withMarks(byte, index).toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

/** RFC 9562, 5.4: the version in byte 6, the variant in byte 8. */
function withMarks(byte: number, index: number): number {
  if (index === 6) return (byte & 0x0f) | 0x40
  return index === 8 ? (byte & 0x3f) | 0x80 : byte
}

/** FNV-1a over UTF-16 units, and the finalizer of MurmurHash3. */
function fnv(text: string): number {
  let at = 0x811c9dc5
  for (let index = 0; index < text.length; index++) at = Math.imul(at ^ text.charCodeAt(index), 0x01000193)
  at = Math.imul(at ^ (at >>> 16), 0x85ebca6b)
  at = Math.imul(at ^ (at >>> 13), 0xc2b2ae35)
  return (at ^ (at >>> 16)) >>> 0
}
