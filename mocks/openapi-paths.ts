import type { Operation, PathItem } from 'odata-openapi'
import type { Resource } from '../src/service/define-resource.js'

type Paths = Readonly<Record<string, PathItem>>

/** What the converter calls a key below a singleton. */
const KEY = '{id_1}'

const parameter = (name: string) => ({ $ref: `#/components/parameters/${name}` })
const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const json = (name: string) => ({ 'application/json': { schema: schema(name) } })

/** Of the paths that follow from the schema, those that the emulator answers, as it answers them. */
export function supportedPaths(generated: Paths, singletons: readonly string[], resources: readonly Resource[]): Paths {
  return {
    ...joined(singletons.map((name) => singletonPaths(generated, name))),
    ...joined(resources.map((resource) => resourcePaths(generated, resource))),
    '/$batch': { post: BATCH },
  }
}

function joined(paths: readonly Paths[]): Paths {
  return Object.fromEntries(paths.flatMap((some) => Object.entries(some)))
}

function singletonPaths(generated: Paths, name: string): Paths {
  return { [`/${name}`]: { get: completed(generated[`/${name}`]?.get, `get${capital(name)}`) } }
}

function resourcePaths(generated: Paths, resource: Resource): Paths {
  const path = `/${resource.path}`
  const collection = generated[path]
  const item = generated[`${path}/${KEY}`]
  const sets = capital(resource.set)
  const one = capital(typeName(resource))
  const { read, write } = resource.scopes
  const list = completed(collection?.get, `list${sets}`, read)
  const update = completed(item?.patch, `update${one}`, write)
  return {
    [path]: {
      get: listed(list, resource),
      post: created(completed(collection?.post, `create${one}`, write)),
    },
    [`${path}/$count`]: { get: count(resource) },
    [`${path}/{id}`]: {
      parameters: [parameter('id')],
      get: completed(item?.get, `get${one}`, read),
      patch: { ...preferring(update), responses: { ...update.responses, 200: updated(resource), 204: MINIMAL } },
      delete: completed(item?.delete, `delete${one}`, write),
    },
    ...Object.fromEntries(
      Object.keys(resource.actions).map((action) => [
        `${path}/{id}/${action}`,
        actionPath(generated, resource, action),
      ]),
    ),
  }
}

function actionPath(generated: Paths, resource: Resource, action: string): PathItem {
  const operation = found(generated[`/${resource.path}/${KEY}/${action}`]?.post, action)
  const id = `${action}${capital(typeName(resource))}`
  return {
    parameters: [parameter('id')],
    post: completed({ ...operation, parameters: [] }, id, resource.scopes[action]),
  }
}

/** Any one of the scopes is enough, which in OpenAPI is a requirement each; a token need not name scopes here. */
function completed(generated: Operation | undefined, operationId: string, scopes?: readonly string[]): Operation {
  const operation = found(generated, operationId)
  const security = scopes && [{ bearer: [] }, ...scopes.map((scope) => ({ entra: [scope] }))]
  const responses = { ...operation.responses, default: { $ref: '#/components/responses/error' } }
  return { operationId, ...operation, responses, ...(security && { security }) }
}

function found(operation: Operation | undefined, name: string): Operation {
  if (operation) return operation
  throw new Error(`Failed to describe '${name}': the schema leads to no such operation. Mend the annotations.`)
}

/** The context comes with every list, the link while there are more pages. */
function listed(operation: Operation, { set, type }: Resource): Operation {
  const properties = {
    '@odata.context': { type: 'string', format: 'uri' },
    '@odata.count': schema('count'),
    '@odata.nextLink': { type: 'string', format: 'uri' },
    value: { type: 'array', items: schema(type.name) },
  }
  const page = { title: `Page of ${set}`, type: 'object', required: ['value'], properties }
  const parameters = [
    ...(operation.parameters ?? []).map(broad),
    ...['skiptoken', 'format', 'maxpagesize'].map(parameter),
  ]
  const ok = { description: 'Retrieved entities', content: { 'application/json': { schema: page } } }
  return { ...operation, parameters, responses: { ...operation.responses, 200: ok } }
}

/** The converter lists property names to order by; expressions are taken too. */
function broad(option: object): object {
  if (!('name' in option) || option.name !== '$orderby') return option
  return { ...option, schema: { type: 'string' }, example: 'displayName desc,id' }
}

function created(operation: Operation): Operation {
  const headers = { Location: { description: 'The new entity.', schema: { type: 'string', format: 'uri' } } }
  return {
    ...preferring(operation),
    responses: { ...operation.responses, 201: { ...operation.responses[201], headers }, 204: MINIMAL },
  }
}

function preferring(operation: Operation): Operation {
  return { ...operation, parameters: [parameter('return')] }
}

const MINIMAL = { description: 'Success, with Prefer: return=minimal' }

/** Intune answers an update with the entity; OData's own 204 comes with `Prefer: return=minimal` alone. */
function updated({ type }: Resource) {
  return { description: 'Updated entity', content: json(type.name) }
}

function count(resource: Resource): Operation {
  const content = { 'text/plain': { schema: { type: 'integer', minimum: 0 } } }
  const operation = {
    summary: `Count ${resource.set}`,
    tags: [resource.singleton],
    parameters: [parameter('filter')],
    responses: {
      200: { description: 'The number of entities', content },
      '4XX': { $ref: '#/components/responses/error' },
    },
  }
  return completed(operation, `count${capital(resource.set)}`, resource.scopes.read)
}

const BATCH: Operation = completed(
  {
    summary: 'Send up to 20 requests as one',
    tags: ['$batch'],
    requestBody: { required: true, content: json('batchRequest') },
    responses: {
      200: { description: 'An answer to each request, in any order', content: json('batchResponse') },
      '4XX': { $ref: '#/components/responses/error' },
    },
  },
  'batch',
)

function typeName({ type }: Resource): string {
  return type.name.slice(type.name.lastIndexOf('.') + 1)
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
