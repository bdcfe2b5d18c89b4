import { readEntity, type Row } from '../csdl/read-value.js'
import { resourceNotFound } from '../errors/intune-errors.js'
import type { JsonValue } from '../json/read-json.js'
import { writeEntity } from '../odata/payload.js'
import { preferredReturn } from '../odata/prefer.js'
import type { Collection } from '../store/collection.js'
import type { Tenant, World } from '../store/world.js'
import type { Api } from './api.js'
import type { Exchange } from './exchange.js'
import type { Resource } from './define-resource.js'
import { refuseParameters } from './read-body.js'
import type { Target } from './route.js'

/** Everything that an operation may ask for. */
export interface Operation<T extends Target = Target> {
  readonly api: Api
  readonly world: World
  readonly tenant: Tenant
  readonly exchange: Exchange
  readonly target: T
  /** The body of a write, or an action's parameters. */
  readonly body: JsonValue
}

/** An operation's success; `body` is the JSON payload. */
export interface Outcome {
  readonly status: 200 | 201 | 204
  readonly body?: Record<string, unknown>
  readonly headers?: Readonly<Record<string, string>>
}

type At<K extends Target['kind']> = Operation<Extract<Target, { kind: K }>>

export function readSingleton({ exchange, target, tenant }: At<'singleton'>): Outcome {
  const context = `${contextRoot(exchange, target)}#${target.name}`
  // The live singleton answers these members only, and its id is its own name (docs-contrib#9111, #9174).
  const body = { '@odata.context': context, id: target.name, settings: null, intuneAccountId: tenant.accountId }
  return { status: 200, body }
}

export function list(operation: At<'collection'>): Outcome {
  const { exchange, target } = operation
  const { type, path } = target.resource
  const value = rows(operation)
    .list()
    .map((row) => writeEntity(row, type, target.model))
  return { status: 200, body: { '@odata.context': `${contextRoot(exchange, target)}#${path}`, value } }
}

export function get(operation: At<'entity'>): Outcome {
  return { status: 200, body: entityBody(operation, find(operation)) }
}

/** An `id` in the body is ignored, and what the body leaves out gets the declared default. */
export function create(operation: At<'collection'>): Outcome {
  const { api, target, tenant, exchange, body } = operation
  const { resource } = target
  const sent = readEntity(body, resource.type, readerContext(api, target))
  const collection = rows(operation)
  const row = collection.insert({ ...resource.blank, ...sent, id: tenant.newId(collection) })
  const location = entityUrl(exchange, target, row.id as string)
  const preference = preferredReturn(exchange.header('prefer'))
  if (preference === 'minimal') {
    return { status: 204, headers: { ...applied(preference), Location: location, 'OData-EntityId': location } }
  }
  return { status: 201, body: entityBody(operation, row), headers: { ...applied(preference), Location: location } }
}

/** Changes what was sent, collections as a whole. Intune answers 200 with the entity, not OData's 204. */
export function update(operation: At<'entity'>): Outcome {
  const { api, target, exchange, body } = operation
  const sent = readEntity(body, target.resource.type, readerContext(api, target))
  const previous = find(operation)
  const row = rows(operation).replace(previous, { ...previous, ...sent, id: target.id })
  const preference = preferredReturn(exchange.header('prefer'))
  if (preference === 'minimal') return { status: 204, headers: applied(preference) }
  return { status: 200, body: entityBody(operation, row), headers: applied(preference) }
}

export function remove(operation: At<'entity'>): Outcome {
  find(operation)
  rows(operation).delete(operation.target.id)
  return { status: 204 }
}

export function act(operation: At<'action'>): Outcome {
  const { target, world, body } = operation
  refuseParameters(body, target.action)
  const row = find(operation)
  const action = target.resource.actions[target.action]
  if (action) rows(operation).replace(row, action(row, { now: world.now() }))
  return { status: 204 }
}

function rows({ tenant, target }: { tenant: Tenant; target: { resource: Resource } }): Collection {
  return tenant.collection(target.resource.path)
}

function find(operation: At<'entity'> | At<'action'>): Row {
  const { api, exchange, target } = operation
  const row = rows(operation).get(target.id)
  if (row) return row
  const hint = `The tenant has no ${target.resource.set} with the id '${target.id}'. GET /${target.version}/${target.resource.path} lists them.`
  throw resourceNotFound(backendUrl(api, exchange, target), hint)
}

/** The address inside Intune: keys in parentheses and percent-encoded, the client's options appended. */
function backendUrl({ backend }: Api, { url }: Exchange, target: Extract<Target, { id: string }>): string {
  const key = encodeURIComponent(`('${target.id}')`)
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')
    .replaceAll("'", '%27')
  const action = target.kind === 'action' ? `/${target.action}` : ''
  const query = url.includes('?') ? `&${url.slice(url.indexOf('?') + 1)}` : ''
  const apiVersion = backend.apiVersions.get(target.version.toLowerCase())
  return `${backend.origin}/${backend.name}/${target.resource.path}${key}${action}?api-version=${apiVersion}${query}`
}

function readerContext({ backend, elsewhere }: Api, { model }: Target) {
  return { model, serviceNamespace: backend.namespace, knownElsewhere: elsewhere.types }
}

function entityBody({ exchange, target }: At<'entity'> | At<'collection'>, row: Row): Record<string, unknown> {
  const { resource, model } = target
  const context = `${contextRoot(exchange, target)}#${resource.path}/$entity`
  return { '@odata.context': context, ...writeEntity(row, resource.type, model) }
}

function contextRoot({ origin }: Exchange, { version }: Target): string {
  return `${origin}/${version}/$metadata`
}

function entityUrl(
  { origin }: Exchange,
  { version, resource }: { version: string; resource: Resource },
  id: string,
): string {
  return `${origin}/${version}/${resource.path}('${encodeURIComponent(id.replaceAll("'", "''"))}')`
}

function applied(preference: string | undefined): Record<string, string> {
  return preference ? { 'Preference-Applied': `return=${preference}` } : {}
}
