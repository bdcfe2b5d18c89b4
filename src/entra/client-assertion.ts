import type { JWK } from 'jose'
import type { App } from './directory.js'
import { assertionAudience, assertionLifetime, assertionSignature, malformedAssertion } from './errors.js'
import { hostOf, LOGIN_HOSTS } from './clouds.js'
import { type JwtPart, numberOf, readJwt } from './jwt.js'

/** What a certificate's assertion is signed with; MSAL takes PS256. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256']

/** The audience of tokens of other issuers that stand for an app (workload identity federation), in each cloud. */
const FEDERATED = /^api:\/\/AzureADTokenExchange(?:USGov|China)?$/

const SKEW_SECONDS = 300

/**
 * Checks a client's assertion (RFC 7523): its audience, its lifetime, and its signature by one of the app's keys. The keys
 * of an app that declares none are not known here, nor are those of other issuers: then the form is all that counts.
 *
 * @throws EntraError 50027, 700023, 700024, 700027
 */
export async function checkClientAssertion(
  assertion: string,
  { app, origin, now }: { app: App | undefined; origin: string; now: Date },
): Promise<void> {
  const jwt = readJwt(assertion)
  if (!jwt) throw malformedAssertion()
  const audiences = [jwt.claims.aud].flat()
  if (!audiences.some((audience) => isOurs(audience, origin))) throw assertionAudience()
  if (!isCurrent(jwt.claims, now)) throw assertionLifetime()
  const keys = app?.certificates ?? []
  if (keys.length > 0 && !(await isSigned(assertion, keys))) throw assertionSignature()
}

/** The token endpoint, by specification; the issuer and other addresses of Entra's are taken too. */
function isOurs(audience: unknown, origin: string): boolean {
  if (typeof audience !== 'string') return false
  const host = hostOf(audience)
  return FEDERATED.test(audience) || (host !== '' && (host === hostOf(origin) || LOGIN_HOSTS.includes(host)))
}

function isCurrent(claims: JwtPart, now: Date): boolean {
  const seconds = now.getTime() / 1000
  const exp = numberOf(claims, 'exp')
  return exp !== undefined && seconds < exp + SKEW_SECONDS && seconds >= (numberOf(claims, 'nbf') ?? 0) - SKEW_SECONDS
}

async function isSigned(assertion: string, keys: readonly (string | JsonWebKey)[]): Promise<boolean> {
  const { compactVerify } = await import('jose')
  const algorithm = String(readJwt(assertion)?.header.alg)
  if (!ALGORITHMS.includes(algorithm)) return false
  for (const key of keys) {
    const verified = await load(key, algorithm)
      .then((loaded) => compactVerify(assertion, loaded, { algorithms: [algorithm] }))
      .then(
        () => true,
        () => false,
      )
    if (verified) return true
  }
  return false
}

async function load(key: string | JsonWebKey, algorithm: string) {
  const { importJWK, importSPKI, importX509 } = await import('jose')
  if (typeof key !== 'string') return importJWK(key as JWK, algorithm)
  return key.includes('BEGIN CERTIFICATE') ? importX509(key, algorithm) : importSPKI(key, algorithm)
}
