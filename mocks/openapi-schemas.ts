import type { Schema } from 'odata-openapi'
import type { Model, StructuredType } from '../src/csdl/model.js'

type Schemas = Readonly<Record<string, Schema>>

const text = { type: 'string' }

/** The converter knows neither the `@odata.type` of a derived value nor the service's error envelope. */
export function completedSchemas(generated: Schemas, model: Model): Schemas {
  const completed = Object.entries(generated).map(([name, schema]) => [name, completedSchema(name, schema, model)])
  return { ...(Object.fromEntries(completed) as Schemas), ...SCHEMAS }
}

function completedSchema(name: string, schema: Schema, model: Model): Schema {
  const [typeName = '', suffix] = name.split('-')
  const type = model.type(typeName)
  if (type?.kind !== 'complex') return schema
  if (type.abstract) return choice(type, suffix, model)
  return type.base ? derived(type, schema) : schema
}

/** A value of an abstract type is one of the types derived from it, and says which. */
function choice(type: StructuredType, suffix: string | undefined, model: Model): Schema {
  const types = model.concreteTypes(type)
  const refs = types.map(({ name }) => `#/components/schemas/${[name, ...(suffix ? [suffix] : [])].join('-')}`)
  return {
    title: shortName(type),
    oneOf: refs.map(($ref) => ({ $ref })),
    discriminator: {
      propertyName: '@odata.type',
      mapping: Object.fromEntries(types.flatMap(({ name }, index) => spellings(name).map((it) => [it, refs[index]]))),
    },
  }
}

function derived(type: StructuredType, { title, properties }: Schema): Schema {
  const annotation = { type: 'string', enum: spellings(type.name) }
  return {
    title,
    type: 'object',
    required: ['@odata.type'],
    properties: { '@odata.type': annotation, ...(properties as object) },
  }
}

/** The service writes `#`, as OData 4.0 says, and reads a name without it too: its own documentation sends that. */
function spellings(name: string): string[] {
  return [`#${name}`, name]
}

function shortName({ name }: StructuredType): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

const ERROR: Schema = {
  title: 'Error',
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'innerError'],
      properties: {
        code: text,
        message: text,
        innerError: {
          type: 'object',
          required: ['date', 'request-id', 'client-request-id'],
          properties: {
            message: { ...text, description: 'The message again, where the service repeats it.' },
            hint: { ...text, description: "The emulator's own help. The real service has no such member." },
            date: { ...text, description: 'UTC, to the second, without a zone.', examples: ['2026-01-31T08:30:00'] },
            'request-id': { ...text, format: 'uuid' },
            'client-request-id': text,
          },
        },
      },
    },
  },
}

/** https://learn.microsoft.com/graph/json-batching */
const BATCH_REQUEST: Schema = {
  title: 'Batch request',
  type: 'object',
  required: ['requests'],
  properties: {
    requests: {
      type: 'array',
      minItems: 1,
      maxItems: 20,
      items: {
        type: 'object',
        required: ['id', 'method', 'url'],
        properties: {
          id: text,
          method: { ...text, enum: ['GET', 'POST', 'PATCH', 'DELETE'] },
          url: { ...text, description: 'Below the version, with or without a slash in front.' },
          headers: { type: 'object', additionalProperties: text },
          body: { description: 'An object; `{}` for an action without parameters.' },
          dependsOn: { type: 'array', items: text },
        },
      },
    },
  },
}

const BATCH_RESPONSE: Schema = {
  title: 'Batch response',
  type: 'object',
  required: ['responses'],
  properties: {
    responses: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'status'],
        properties: {
          id: text,
          status: { type: 'integer' },
          headers: { type: 'object', additionalProperties: text },
          body: {},
        },
      },
    },
  },
}

const SCHEMAS: Schemas = { error: ERROR, batchRequest: BATCH_REQUEST, batchResponse: BATCH_RESPONSE }
