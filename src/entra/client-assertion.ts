import type { JWK } from 'jose'
import type { App } from './directory.js'
import {
  assertionAudience,
  assertionLifetime,
  assertionSignature,
  assertionSubject,
  malformedAssertion,
} from './errors.js'
import { hostOf, LOGIN_HOSTS } from './clouds.js'
import { isCurrent, readJwt, textOf } from './jwt.js'

/** What a certificate's assertion is signed with; MSAL takes PS256. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256']

/** The audience of tokens of other issuers that stand for an app (workload identity federation), in each cloud. */
const FEDERATED = /^api:\/\/AzureADTokenExchange(?:USGov|China)?$/

/**
 * Checks a client's assertion (RFC 7523): its audience, its lifetime, whom it names, and its signature by one of the app's
 * keys.
 *
 * @param keys undefined where they are not known: then the form is all that counts
 * @throws EntraError 50027, 700021, 700023, 700024, 700027
 */
export async function checkClientAssertion(
  assertion: string,
  { clientId, keys, origin, now }: { clientId: string; keys: App['certificates']; origin: string; now: Date },
): Promise<void> {
  const jwt = readJwt(assertion)
  if (!jwt) throw malformedAssertion()
  const audiences = [jwt.claims.aud].flat()
  if (!audiences.some((audience) => isOurs(audience, origin))) throw assertionAudience()
  if (!isCurrent(jwt.claims, now)) throw assertionLifetime()
  // Another issuer names its own subject, and which ones stand for the app is not declared here.
  const isFederated = audiences.some((audience) => typeof audience === 'string' && FEDERATED.test(audience))
  if (!isFederated && textOf(jwt.claims, 'sub')?.toLowerCase() !== clientId.toLowerCase()) throw assertionSubject()
  if (keys && !(await isSigned(assertion, keys))) throw assertionSignature()
}

/** The token endpoint, by specification; the issuer and other addresses of Entra's are taken too. */
function isOurs(audience: unknown, origin: string): boolean {
  if (typeof audience !== 'string') return false
  const host = hostOf(audience)
  return FEDERATED.test(audience) || (host !== '' && (host === hostOf(origin) || LOGIN_HOSTS.includes(host)))
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
