import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ListeningServer {
  readonly server: Server
  readonly url: string
  /** Ends every connection and frees the port. */
  close(): Promise<void>
}

/**
 * Listens for http.
 *
 * @param port 0 takes a free one
 * @throws Error (rejects) where the port is taken or the host is not this machine's
 */
export async function listen(listener: RequestListener, port: number, host: string): Promise<ListeningServer> {
  checkAddress(port, host)
  const server = createServer(listener)
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(failed(error, port, host)))
    server.listen(port, host, () => {
      const { port: taken } = server.address() as AddressInfo
      resolve({ server, url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`, close: () => close(server) })
    })
  })
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

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function failed(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const why =
    error.code === 'EADDRINUSE'
      ? 'the port is taken. Stop what listens there, or use port 0 for a free one'
      : error.message
  return new Error(`Failed to listen on ${host}:${port}: ${why}.`, { cause: error })
}
