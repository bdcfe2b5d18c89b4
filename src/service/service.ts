import { writeEnvelope } from '../errors/envelope.js'
import { internalServerError } from '../errors/gateway-errors.js'
import { GraphError, type RequestFacts } from '../errors/graph-error.js'
import { noRoute } from '../errors/intune-errors.js'
import type { World } from '../store/world.js'
import type { Api } from './api.js'
import { type Auth, authenticate } from './authenticate.js'
import type { Exchange, Reply } from './exchange.js'
import { act, create, get, list, type Operation, type Outcome, readSingleton, remove, update } from './operations.js'
import { checkQueryOptions } from './query-options.js'
import { readBody, readParameters } from './read-body.js'
import { hasVersion, isElsewhere, route, type Target } from './route.js'
import { ERROR_TYPE, JSON_TYPE, preflightHeaders, serviceHeaders } from './service-headers.js'

export interface ServiceOptions {
  readonly api: Api
  readonly world: World
  readonly auth: Auth
  /** Whether errors carry `innerError.hint`. */
  readonly hints: boolean
}

/** What a host needs of the service. */
export type Handles = Pick<Service, 'handle' | 'leaves' | 'owns'>

/** The one function from request to reply. Hosts only wrap it. */
export class Service {
  readonly #options: ServiceOptions

  constructor(options: ServiceOptions) {
    this.#options = options
  }

  /** Never rejects: what goes wrong becomes the error envelope. */
  async handle(exchange: Exchange): Promise<Reply> {
    const { world } = this.#options
    const requestId = world.requestId()
    const clientRequestId = exchange.header('client-request-id') || requestId
    const request = { requestId, clientRequestId, now: world.now() }
    const headers = serviceHeaders(request, exchange.header('origin'))
    if (exchange.method === 'OPTIONS') return preflight(exchange, headers)
    try {
      return success(await this.#operate(exchange), headers)
    } catch (error) {
      const graphError = error instanceof GraphError ? error : internalServerError(error)
      const reply = failure(graphError, request, headers, this.#options.hints)
      return exchange.method === 'HEAD' ? { ...reply, body: undefined } : reply
    }
  }

  /** @returns whether the path is a part of Graph that is not emulated: a user's own handler may answer it */
  leaves(path: string): boolean {
    return isElsewhere(path, this.#options.api)
  }

  /** @returns whether the path is Graph's at all, where a host serves other things besides */
  owns(path: string): boolean {
    return hasVersion(path, this.#options.api)
  }

  /** Checks in the order of behaviour.md 10, row 6: the gateway's, then Intune's. */
  async #operate(exchange: Exchange): Promise<Outcome> {
    const { api, world, auth } = this.#options
    const { method, url } = exchange
    const caller = authenticate(exchange.header('authorization'), auth, api.challenge)
    const target = route(url.split('?', 1)[0] as string, api)
    const body = await this.#body(exchange, target)
    checkQueryOptions(url)
    const run = operationFor(method, target)
    if (!run) throw routeMissing(method, target, api)
    return run({ api, world, tenant: world.tenant(caller.tenantId), exchange, target, body })
  }

  async #body(exchange: Exchange, target: Target) {
    if (!['POST', 'PATCH', 'PUT'].includes(exchange.method)) return null
    return target.kind === 'action' ? readParameters(exchange) : readBody(exchange)
  }
}

const OPERATIONS = {
  singleton: { GET: readSingleton },
  collection: { GET: list, POST: create },
  entity: { GET: get, PATCH: update, DELETE: remove },
  action: { POST: act },
  property: {},
} as const

function operationFor(method: string, target: Target): ((operation: Operation) => Outcome) | undefined {
  const byMethod: Partial<Record<string, unknown>> = OPERATIONS[target.kind]
  return Object.hasOwn(byMethod, method) ? (byMethod[method] as (operation: Operation) => Outcome) : undefined
}

function routeMissing(method: string, target: Target, { backend }: Api): GraphError {
  const path = target.kind === 'singleton' ? target.name : target.resource.path
  const verbs = Object.keys(OPERATIONS[target.kind]).join(', ')
  return noRoute(
    target.template,
    method,
    `/${backend.name}/${path}`,
    verbs ? `It answers: ${verbs}.` : 'Read the entity.',
  )
}

function preflight(exchange: Exchange, headers: Record<string, string>): Reply {
  const asked = exchange.header('access-control-request-headers')
  return { status: 204, headers: { ...headers, ...preflightHeaders(asked) }, body: undefined }
}

function success({ status, body, headers }: Outcome, common: Record<string, string>): Reply {
  if (body === undefined) return { status, headers: { ...common, ...headers }, body }
  const content = { 'Content-Type': JSON_TYPE, 'OData-Version': '4.0' }
  return { status, headers: { ...common, ...content, ...headers }, body: JSON.stringify(body) }
}

function failure(error: GraphError, request: RequestFacts, common: Record<string, string>, hints: boolean): Reply {
  const headers = { ...common, 'Content-Type': ERROR_TYPE, ...error.headers }
  return { status: error.status, headers, body: writeEnvelope(error, request, hints), error }
}
