import type { CryptoKey, JWK, JWTPayload } from 'jose'
import { readJwt, textOf } from './jwt.js'

interface Key {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
  readonly publicJwk: JWK
}

/** A client sends one token for an hour. */
const MOST_INTACT = 1000

/** The key that tokens are signed with, made when the first one is. `jose` is loaded then, not when the program starts. */
export class SigningKey {
  readonly #given: JWK | undefined
  #key: Promise<Key> | undefined
  /** Tokens that are known to be good: to check a signature takes many times what the rest of a request does. */
  readonly #intact = new Set<string>()

  /** @param given a private RSA key; without one, a start makes its own */
  constructor(given?: JWK) {
    this.#given = given
  }

  /**
   * Entra's tokens for Graph carry a `nonce` in their header whose hash is what is signed, so that nobody but Graph can
   * verify them. Those made here have none: a test may verify them by the key that `jwks_uri` publishes.
   */
  async sign(claims: JWTPayload): Promise<string> {
    const [{ SignJWT }, { kid, privateKey }] = await Promise.all([import('jose'), this.#load()])
    const header = { typ: 'JWT', alg: 'RS256', x5t: kid, kid }
    return this.#remember(await new SignJWT(claims).setProtectedHeader(header).sign(privateKey))
  }

  /** @returns true: signed with this key, and intact; false: names this key, and is not; undefined: another's */
  async verify(token: string): Promise<boolean | undefined> {
    // Before the first token is signed there is none of ours, and so no key to make.
    if (!this.#given && !this.#key) return undefined
    if (this.#intact.has(token)) return true
    const kid = textOf(readJwt(token)?.header ?? {}, 'kid')
    const key = await this.#load()
    if (kid !== key.kid) return undefined
    const { compactVerify } = await import('jose')
    return compactVerify(token, key.publicKey, { algorithms: ['RS256'] }).then(
      () => {
        this.#remember(token)
        return true
      },
      () => false,
    )
  }

  /** @returns the public half, as the keys document lists it */
  async publicJwk(): Promise<JWK> {
    return (await this.#load()).publicJwk
  }

  #remember(token: string): string {
    const [oldest] = this.#intact
    if (this.#intact.size >= MOST_INTACT && oldest !== undefined) this.#intact.delete(oldest)
    this.#intact.add(token)
    return token
  }

  #load(): Promise<Key> {
    this.#key ??= load(this.#given)
    return this.#key
  }
}

async function load(given: JWK | undefined): Promise<Key> {
  const { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } = await import('jose')
  const privateJwk = given ?? (await exportJWK((await generateKeyPair('RS256', { extractable: true })).privateKey))
  if (privateJwk.kty !== 'RSA' || privateJwk.d === undefined || !privateJwk.n || !privateJwk.e) {
    throw new Error('Failed to load the signing key: it is no private RSA key. Give a JWK with kty RSA, n, e and d.')
  }
  const bare = { kty: 'RSA', n: privateJwk.n, e: privateJwk.e }
  const kid = given?.kid ?? (await calculateJwkThumbprint(bare))
  const [privateKey, publicKey] = await Promise.all([importJWK(privateJwk, 'RS256'), importJWK(bare, 'RS256')])
  return {
    kid,
    privateKey: privateKey as CryptoKey,
    publicKey: publicKey as CryptoKey,
    publicJwk: { kty: 'RSA', use: 'sig', kid, x5t: kid, n: bare.n, e: bare.e },
  }
}
