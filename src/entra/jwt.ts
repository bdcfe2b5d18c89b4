import { decodeBase64Url } from '../encoding/base64url.js'

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

/** Entra's tokens are taken five minutes after their end, and before their start. */
const SKEW_SECONDS = 300

/** @returns whether the lifetime that a token names is now; without an end it is not */
export function isCurrent(claims: JwtPart, now: Date): boolean {
  const seconds = now.getTime() / 1000
  const exp = numberOf(claims, 'exp')
  return exp !== undefined && seconds < exp + SKEW_SECONDS && seconds >= (numberOf(claims, 'nbf') ?? 0) - SKEW_SECONDS
}

function numberOf(claims: JwtPart, name: string): number | undefined {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined
  return typeof value === 'number' ? value : undefined
}

function objectOf(part: string): JwtPart | undefined {
  try {
    const value: unknown = JSON.parse(decodeBase64Url(part) ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JwtPart) : undefined
  } catch {
    return undefined
  }
}
