import { decodeBase64 } from './random.js'

export type JwtPart = Readonly<Record<string, unknown>>

/** @returns the header and the claims of a signed JWT, unverified; undefined for what is none */
export function readJwt(token: string): { header: JwtPart; claims: JwtPart } | undefined {
  const parts = token.split('.')
  if (parts.length !== 3) return undefined
  const header = objectOf(parts[0] as string)
  const claims = objectOf(parts[1] as string)
  return header && claims && { header, claims }
}

export function textOf(claims: JwtPart, name: string): string | undefined {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function numberOf(claims: JwtPart, name: string): number | undefined {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined
  return typeof value === 'number' ? value : undefined
}

function objectOf(part: string): JwtPart | undefined {
  try {
    const value: unknown = JSON.parse(decodeBase64(part) ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JwtPart) : undefined
  } catch {
    return undefined
  }
}
