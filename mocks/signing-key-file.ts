import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isPrivateKey } from './emulator-options.js'

/**
 * Reads the key that tokens are signed with: PEM, as `openssl genrsa` writes it, or a JWK.
 *
 * @throws Error for a file that can't be read or holds no private RSA key; it shows nothing of what is in it
 */
export function readSigningKey(file: string): JsonWebKey {
  const key = parse(readText(file))
  if (isPrivateKey(key)) return key
  throw failed(file, 'it holds no private RSA key. Give a PEM file without a passphrase, or a JWK')
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw failed(file, (error as Error).message)
  }
}

function parse(text: string): unknown {
  try {
    return text.trimStart().startsWith('{')
      ? (JSON.parse(text) as unknown)
      : createPrivateKey(text).export({ format: 'jwk' })
  } catch {
    return undefined
  }
}

function failed(file: string, why: string): Error {
  return new Error(`Failed to read the signing key '${file}': ${why}.`)
}
