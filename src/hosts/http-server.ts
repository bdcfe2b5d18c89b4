import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CertificateSource, SecureServer } from './secure-server.js'
import { twoProtocols, type TwoProtocols } from './two-protocols.js'

export interface ListeningServer {
  /** As `http://127.0.0.1:4567`. */
  readonly url: string
  /** The same port over TLS, as `https://localhost:4567`; undefined for a server of http alone. */
  readonly httpsUrl: string | undefined
  /** Ends every connection and frees the port. */
  close(): Promise<void>
}

export interface HttpsOptions {
  readonly certificate: CertificateSource
  /** Is told, once, what keeps https from working. */
  readonly notice: (text: string) => void
}

/**
 * Listens for http, and on the same port for https.
 *
 * @param port 0 takes a free one
 * @param https undefined for http alone
 * @throws Error (rejects) where the port is taken or the host is not this machine's
 */
export async function listen(
  listener: RequestListener,
  port: number,
  host: string,
  https?: HttpsOptions,
): Promise<ListeningServer> {
  checkAddress(port, host)
  const protocols = https ? bothProtocols(listener, https) : plainAlone(listener)
  const { server } = protocols
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      protocols.endConnections()
      reject(failed(error, port, host))
    }
    server.once('error', fail).listen(port, host, () => {
      // From now on an error is a connection that can't be taken, as for want of file handles: its client's loss alone.
      server.off('error', fail).on('error', () => undefined)
      const { port: taken } = server.address() as AddressInfo
      const httpsUrl = https && `https://${inUrl(isOwn(host) ? 'localhost' : host)}:${taken}`
      resolve({ url: `http://${inUrl(host)}:${taken}`, httpsUrl, close: () => close(protocols) })
    })
  })
}

const UNTRUSTED =
  "A client does not trust the emulator's certificate. 'intune-emulator ca' prints the authority and how to trust it."

function bothProtocols(listener: RequestListener, { certificate, notice }: HttpsOptions): TwoProtocols {
  const said = new Set<string>()
  const once = (text: string) => {
    if (!said.has(text)) notice(text)
    said.add(text)
  }
  const failed = (error: Error) => once(error.message)
  const refused = () => once(UNTRUSTED)
  const secure = new SecureServer({ listener, source: certificate, refused, notRenewed: failed })
  return twoProtocols({ listener, secure, failed })
}

function plainAlone(listener: RequestListener): TwoProtocols {
  return twoProtocols({ listener, secure: undefined, failed: () => undefined })
}

function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/** Addresses that 'localhost' reaches: the certificate is for this name first. */
function isOwn(host: string): boolean {
  return host.startsWith('127.') || ['0.0.0.0', '::', '::1', 'localhost'].includes(host)
}

/** Node would take other values for a socket's file, or for every interface. */
function checkAddress(port: unknown, host: unknown): void {
  if (typeof host !== 'string' || host === '') {
    throw new Error(`Failed to listen: the host is '${String(host)}'. Give an address, as 127.0.0.1.`)
  }
  if (Number.isInteger(port) && Number(port) >= 0 && Number(port) <= 65_535) return
  throw new Error(
    `Failed to listen: the port is '${String(port)}'. Give an integer from 0 to 65535; 0 takes a free one.`,
  )
}

function close({ server, endConnections }: TwoProtocols): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    endConnections()
  })
}

function failed(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const why =
    error.code === 'EADDRINUSE'
      ? 'the port is taken. Stop what listens there, or use port 0 for a free one'
      : error.message
  return new Error(`Failed to listen on ${host}:${port}: ${why}.`, { cause: error })
}
