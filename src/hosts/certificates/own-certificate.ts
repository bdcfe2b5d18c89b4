import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { faultOf, type KeyedCertificate } from './keyed-certificate.js'

/**
 * Reads a certificate (its chain may follow it) and its key, both PEM.
 *
 * @throws Error for files that can't be read or do not belong together
 */
export function readOwnCertificate(certFile: string, keyFile: string): KeyedCertificate {
  const own = { cert: readText(certFile, 'certificate'), key: readText(keyFile, 'key') }
  const fault = faultOf(own, new Date()) ?? contextFault(own)
  if (fault === undefined) return own
  throw new Error(
    `Failed to use the certificate ${certFile} with the key ${keyFile}: ${fault}. Give a PEM certificate and its PEM key, without a passphrase.`,
  )
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`Failed to read the ${what} ${file}: ${(error as Error).message}. Name a PEM file.`, {
      cause: error,
    })
  }
}

/** A chain's other certificates are looked at by TLS alone. */
function contextFault(own: KeyedCertificate): string | undefined {
  try {
    createSecureContext(own)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
