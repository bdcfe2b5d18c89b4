import { Socket } from 'node:net'
import { LOGIN_HOSTS } from '../src/entra/clouds.js'
import { GRAPH_HOSTS } from './graph-surface.js'

/*
 * What `intune-emulator run` preloads into the Node.js programs that it starts: connections to the emulated hosts go to the
 * emulator. SDKs then sign in where they always do, and TLS checks its certificate for those hosts. Every client of Node's
 * ends here, its own fetch included. It has to be small: each npm or npx on the way loads it too.
 */

interface Address {
  readonly host?: unknown
  readonly port?: unknown
}

const HOSTS: ReadonlySet<unknown> = new Set<string>([...GRAPH_HOSTS, ...LOGIN_HOSTS])

function reroute({ hostname, port }: URL): void {
  const own = { host: hostname, port: Number(port) }
  const rerouted = (to: unknown): unknown => {
    const { host, port: asked } = (typeof to === 'object' && to !== null ? to : {}) as Address
    return HOSTS.has(host) && Number(asked) === 443 ? { ...(to as object), ...own } : to
  }
  const connect = Reflect.get(Socket.prototype, 'connect') as (...args: unknown[]) => Socket
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
    const [first, second] = args
    // net.connect() hands over its arguments as one marked array.
    if (Array.isArray(first)) first[0] = rerouted(first[0])
    else if (typeof second === 'string')
      return connect.call(this, rerouted({ port: first, host: second }), ...args.slice(2))
    else args[0] = rerouted(first)
    return connect.apply(this, args)
  }
}

const url = process.env.INTUNE_EMULATOR_URL ?? ''
if (URL.canParse(url)) reroute(new URL(url))
