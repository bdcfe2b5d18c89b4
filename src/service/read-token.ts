import { decodeBase64Url } from '../encoding/base64url.js'

/** The claims of an access token that Graph looks at. A claim of another type than is documented counts as absent. */
export interface Claims {
  readonly tid?: string
  readonly aud?: string
  readonly iss?: string
  /** Seconds since 1970. */
  readonly exp?: number
  readonly nbf?: number
  /** Delegated scopes, with spaces between. */
  readonly scp?: string
  /** Application permissions. */
  readonly roles?: readonly string[]
}

/** A client sends the same token for an hour: it is decoded once. So many are kept, and none that is longer. */
const KEPT = 500
const LONGEST_KEPT = 8192

const kept = new Map<string, Claims>()

/** @returns undefined for what is no JWT: not three parts, or no JSON object in the second */
export function readClaims(token: string): Claims | undefined {
  const known = kept.get(token)
  if (known) return known
  const claims = decodeClaims(token)
  if (!claims || token.length > LONGEST_KEPT) return claims
  if (kept.size >= KEPT) kept.clear()
  kept.set(token, claims)
  return claims
}

function decodeClaims(token: string): Claims | undefined {
  const parts = token.split('.')
  if (parts.length !== 3) return undefined
  const payload = decode(parts[1] as string)
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined
  const { tid, aud, iss, exp, nbf, scp, roles } = payload as Record<string, unknown>
  return {
    ...text('tid', tid),
    ...text('aud', aud),
    ...text('iss', iss),
    ...text('scp', scp),
    ...(typeof exp === 'number' ? { exp } : {}),
    ...(typeof nbf === 'number' ? { nbf } : {}),
    ...(Array.isArray(roles) ? { roles: roles.filter((role) => typeof role === 'string') } : {}),
  }
}

function text<K extends string>(name: K, value: unknown): Partial<Record<K, string>> {
  return typeof value === 'string' && value !== '' ? ({ [name]: value } as Record<K, string>) : {}
}

function decode(part: string): unknown {
  try {
    return JSON.parse(decodeBase64Url(part) ?? '') as unknown
  } catch {
    return undefined
  }
}
