import { readEntity, type Row } from '../csdl/read-value.js'
import { resourceNotFound } from '../errors/intune-errors.js'
import type { JsonValue } from '../json/read-json.js'
import type { JsonFormat } from '../odata/media-type.js'
import type { QueryOptions } from '../odata/options/read-options.js'
import { entityWriter, type PayloadOptions, withMembers } from '../odata/payload.js'
import { preferredReturn } from '../odata/prefer.js'
import type { Collection } from '../store/collection.js'
import type { Tenant, World } from '../store/world.js'
import type { Api } from './api.js'
import { backendUrl } from './backend-url.js'
import type { Exchange } from '../exchange/exchange.js'
import { contextRoot, entityUrl } from './links.js'
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
  readonly options: QueryOptions
  readonly format: JsonFormat
}

/** An operation's success. */
export interface Outcome {
  readonly status: 200 | 201 | 204
  /** The JSON payload, in the format that was asked for. */
  readonly body?: string
  /** Of `body`; default: minimal metadata. */
  readonly format?: JsonFormat
  /** A payload of another type. */
  readonly text?: { readonly contentType: string; readonly content: string }
  readonly headers?: Readonly<Record<string, string>>
}

/** An operation on the kind of target. */
export type At<K extends Target['kind']> = Operation<Extract<Target, { kind: K }>>

export function readSingleton({ exchange, target, tenant, options, format }: At<'singleton'>): Outcome {
  const { select } = options
  // The live singleton answers these members only, and its id is its own name (docs-contrib#9111, #9174).
  const shown: Row = { id: target.name, settings: null, intuneAccountId: tenant.accountId }
  // It gives others where they are asked for; 'active' is a guess.
  const members: Row = select ? { ...shown, subscriptionState: 'active' } : shown
  const chosen = Object.entries(members).filter(([name]) => !select || select.members.has(name))
  const context = `${contextRoot(exchange, target)}#${target.name}${select ? `(${select.text})` : ''}`
  return { status: 200, body: JSON.stringify({ ...contextOf(context, format), ...Object.fromEntries(chosen) }) }
}

export function get(operation: At<'entity'>): Outcome {
  return { status: 200, body: entityBody(operation, find(operation), rowWriter(operation)) }
}

/** An `id` in the body is ignored, and what the body leaves out gets the declared default. */
export function create(operation: At<'collection'>): Outcome {
  const { api, target, tenant, exchange, body } = operation
  const { resource } = target
  const sent = readEntity(body, resource.type, readerContext(api, target))
  const collection = rowsOf(operation)
  const row = collection.insert({ ...resource.blank, ...sent, id: tenant.newId(collection) })
  const location = entityUrl(exchange, target, row.id as string)
  const preference = preferredReturn(exchange.header('prefer'))
  if (preference === 'minimal') {
    return { status: 204, headers: { ...applied(preference), Location: location, 'OData-EntityId': location } }
  }
  return { status: 201, body: writtenBody(operation, row), headers: { ...applied(preference), Location: location } }
}

/** Changes what was sent, collections as a whole. Intune answers 200 with the entity, not OData's 204. */
export function update(operation: At<'entity'>): Outcome {
  const { api, target, exchange, body } = operation
  const sent = readEntity(body, target.resource.type, readerContext(api, target))
  const previous = find(operation)
  const row = rowsOf(operation).replace(previous, { ...previous, ...sent, id: target.id })
  const preference = preferredReturn(exchange.header('prefer'))
  if (preference === 'minimal') return { status: 204, headers: applied(preference) }
  return { status: 200, body: writtenBody(operation, row), headers: applied(preference) }
}

export function remove(operation: At<'entity'>): Outcome {
  find(operation)
  rowsOf(operation).delete(operation.target.id)
  return { status: 204 }
}

export function act(operation: At<'action'>): Outcome {
  const { target, world, body } = operation
  refuseParameters(body, target.action)
  const row = find(operation)
  const action = target.resource.actions[target.action]
  if (action) rowsOf(operation).replace(row, action(row, { now: world.now() }))
  return { status: 204 }
}

export function rowsOf({ tenant, target }: At<'collection' | 'count' | 'entity' | 'action'>): Collection {
  return tenant.collection(target.resource.path)
}

/** `@odata.context`, first of all members; absent where the caller wants no metadata. */
export function contextOf(context: string, { metadata }: JsonFormat): Record<string, unknown> {
  return metadata === 'none' ? {} : { '@odata.context': context }
}

/** Writes rows as the caller asked for them: JSON without its braces. */
export function rowWriter(operation: At<'entity' | 'collection'>, kept = true): (row: Row) => string {
  const { target, options, format } = operation
  const { resource, model } = target
  const links = format.metadata === 'full' ? linksOf(operation) : {}
  return entityWriter(resource.type, { model, format, select: options.select, kept, ...links })
}

function linksOf({ target, exchange }: At<'entity' | 'collection'>): Pick<PayloadOptions, 'urlOf' | 'actions'> {
  const actions = Object.keys(target.resource.actions).map((action) => `${target.model.namespace}.${action}`)
  return { urlOf: (id) => entityUrl(exchange, target, id), actions }
}

/** Perhaps nobody asks for the row again: its text is not kept. */
function writtenBody(operation: At<'entity'> | At<'collection'>, row: Row): string {
  return entityBody(operation, row, rowWriter(operation, false))
}

function entityBody(operation: At<'entity'> | At<'collection'>, row: Row, write: (row: Row) => string): string {
  const { exchange, target, options, format } = operation
  const selected = options.select ? `(${options.select.text})` : ''
  const context = `${contextRoot(exchange, target)}#${target.resource.path}${selected}/$entity`
  return withMembers(contextOf(context, format), write(row))
}

function find(operation: At<'entity'> | At<'action'>): Row {
  const { api, exchange, target } = operation
  const row = rowsOf(operation).get(target.id)
  if (row) return row
  const hint = `The tenant has no ${target.resource.set} with the id '${target.id}'. GET /${target.version}/${target.resource.path} lists them.`
  throw resourceNotFound(backendUrl(api, exchange, target), hint)
}

function readerContext({ backend, elsewhere }: Api, { model }: Target) {
  return { model, serviceNamespace: backend.namespace, knownElsewhere: elsewhere.types }
}

function applied(preference: string | undefined): Record<string, string> {
  return preference ? { 'Preference-Applied': `return=${preference}` } : {}
}
