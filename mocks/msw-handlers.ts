import type { HttpHandler } from 'msw'
import { LOGIN_HOSTS } from '../src/entra/clouds.js'
import { atOneAddress } from '../src/exchange/one-address.js'
import { mswHandler } from '../src/hosts/msw.js'
import type { Emulator } from './emulator.js'
import { GRAPH_HOSTS } from './graph-surface.js'

/** OpenID Connect's userinfo is all of Entra that Graph's hosts have. */
const isUserinfo = (path: string): boolean => /^\/oidc\/userinfo\/?$/i.test(path)

/**
 * The emulator as msw handlers at the real hosts of every cloud.
 *
 * @param passOn whether what the emulator has not goes on to the handlers behind
 */
export function mswHandlers({ service, entra }: Pick<Emulator, 'service' | 'entra'>, passOn: boolean): HttpHandler[] {
  return [
    mswHandler(atOneAddress(entra, service, isUserinfo), GRAPH_HOSTS, passOn),
    mswHandler(entra, LOGIN_HOSTS, passOn),
  ]
}
