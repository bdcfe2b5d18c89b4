/** Either alphabet of RFC 4648, padded or not: the official JavaScript client sends the plain one, padded. */
const BASE64 = /^[\w+/-]*={0,2}$/

/** @returns the UTF-8 text that is encoded, undefined for what is no base64 */
export function decodeBase64Url(encoded: string): string | undefined {
  if (!BASE64.test(encoded)) return undefined
  try {
    const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'))
    return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)))
  } catch {
    return undefined
  }
}

/** @returns the text's UTF-8 in base64url, without padding */
export function encodeBase64Url(text: string): string {
  const binary = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
