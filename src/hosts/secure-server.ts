import type { RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { TLSSocket } from 'node:tls'
import type { KeyedCertificate } from './certificates/keyed-certificate.js'

/** A certificate, and until when it may be used without asking again. Milliseconds since 1970. */
export interface ServerCertificate extends KeyedCertificate {
  readonly renewAt?: number
}

/** Gives the certificate to serve with; called at the first TLS connection, and again when it is to be renewed. */
export type CertificateSource = () => Promise<ServerCertificate>

/** What a client says that does not know the authority. Others just hang up. */
const REFUSED = /alert (unknown ca|bad certificate|certificate unknown)/

/** An https server that listens nowhere, and is made when the first TLS connection comes. */
export class SecureServer {
  readonly #listener: RequestListener
  readonly #source: CertificateSource
  readonly #refused: () => void
  #server: Promise<Server> | undefined
  #renewAt = Infinity

  /** @param refused called each time that a client does not trust the certificate */
  constructor(listener: RequestListener, source: CertificateSource, refused: () => void) {
    this.#listener = listener
    this.#source = source
    this.#refused = refused
  }

  /** @throws Error (rejects) where there is no certificate to be had; the next call tries again */
  async get(): Promise<Server> {
    const due = Date.now() >= this.#renewAt
    if (due) this.#renewAt = Infinity
    if (!this.#server || due) this.#server = this.#make(this.#server)
    try {
      return await this.#server
    } catch (error) {
      this.#server = undefined
      throw error
    }
  }

  /** Connections that are open keep the certificate that they began with. */
  async #make(previous: Promise<Server> | undefined): Promise<Server> {
    const { cert, key, renewAt = Infinity } = await this.#source()
    this.#renewAt = renewAt
    const server = await previous
    if (!server) return this.#create({ cert, key })
    server.setSecureContext({ cert, key })
    return server
  }

  #create(certificate: KeyedCertificate): Server {
    const look = (error: Error) => {
      if (REFUSED.test(error.message)) this.#refused()
    }
    return (
      createServer(certificate, this.#listener)
        .on('tlsClientError', look)
        // In TLS 1.3 the server is done before the client has looked at the certificate.
        .on('secureConnection', (socket: TLSSocket) => socket.on('error', look))
    )
  }
}
