import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import type { SecureServer } from './secure-server.js'

/** The first byte of a TLS connection: a record of type handshake (RFC 8446, 5.1). No HTTP method starts with it. */
const TLS_HANDSHAKE = 0x16

/** A server for both protocols, and how to end what is connected to it. */
export interface TwoProtocols {
  readonly server: Server
  readonly endConnections: () => void
}

/**
 * One server for http and https: a connection's first byte says which.
 *
 * @param secure undefined for http alone
 * @param failed told why a TLS connection could not be answered
 */
export function twoProtocols(
  listener: RequestListener,
  secure: SecureServer | undefined,
  failed: (error: Error) => void,
): TwoProtocols {
  const sockets = new Set<Socket>()
  const plain = createHttpServer(listener)
  // Node's http server has these two options for its sockets; the ones that it is handed come from here.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    peek(socket, (first) => {
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
    },
  }
}

/** Reads a connection's first byte and puts it back. One that ends or breaks before it is forgotten. */
function peek(socket: Socket, found: (first: number | undefined) => void): void {
  const drop = () => socket.destroy()
  socket.on('error', drop).once('end', drop)
  socket.once('data', (chunk: Buffer) => {
    socket.pause().off('end', drop).unshift(chunk)
    found(chunk[0])
  })
}

/** Both of Node's servers take connections by this event, as their documentation says. */
function handOver(socket: Socket, server: Server): void {
  if (socket.destroyed) return
  server.emit('connection', socket)
  socket.resume()
}
