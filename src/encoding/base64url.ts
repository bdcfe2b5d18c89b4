/** Either alphabet of RFC 4648, padded or not: the official JavaScript client sends the plain one, padded. */
const BASE64 = /^[\w+/-]*={0,2}$/

/** @returns the UTF-8 text that is encoded, undefined for what is no base64 */
export function decodeBase64Url(encoded: string): string | undefined {
  if (!BASE64.test(encoded)) return undefined
  try {
    const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = new Uint8Array(binary.length)
    for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index)
    return new TextDecoder().decode(bytes)
  } catch {
    return undefined
  }
}

/** @returns bytes, or a text's UTF-8, in base64url without padding */
export function encodeBase64Url(data: Uint8Array | string): string {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
