import { LOGIN_HOSTS } from '../src/entra/clouds.js'
import { atOneAddress } from '../src/exchange/one-address.js'
import type { HttpHostOptions, LogEntry } from '../src/hosts/http-answer.js'
import type { UserHandler } from '../src/hosts/user-handler.js'
import { buildEmulator, type Emulator, type EmulatorOptions } from './emulator.js'
import { GRAPH_HOSTS } from './graph-surface.js'
import { unguessable } from './random.js'

export interface AppOptions extends EmulatorOptions {
  /** An emulator of your own; the other emulator options are then not read. */
  emulator?: Emulator
  /** Your own msw handlers, for Graph's address or the server's. The array is read at each request. */
  handlers?: readonly UserHandler[]
  /** Called after each answer. */
  log?: (entry: LogEntry) => void
}

const EMULATED_HOSTS = [...GRAPH_HOSTS, ...LOGIN_HOSTS]

/** What an http host serves: Graph and the sign-in at one address. */
export function httpHost(
  { service, entra }: Emulator,
  handlers: () => readonly UserHandler[],
  log: AppOptions['log'],
): HttpHostOptions {
  return {
    service: atOneAddress(entra, service),
    handlers,
    realOrigin: (path) => `https://${entra.owns(path) ? LOGIN_HOSTS[0] : GRAPH_HOSTS[0]}`,
    emulatedHosts: EMULATED_HOSTS,
    log,
  }
}

/** Others can reach a server: its codes and refresh tokens must not follow from a seed. */
export function reachable(options: EmulatorOptions): Emulator {
  return buildEmulator(options, { random: unguessable })
}
