import { writeEnvelope } from '../errors/envelope.js'
import { internalServerError, methodNotAllowed } from '../errors/gateway-errors.js'
import { GraphError, type RequestFacts } from '../errors/graph-error.js'
import { noRoute } from '../errors/intune-errors.js'
import type { JsonValue } from '../json/read-json.js'
import { contentTypeOf, MINIMAL, negotiateJson } from '../odata/media-type.js'
import { readOptions } from '../odata/options/read-options.js'
import type { StructuredType } from '../csdl/model.js'
import type { World } from '../store/world.js'
import { allowedOptions } from './allowed-options.js'
import type { Api } from './api.js'
import { type Auth, authenticate, type Caller, DEFAULT_TENANT } from './authenticate.js'
import { authorize } from './authorize.js'
import { backendUrl } from './backend-url.js'
import { runBatch } from './batch.js'
import { readMetadata, readService } from './describe.js'
import type { Exchange, Reply } from '../exchange/exchange.js'
import type { Handles } from '../exchange/handles.js'
import { pathOf } from '../exchange/path-of.js'
import { count, list } from './list.js'
import { act, create, get, type Operation, type Outcome, readSingleton, remove, update } from './operations.js'
import { readBody, readParameters } from './read-body.js'
import { requirementOf } from './requirement.js'
import { hasVersion, isElsewhere, isPublic, route, type Target } from './route.js'
import { ERROR_TYPE, preflightHeaders, serviceHeaders } from './service-headers.js'

export interface ServiceOptions {
  readonly api: Api
  readonly world: World
  readonly auth: Auth
  /** Whether a token is the emulator's own and intact; undefined for one that another has signed. */
  readonly verify: (token: string) => Promise<boolean | undefined>
  /** Whether errors carry `innerError.hint`. */
  readonly hints: boolean
}

/** Who reads what is public. */
const NOBODY: Caller = { tenantId: DEFAULT_TENANT, grants: 'all' }

/** The emulator's own address, of no version of Graph: what it emulates as OpenAPI. */
const OPENAPI = '/_emulator/openapi.json'

/** The one function from request to reply. Hosts only wrap it. */
export class Service implements Handles {
  readonly #options: ServiceOptions

  constructor(options: ServiceOptions) {
    this.#options = options
  }

  /** Never rejects: what goes wrong becomes the error envelope. */
  handle(exchange: Exchange): Promise<Reply> {
    return this.#answer(exchange, () => this.#operate(exchange))
  }

  /** @returns whether the path is a part of Graph that is not emulated: a user's own handler may answer it */
  leaves(path: string): boolean {
    return isElsewhere(path, this.#options.api)
  }

  /** @returns whether the path is Graph's at all, where a host serves other things besides */
  owns(path: string): boolean {
    return path === OPENAPI || hasVersion(path, this.#options.api)
  }

  async #answer(exchange: Exchange, operate: () => Promise<Outcome>): Promise<Reply> {
    const { world } = this.#options
    const requestId = world.requestId()
    const clientRequestId = exchange.header('client-request-id') || requestId
    const request = { requestId, clientRequestId, now: world.now() }
    const headers = serviceHeaders(request, exchange.header('origin'))
    if (exchange.method === 'OPTIONS') return preflight(exchange, headers)
    try {
      return success(await operate(), headers)
    } catch (error) {
      const graphError = error instanceof GraphError ? error : internalServerError(error)
      const reply = failure(graphError, request, headers, this.#options.hints)
      return exchange.method === 'HEAD' ? { ...reply, body: undefined } : reply
    }
  }

  /** Checks in the order of behaviour.md 10, row 6: the gateway's, then Intune's. */
  async #operate(exchange: Exchange): Promise<Outcome> {
    const { api, world, auth } = this.#options
    const { method, url } = exchange
    const path = pathOf(url)
    if (path === OPENAPI && method === 'GET') return openApi(api)
    const caller = isPublic(path) ? NOBODY : await this.#caller(exchange)
    const target = route(path, api)
    const body = await this.#body(exchange, target)
    const allowed = allowedOptions(target, method)
    const options = await readOptions(url, { model: target.model, type: typeOf(target), allowed, now: world.now() })
    const format = isJson(target) ? negotiateJson(exchange.header('accept'), options.format) : MINIMAL
    if (target.kind === 'batch' && method === 'POST') return this.#batch(exchange, target.version, body)
    const run = operationFor(method, target)
    if (!run) throw routeMissing(method, target, api)
    const { grants } = caller
    if (grants !== 'all') {
      const required = requirementOf(target, method, api, auth === 'strict')
      if (required) authorize(grants, required, () => backendUrl(api, exchange, target))
    }
    const tenant = world.tenant(caller.tenantId)
    const outcome = run({ api, world, tenant, exchange, target, body, options, format })
    return format === MINIMAL ? outcome : { ...outcome, format }
  }

  #caller(exchange: Exchange): Promise<Caller> {
    const { api, world, auth, verify } = this.#options
    const headers = { 'WWW-Authenticate': api.challenge }
    const context = { auth, now: world.now(), origin: exchange.origin, clouds: api.clouds, headers, verify }
    return authenticate(exchange.header('authorization'), context)
  }

