import { createPrivateKey, X509Certificate } from 'node:crypto'

/** A certificate with its key, as PEM text. */
export interface KeyedCertificate {
  readonly cert: string
  readonly key: string
}

/**
 * Says what is wrong with a certificate and its key.
 *
 * @returns undefined where they can be used now
 */
export function faultOf(keyed: KeyedCertificate, now: Date): string | undefined {
  const damage = damageOf(keyed)
  if (damage !== undefined) return damage
  const { validFrom, validTo } = new X509Certificate(keyed.cert)
  if (Date.parse(validTo) <= now.getTime()) return `the certificate ended on ${validTo}`
  // Made while the clock was ahead: no client would take it until then.
  return Date.parse(validFrom) > now.getTime() ? `the certificate begins on ${validFrom}` : undefined
}

/** @returns undefined where both can be read and belong together, whatever the time */
export function damageOf({ cert, key }: KeyedCertificate): string | undefined {
  try {
    const ofKey = new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))
    return ofKey ? undefined : 'the key is not that of the certificate'
  } catch (error) {
    // OpenSSL's own words, as "error:0480006C:PEM routines::no start line".
    return (error as Error).message
  }
}

/** @returns milliseconds since 1970 */
export function expiryOf(cert: string): number {
  return Date.parse(new X509Certificate(cert).validTo)
}

/** Key and certificate in one file can't be torn apart by two writers. */
export function toText({ cert, key }: KeyedCertificate): string {
  return key + cert
}

export function fromText(text: string): KeyedCertificate {
  const blocks = text.match(/-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----\n?/g) ?? []
  const block = (label: string) => blocks.find((found) => found.includes(`BEGIN ${label}-----`)) ?? ''
  return { cert: block('CERTIFICATE'), key: block('PRIVATE KEY') }
}
