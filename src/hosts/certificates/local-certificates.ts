import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { withLock } from './file-lock.js'
import { damageOf, expiryOf, faultOf, fromText, type KeyedCertificate, toText } from './keyed-certificate.js'
import { giveMode, makePrivateFolder, readPrivateFile, writePrivateFile } from './private-folder.js'

export interface LocalCertificatesOptions {
  /** The emulator's data folder. */
  readonly folder: string
  /** What the server's certificate is for: names and addresses. */
  readonly hosts: readonly string[]
  /** Is told what the user has to know, as that the authority had to be made anew. */
  readonly notice: (text: string) => void
  readonly now?: () => Date
}

export interface LocalCertificates {
  /** The authority's certificate, for trust stores. The key is not in it. */
  readonly authorityFile: string
  /** The server's certificate and key. */
  readonly server: KeyedCertificate
  /** When to ask again for a server's certificate. Milliseconds since 1970. */
  readonly renewAt: number
}

const DAY = 86_400_000
const RENEW_LEAF = 30 * DAY
/** An authority has to outlive the leaf that it signs. */
const RENEW_AUTHORITY = 100 * DAY

const AUTHORITY = 'authority.pem'
const SERVER = 'server.pem'
/** The authority's certificate alone, taken from the file above. */
const PUBLIC = 'ca.pem'

/**
 * Gives the local authority and a server's certificate, made on first use and renewed before they expire.
 *
 * @throws Error (rejects) for a folder that can't be written
 */
export async function localCertificates(options: LocalCertificatesOptions): Promise<LocalCertificates> {
  const folder = join(options.folder, 'certificates')
  const authorityFile = join(folder, PUBLIC)
  try {
    await makePrivateFolder(folder)
    const server =
      (await usable(folder, options)) ?? (await withLock(join(folder, 'lock'), () => make(folder, options)))
    return { authorityFile, server, renewAt: expiryOf(server.cert) - RENEW_LEAF }
  } catch (error) {
    const why = (error as Error).message
    throw new Error(
      `Failed to keep certificates in ${folder}: ${why}. Set INTUNE_EMULATOR_HOME to a folder of yours, or give --cert and --key.`,
      { cause: error },
    )
  }
}

/** @returns the server's certificate where nothing has to be made */
async function usable(folder: string, { hosts, now }: LocalCertificatesOptions): Promise<KeyedCertificate | undefined> {
  const [authority, server, shown] = await Promise.all([AUTHORITY, SERVER, PUBLIC].map((name) => read(folder, name)))
  const at = now?.() ?? new Date()
  if (!authority || !server || authorityFault(authority, hosts, at) || !covers(server, authority, hosts, at))
    return undefined
  if (shown?.cert !== authority.cert) return undefined
  await Promise.all([AUTHORITY, SERVER].map((name) => giveMode(join(folder, name), 0o600)))
  return server
}

/** Only one process at a time gets here; the one before may have made everything. */
async function make(folder: string, options: LocalCertificatesOptions): Promise<KeyedCertificate> {
  const ready = await usable(folder, options)
  if (ready) return ready
  const { makeAuthority, issueLeaf } = await import('./issue.js')
  const { hosts, notice } = options
  const now = options.now?.() ?? new Date()
  const [kept, before] = [await read(folder, AUTHORITY), await read(folder, SERVER)]
  const fault = kept ? authorityFault(kept, hosts, now) : await loss(folder)
  if (fault)
    notice(`The certificate authority in ${join(folder, AUTHORITY)} is made anew: ${fault}. Trust the new one.`)
  const authority = kept && !fault ? kept : await makeAuthority(hosts, now)
  const server = await issueLeaf(authority, hosts, now)
  // One that is merely old is renewed without a word.
  const damage = before && damageOf(before)
  if (damage && !fault) notice(`The certificate in ${join(folder, SERVER)} is made anew: ${damage}.`)
  await writePrivateFile(folder, AUTHORITY, toText(authority))
  await writePrivateFile(folder, PUBLIC, authority.cert)
  await writePrivateFile(folder, SERVER, toText(server))
  return server
}

/** Someone may trust an authority whose key is gone. */
async function loss(folder: string): Promise<string | undefined> {
  return (await read(folder, PUBLIC)) && 'the file is not there any more'
}

async function read(folder: string, name: string): Promise<KeyedCertificate | undefined> {
  const text = await readPrivateFile(folder, name)
  return text === undefined ? undefined : fromText(text)
}

function authorityFault(authority: KeyedCertificate, hosts: readonly string[], now: Date): string | undefined {
  const fault = faultOf(authority, now)
  if (fault) return fault
  const { ca, validTo, raw } = new X509Certificate(authority.cert)
  if (!ca) return 'it is no authority'
  // The addresses are this machine's own: every authority has had them.
  const further = hosts.find((host) => !isIP(host) && !raw.includes(dnsName(host)))
  if (further !== undefined) return `it may not sign for ${further}`
  return expiryOf(authority.cert) - now.getTime() < RENEW_AUTHORITY ? `it ends on ${validTo}` : undefined
}

/** A host as name constraints have it: a GeneralName of tag 2, in DER (RFC 5280, 4.2.1.6). */
function dnsName(host: string): Buffer {
  return Buffer.from([0x82, host.length, ...Buffer.from(host)])
}

function covers(server: KeyedCertificate, authority: KeyedCertificate, hosts: readonly string[], now: Date): boolean {
  if (faultOf(server, now) !== undefined) return false
  const certificate = new X509Certificate(server.cert)
  if (!certificate.verify(new X509Certificate(authority.cert).publicKey)) return false
  if (expiryOf(server.cert) - now.getTime() < RENEW_LEAF) return false
  return hosts.every((host) => certificate.checkHost(host) !== undefined || certificate.checkIP(host) !== undefined)
}