  async #body(exchange: Exchange, target: Target): Promise<JsonValue> {
    if (!['POST', 'PATCH', 'PUT'].includes(exchange.method)) return null
    return target.kind === 'action' ? readParameters(exchange) : readBody(exchange)
  }

  async #batch(exchange: Exchange, version: string, body: JsonValue): Promise<Outcome> {
    const payload = await runBatch(exchange, {
      version,
      body,
      handle: (part) => this.handle(part),
      refuse: (part, error) => this.#answer(part, () => Promise.reject(error)),
    })
    return { status: 200, text: { contentType: 'application/json', content: JSON.stringify(payload) } }
  }
}

const OPERATIONS = {
  service: { GET: readService },
  metadata: { GET: readMetadata },
  batch: {},
  singleton: { GET: readSingleton },
  collection: { GET: list, POST: create },
  count: { GET: count },
  entity: { GET: get, PATCH: update, DELETE: remove },
  action: { POST: act },
  property: {},
} as const

function operationFor(method: string, { kind }: Target): ((operation: Operation) => Outcome) | undefined {
  const byMethod: Partial<Record<string, unknown>> = OPERATIONS[kind]
  return Object.hasOwn(byMethod, method) ? (byMethod[method] as (operation: Operation) => Outcome) : undefined
}

/** What Graph's gateway answers by itself has a 405; Intune has none: the route does not exist for it. */
function routeMissing(method: string, target: Target, { backend }: Api): GraphError {
  if (target.kind === 'batch') return methodNotAllowed('POST')
  if (target.kind === 'service' || target.kind === 'metadata') return methodNotAllowed('GET')
  const path = target.kind === 'singleton' ? target.name : target.resource.path
  const verbs = Object.keys(OPERATIONS[target.kind]).join(', ')
  return noRoute(
    target.template,
    method,
    `/${backend.name}/${path}`,
    verbs ? `It answers: ${verbs}.` : 'Read the entity.',
  )
}

/** What an address's options speak of. */
function typeOf(target: Target): StructuredType | undefined {
  if ('resource' in target) return target.resource.type
  return target.kind === 'singleton' ? target.type : undefined
}

/** Metadata, counts and batches have types of their own. */
function isJson({ kind }: Target): boolean {
  return kind !== 'metadata' && kind !== 'count' && kind !== 'batch'
}

async function openApi(api: Api): Promise<Outcome> {
  return { status: 200, text: { contentType: 'application/json', content: JSON.stringify(await api.openApi()) } }
}

function preflight(exchange: Exchange, headers: Record<string, string>): Reply {
  const asked = exchange.header('access-control-request-headers')
  return { status: 204, headers: { ...headers, ...preflightHeaders(asked) }, body: undefined }
}

/** @param headers of every answer; those of this one are written into them */
function success({ status, body, text, format, headers: own }: Outcome, headers: Record<string, string>): Reply {
  const content = text?.content ?? body
  if (content !== undefined) {
    headers['Content-Type'] = text?.contentType ?? contentTypeOf(format ?? MINIMAL)
    headers['OData-Version'] = '4.0'
  }
  for (const name in own) headers[name] = own[name] as string
  return { status, headers, body: content }
}

function failure(error: GraphError, request: RequestFacts, common: Record<string, string>, hints: boolean): Reply {
  const headers = { ...common, 'Content-Type': ERROR_TYPE, ...error.headers }
  return { status: error.status, headers, body: writeEnvelope(error, request, hints), error }
}
