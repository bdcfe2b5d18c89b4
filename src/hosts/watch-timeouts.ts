import type { Server } from 'node:net'

/**
 * Has one of Node's http or https servers end connections whose request does not come (`headersTimeout`, `requestTimeout`),
 * although it listens nowhere by itself: it begins to look at this event, and stops when it is closed.
 */
export function watchTimeouts<T extends Server>(server: T): T {
  server.emit('listening')
  return server
}
