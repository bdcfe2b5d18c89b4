import { readEntity, type Row } from '../csdl/read-value.js'
import { GraphError } from '../errors/graph-error.js'
import { JsonObject, readJson } from '../json/read-json.js'
import type { Api } from './api.js'
import type { Resource } from './define-resource.js'

/**
 * Reads rows that come from a test or a scenario rather than a request: validated alike, but their `id` counts.
 *
 * @param what names the row in the error
 * @throws Error saying what is wrong and what would do
 */
export function readArranged(given: unknown, resource: Resource, api: Api, what: string): Row {
  try {
    const value = readJson(JSON.stringify(given ?? null))
    const id = value instanceof JsonObject ? value.members.get('id') : undefined
    if (id !== undefined && (typeof id !== 'string' || id === ''))
      throw new Error("'id' takes a text that is not empty.")
    const type = api.widest.type(resource.type.name)
    const context = {
      model: api.widest,
      serviceNamespace: api.backend.namespace,
      knownElsewhere: api.elsewhere.types,
    }
    return readEntity(value, type?.kind === 'entity' ? type : resource.type, context)
  } catch (error) {
    throw new Error(`Failed to ${what}: ${reason(error)}`, { cause: error })
  }
}

function reason(error: unknown): string {
  if (error instanceof GraphError) return [error.message, error.hint].filter(Boolean).join(' ')
  return error instanceof Error ? error.message : String(error)
}
