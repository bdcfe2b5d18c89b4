// @peculiar/x509 takes its parts by reflection, and asks for the polyfill to be there first.
import 'reflect-metadata'
import { createPrivateKey, KeyObject, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import { AsnConvert } from '@peculiar/asn1-schema'
import * as asn1 from '@peculiar/asn1-x509'
import * as x509 from '@peculiar/x509'
import type { KeyedCertificate } from './keyed-certificate.js'

/*
 * The one file that knows how certificates are made. It is heavy, so it is imported when one has to be made: twice a
 * quarter, not at each start.
 */

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY = 86_400_000

/** Long enough that trusting it once does for a project's life. */
const AUTHORITY_DAYS = 10 * 365
/** Apple's and the browsers' bounds for leaves shrink from year to year; this is below the present ones. */
const LEAF_DAYS = 90
/** A container's clock may lag behind the machine's. */
const BACKDATED = DAY

/** Makes an authority whose certificates hold for the hosts alone, and for nothing below an authority of its own. */
export async function makeAuthority(hosts: readonly string[], now: Date): Promise<KeyedCertificate> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    // Trust stores show the name: the date tells one authority from the one before it.
    name: [{ CN: [`intune-emulator local CA ${now.toISOString().slice(0, 10)}`] }, { O: ['intune-emulator'] }],
    ...validity(now, AUTHORITY_DAYS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      // Names are all that is constrained below: without this it could sign programs and mail.
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      new x509.Extension(asn1.id_ce_nameConstraints, true, nameConstraints(hosts)),
    ],
  })
  return { key: pemOf(keys.privateKey), cert: `${certificate.toString('pem')}\n` }
}

/** Makes a server's certificate for the hosts. */
export async function issueLeaf(
  authority: KeyedCertificate,
  hosts: readonly string[],
  now: Date,
): Promise<KeyedCertificate> {
  const issuer = new x509.X509Certificate(authority.cert)
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [{ CN: ['intune-emulator'] }],
    issuer: issuer.subjectName,
    ...validity(now, LEAF_DAYS),
    publicKey: keys.publicKey,
    signingKey: await signingKey(authority.key),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        hosts.map((host) => ({ type: isIP(host) ? ('ip' as const) : ('dns' as const), value: host })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  })
  return { key: pemOf(keys.privateKey), cert: `${certificate.toString('pem')}\n` }
}

function validity(now: Date, days: number) {
  return { notBefore: new Date(now.getTime() - BACKDATED), notAfter: new Date(now.getTime() + days * DAY) }
}

/** RFC 5280, 4.2.1.10: a stolen authority signs for no other site. */
function nameConstraints(hosts: readonly string[]): ArrayBuffer {
  const permitted = hosts.map((host) => new asn1.GeneralSubtree({ base: subtree(host) }))
  return AsnConvert.serialize(new asn1.NameConstraints({ permittedSubtrees: new asn1.GeneralSubtrees(permitted) }))
}

/** An address stands with its mask there: here, of the one address. */
function subtree(host: string): asn1.GeneralName {
  const version = isIP(host)
  if (version === 0) return new asn1.GeneralName({ dNSName: host })
  return new asn1.GeneralName({ iPAddress: `${host}/${version === 4 ? 32 : 128}` })
}

function pemOf(key: webcrypto.CryptoKey): string {
  return KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString()
}

function signingKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' })
  return webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign'])
}
