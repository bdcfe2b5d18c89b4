import type { JWK } from 'jose'
import type { Exchange, Reply } from '../exchange/exchange.js'
import type { Handles } from '../exchange/handles.js'
import { pathOf } from '../exchange/path-of.js'
import { asEntraError, errorReply, preflight, toReply } from './answer.js'
import { answerAuthorize } from './authorize.js'
import type { Answer, Call, EntraState } from './call.js'
import { DEVICE_CODE_SECONDS, answerDeviceCode } from './device-code.js'
import { answerDevicePage } from './device-page.js'
import type { Directory } from './directory.js'
import { answerConfiguration, answerInstance, answerKeys } from './discovery.js'
import type { RequestFacts } from './entra-error.js'
import { notEmulated, wrongMethod } from './errors.js'
import { Issued } from './issued.js'
import { answerLogout } from './logout.js'
import { mintClaims, type TokenRequest } from './mint.js'
import { type Random, randomGuid } from './random.js'
import { Registrations } from './registrations.js'
import { type Endpoint, routeOf } from './route.js'
import { SigningKey } from './signing-key.js'
import { isGuid, tenantIdOf } from './tenants.js'
import { answerToken } from './token-endpoint.js'
import { answerUserinfo } from './userinfo.js'

export interface EntraOptions {
  readonly now: () => Date
  /** Where ids, codes and refresh tokens come from: `crypto`, wherever others can reach the emulator. */
  readonly random: Random
  readonly directory: Directory
  /** Whether apps and tenants that are not declared are unknown. */
  readonly strictApps: boolean
  /** The tenant of `common`, a GUID. */
  readonly defaultTenant: string
  /** What `.default` grants to an app that does not declare it. */
  readonly defaultScopes: readonly string[]
  /** A private RSA key. Default: one is made when the first token is. */
  readonly privateKeyJwk?: JWK
  /** `auto`: a device code approves itself with the second poll, unless someone opens its page. Default. */
  readonly deviceCodes?: 'auto' | 'page'
  /** Whether errors carry the emulator's own help. Default: true. */
  readonly hints?: boolean
}

/** Sign-ins are kept in memory: a client that forgets them all the time must not fill it. */
const MOST_CODES = 1000
const MOST_REFRESH_TOKENS = 10_000

const CODE_SECONDS = 600
/** "Refresh tokens have a lifetime of 90 days" (refresh-tokens page). */
const REFRESH_SECONDS = 90 * 24 * 3600

const ENDPOINTS: Readonly<
  Record<Endpoint, { methods: readonly string[]; answer: (call: Call) => Answer | Promise<Answer> }>
> = {
  token: { methods: ['POST'], answer: answerToken },
  authorize: { methods: ['GET', 'POST'], answer: answerAuthorize },
  devicecode: { methods: ['POST'], answer: answerDeviceCode },
  deviceauth: { methods: ['GET', 'POST'], answer: answerDevicePage },
  configuration: { methods: ['GET'], answer: answerConfiguration },
  keys: { methods: ['GET'], answer: answerKeys },
  instance: { methods: ['GET'], answer: answerInstance },
  userinfo: { methods: ['GET', 'POST'], answer: answerUserinfo },
  logout: { methods: ['GET', 'POST'], answer: answerLogout },
}

/** An emulated Entra ID: whoever asks is signed in, unless the directory says otherwise. */
export class Entra implements Handles {
  readonly #options: EntraOptions
  readonly #state: EntraState

  constructor(options: EntraOptions) {
    const { now, random, defaultScopes, privateKeyJwk, deviceCodes = 'auto', hints = true } = options
    const registrations = new Registrations(options)
    this.#options = options
    this.#state = {
      registrations,
      key: new SigningKey(privateKeyJwk),
      codes: new Issued({ lifetime: CODE_SECONDS, most: MOST_CODES, now }),
      refreshTokens: new Issued({ lifetime: REFRESH_SECONDS, most: MOST_REFRESH_TOKENS, now }),
      deviceCodes: new Issued({ lifetime: DEVICE_CODE_SECONDS, most: MOST_CODES, now }),
      userCodes: new Issued({ lifetime: DEVICE_CODE_SECONDS, most: MOST_CODES, now }),
      random,
      rules: { defaultScopes, strict: options.strictApps },
      approvesDevices: deviceCodes === 'auto',
      hints,
    }
  }

  /** Never rejects: what goes wrong becomes Entra's JSON, or its page. */
  async handle(exchange: Exchange): Promise<Reply> {
    const facts = this.#factsOf(exchange)
    const path = pathOf(exchange.url)
    const route = routeOf(path)
    const endpoint = route?.endpoint
    if (exchange.method === 'OPTIONS') return toReply(preflight(exchange, endpoint), exchange, facts, endpoint)
    try {
      if (!route) throw notEmulated(path.slice(0, 200))
      const { methods, answer } = ENDPOINTS[route.endpoint]
      const method = exchange.method === 'HEAD' ? 'GET' : exchange.method
      if (!methods.includes(method)) throw wrongMethod(methods.join(' and '), exchange.method)
      return toReply(await answer({ exchange, route, facts, state: this.#state }), exchange, facts, endpoint)
    } catch (error) {
      return errorReply(asEntraError(error), exchange, { facts, endpoint, hints: this.#state.hints })
    }
  }

  /** @returns whether the path is Entra's, where a host serves Graph besides */
  owns(path: string): boolean {
    return routeOf(path) !== undefined
  }

  /** @returns whether the path is a part of Entra that is not emulated: a user's own handler may answer it */
  leaves(path: string): boolean {
    return routeOf(path) === undefined
  }

  /** @returns the id of a tenant by its GUID or domain name, as tokens have it. @throws EntraError for neither */
  tenantId(name: string): string {
    return tenantIdOf(name)
  }

  /**
   * Makes an access token, as a sign-in would.
   *
   * @throws Error for a request that does not fit
   */
  async token(request: TokenRequest = {}): Promise<string> {
    return this.#state.key.sign(mintClaims(request, this.#options, this.#state.registrations))
  }

  /** @returns true: a token of this emulator's, and intact; false: names its key, and is not; undefined: another's */
  verify(token: string): Promise<boolean | undefined> {
    return this.#state.key.verify(token)
  }

  /** Forgets every sign-in; the key stays. */
  reset(): void {
    const { codes, refreshTokens, deviceCodes, userCodes } = this.#state
    for (const issued of [codes, refreshTokens, deviceCodes, userCodes]) issued.clear()
  }

  #factsOf(exchange: Exchange): RequestFacts {
    // MSAL has it in the query.
    const sent = exchange.header('client-request-id') ?? /[?&]client-request-id=([^&]*)/.exec(exchange.url)?.[1]
    const { random, now } = this.#options
    return { traceId: randomGuid(random), correlationId: sent && isGuid(sent) ? sent : randomGuid(random), now: now() }
  }
}
