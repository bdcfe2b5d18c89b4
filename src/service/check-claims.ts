import { invalidAudience, tokenExpired, tokenNotValid, tokenNotYetValid } from '../errors/auth-errors.js'
import type { Claims } from './read-token.js'

/** Entra's tokens are taken five minutes after their end, and before their start. */
const SKEW_SECONDS = 300

/** Graph's own application, which an audience may name in the place of its address. */
const GRAPH_APP = '00000003-0000-0000-c000-000000000000'

/** Resources that a token is often meant for by mistake, and what was meant. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [
    /management\.(?:core|azure|chinacloudapi|usgovcloudapi)|797f4846-ba00-4fd7-ba43-dac1f8f63013/,
    'Azure Resource Manager',
  ],
  [/graph\.windows\.net|graph\.chinacloudapi\.cn|00000002-0000-0000-c000-000000000000/, 'the retired Azure AD Graph'],
]

export interface ClaimsContext {
  readonly now: Date
  /** Where the request went, as `https://graph.microsoft.com`. */
  readonly origin: string
  /** The Graph hosts of each cloud. */
  readonly clouds: readonly (readonly string[])[]
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Checks what Graph's gateway checks of a token: its lifetime, its audience, its issuer.
 *
 * @throws GraphError 401
 */
export function checkClaims(claims: Claims, { now, origin, clouds, headers }: ClaimsContext): void {
  const seconds = now.getTime() / 1000
  const { exp, nbf, aud, iss } = claims
  if (exp === undefined || seconds > exp + SKEW_SECONDS) throw tokenExpired(lifetimeHint('ended', exp, now), headers)
  if (nbf !== undefined && seconds < nbf - SKEW_SECONDS)
    throw tokenNotYetValid(lifetimeHint('begins', nbf, now), headers)
  if (!isAudience(plain(aud), plain(origin), clouds)) throw invalidAudience(audienceHint(aud, origin, clouds), headers)
  if (iss === undefined || !/^https?:\/\/[^/]+\/[^/]+(?:\/v2\.0)?\/?$/.test(iss)) {
    throw tokenNotValid(
      `The token's issuer is '${shown(iss)}': Graph takes Entra's, https://sts.windows.net/{tenant}/.`,
      headers,
    )
  }
}

/** A Graph host takes its own cloud's tokens; an emulator on its own address takes every cloud's, and its own. */
function isAudience(aud: string, address: string, clouds: ClaimsContext['clouds']): boolean {
  if (aud === GRAPH_APP) return true
  const host = hostOf(address)
  const cloud = clouds.find((hosts) => hosts.includes(host))
  return cloud ? cloud.includes(aud) : aud === host || clouds.some((hosts) => hosts.includes(aud))
}

/** @param address without its scheme */
function hostOf(address: string): string {
  const slash = address.indexOf('/')
  return slash < 0 ? address : address.slice(0, slash)
}

function plain(aud: string | undefined): string {
  return (aud ?? '').replace(/^https?:\/\//, '').replace(/\/+$/, '')
}

function audienceHint(aud: string | undefined, origin: string, clouds: ClaimsContext['clouds']): string {
  const other = OTHERS.find(([pattern]) => pattern.test(aud ?? ''))?.[1]
  const isOtherCloud = clouds.flat().includes(plain(aud))
  const meant = other ? ` That is a token for ${other}.` : isOtherCloud ? ' That is the Graph of another cloud.' : ''
  return `The token's audience is '${shown(aud)}'.${meant} Ask for the scope ${scopeAt(origin, clouds)}.`
}

/** The emulator's own address is no resource of Entra's: the global Graph is asked for there. */
function scopeAt(origin: string, clouds: ClaimsContext['clouds']): string {
  const host = hostOf(plain(origin))
  return `https://${clouds.flat().includes(host) ? host : 'graph.microsoft.com'}/.default`
}

/** A claim is the caller's text: a hint repeats its beginning. */
function shown(claim: string | undefined): string {
  return (claim ?? '').slice(0, 200)
}

function lifetimeHint(verb: string, at: number | undefined, now: Date): string {
  if (at === undefined) return "The token has no 'exp'."
  const date = new Date(at * 1000)
  const when = Number.isNaN(date.getTime()) ? String(at) : date.toISOString()
  return `The token ${verb} at ${when}; it is ${now.toISOString()} here, and five minutes either way are allowed.`
}
