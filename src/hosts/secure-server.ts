import type { RequestListener, ServerOptions } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { TLSSocket } from 'node:tls'
import type { KeyedCertificate } from './certificates/keyed-certificate.js'
import { watchTimeouts } from './watch-timeouts.js'

/** A certificate, and until when it may be used without asking again. Milliseconds since 1970. */
export interface ServerCertificate extends KeyedCertificate {
  readonly renewAt?: number
}

/** Gives the certificate to serve with; called at the first TLS connection, and again when it is to be renewed. */
export type CertificateSource = () => Promise<ServerCertificate>

export interface SecureServerOptions {
  readonly listener: RequestListener
  readonly source: CertificateSource
  /** Called each time that a client does not trust the certificate. */
  readonly refused: () => void
  /** Told why the certificate could not be renewed; connections go on with the one before. */
  readonly notRenewed: (error: Error) => void
  readonly limits?: Limits
}

/** How long a client may take, and how often that is looked at; Node's defaults are 60 s, 300 s and 30 s. */
export type Limits = Pick<ServerOptions, 'headersTimeout' | 'requestTimeout' | 'connectionsCheckingInterval'>

/** What a client says that does not know the authority. Others just hang up. */
const REFUSED = /alert (unknown ca|bad certificate|certificate unknown)/

/** A renewal that failed is tried again after this many milliseconds: the certificate before holds for weeks. */
const TRY_AGAIN = 3_600_000

/** An https server that listens nowhere, and is made when the first TLS connection comes. */
export class SecureServer {
  readonly #options: SecureServerOptions
  #server: Promise<Server> | undefined
  #renewAt = Infinity

  constructor(options: SecureServerOptions) {
    this.#options = options
  }

  /** @throws Error (rejects) where there is no certificate to be had; the next call tries again */
  async get(): Promise<Server> {
    const due = Date.now() >= this.#renewAt
    if (due) this.#renewAt = Infinity
    const server = this.#server && !due ? this.#server : this.#make(this.#server)
    this.#server = server
    try {
      return await server
    } catch (error) {
      if (this.#server === server) this.#server = undefined
      throw error
    }
  }

  /** Looks after slow clients no more. The connections are for whoever has handed them over to end. */
  close(): void {
    this.#server?.then(
      (server) => server.close(),
      () => undefined,
    )
  }

  async #make(previous: Promise<Server> | undefined): Promise<Server> {
    const server = await previous
    if (!server) return this.#create(await this.#certificate())
    try {
      // Connections that are open keep the certificate that they began with.
      server.setSecureContext(await this.#certificate())
    } catch (error) {
      this.#renewAt = Date.now() + TRY_AGAIN
      this.#options.notRenewed(error as Error)
    }
    return server
  }

  async #certificate(): Promise<KeyedCertificate> {
    const { cert, key, renewAt = Infinity } = await this.#options.source()
    this.#renewAt = renewAt
    return { cert, key }
  }

  #create(certificate: KeyedCertificate): Server {
    const look = (error: Error) => {
      if (REFUSED.test(error.message)) this.#options.refused()
    }
    return (
      serverWith(certificate, this.#options)
        .on('tlsClientError', look)
        // In TLS 1.3 the server is done before the client has looked at the certificate.
        .on('secureConnection', (socket: TLSSocket) => socket.on('error', look))
    )
  }
}

function serverWith({ cert, key }: KeyedCertificate, { listener, limits }: SecureServerOptions): Server {
  try {
    return watchTimeouts(createServer({ ...limits, cert, key }, listener))
  } catch (error) {
    const why = (error as Error).message
    throw new Error(`Failed to answer https: ${why}. Give a PEM certificate and its PEM key, without a passphrase.`, {
      cause: error,
    })
  }
}
