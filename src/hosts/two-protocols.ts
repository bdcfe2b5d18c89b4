import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import type { Limits, SecureServer } from './secure-server.js'
import { watchTimeouts } from './watch-timeouts.js'

/** The first byte of a TLS connection: a record of type handshake (RFC 8446, 5.1). No HTTP method starts with it. */
const TLS_HANDSHAKE = 0x16

/** A server for both protocols, and how to end what is connected to it. */
export interface TwoProtocols {
  readonly server: Server
  readonly endConnections: () => void
}

export interface TwoProtocolsOptions {
  readonly listener: RequestListener
  /** Undefined for http alone. */
  readonly secure: SecureServer | undefined
  /** Told why a TLS connection could not be answered. */
  readonly failed: (error: Error) => void
  readonly limits?: Limits
}

/** One server for http and https: a connection's first byte says which. */
export function twoProtocols({ listener, secure, failed, limits = {} }: TwoProtocolsOptions): TwoProtocols {
  const sockets = new Set<Socket>()
  const plain = watchTimeouts(createHttpServer(limits, listener))
  // Node's http server has these two options for its sockets; the ones that it is handed come from here.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    peek(socket, plain.headersTimeout, (first) => {
      if (!secure || first !== TLS_HANDSHAKE) return handOver(socket, plain)
      secure.get().then(
        (target) => {
          handOver(socket, target)
          // The end may have come with the first bytes; TLS learns only of what comes from now on.
          socket.once('end', () => socket.destroy())
        },
        (error: unknown) => {
          socket.destroy()
          failed(error as Error)
        },
      )
    })
  })
  return {
    server,
    endConnections() {
      for (const socket of sockets) socket.destroy()
      plain.close()
      secure?.close()
    },
  }
}

/** Reads a connection's first byte and puts it back. One that ends, breaks or stays silent before it is forgotten. */
function peek(socket: Socket, timeout: number, found: (first: number | undefined) => void): void {
  const drop = () => socket.destroy()
  socket.on('error', drop).once('end', drop).setTimeout(timeout, drop)
  socket.once('data', (chunk: Buffer) => {
    socket.setTimeout(0, drop).pause().off('end', drop).unshift(chunk)
    found(chunk[0])
  })
}

/** Both of Node's servers take connections by this event, as their documentation says. */
function handOver(socket: Socket, server: Server): void {
  if (socket.destroyed) return
  server.emit('connection', socket)
  socket.resume()
}
