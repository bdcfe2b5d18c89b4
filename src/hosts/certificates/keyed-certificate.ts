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
export function faultOf({ cert, key }: KeyedCertificate, now: Date): string | undefined {
  try {
    const certificate = new X509Certificate(cert)
    if (!certificate.checkPrivateKey(createPrivateKey(key))) return 'the key is not that of the certificate'
    if (expiryOf(cert) <= now.getTime()) return `the certificate ended on ${certificate.validTo}`
    return undefined
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
