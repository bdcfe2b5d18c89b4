import type { OpenApiDocument } from 'odata-openapi'
import type { Model } from '../src/csdl/model.js'
import { api } from './api.js'
import { annotated } from './openapi-annotations.js'
import { supportedPaths } from './openapi-paths.js'
import { completedSchemas } from './openapi-schemas.js'

const DESCRIPTION = `What intune-emulator answers of Microsoft Graph's Intune API. Made from the schema and the declarations
that the emulator runs on; what is left out here is answered 400 or 501.`

/**
 * What is emulated as an OpenAPI 3.1 document, as JSON. It is made anew with every call.
 *
 * @throws Error for a schema that lacks an operation which a resource declares
 */
export async function openApiDocument(version: 'v1.0' | 'beta' = 'v1.0'): Promise<object> {
  // Loaded when it is asked for: few who start the emulator ask.
  const { csdl2openapi } = await import('odata-openapi')
  const model = api.versions.get(version) ?? api.widest
  const csdl = annotated(model.document, model.namespace, api.resources)
  const generated = csdl2openapi(csdl, { openapiVersion: '3.1.0', skipBatchPath: true })
  const { responses, parameters, schemas } = generated.components
  return {
    openapi: generated.openapi,
    info: {
      title: "Microsoft Graph's Intune deviceManagementPartner, emulated",
      description: DESCRIPTION,
      version,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: servers(version),
    security: [{ bearer: [] }, { entra: [] }],
    tags: tags(model),
    paths: supportedPaths(generated.paths, model.singletonNames(), api.resources),
    components: {
      schemas: completedSchemas(schemas, model),
      responses,
      parameters: { ...withoutSearch(parameters), ...PARAMETERS },
      securitySchemes: securitySchemes(),
    },
  } satisfies OpenApiDocument
}

/** `$search` is no option of Intune's: it is refused. */
function withoutSearch(parameters: Readonly<Record<string, object>>) {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => name !== 'search'))
}

function tags(model: Model) {
  const singletons = model.singletonNames().map((name) => ({ name, description: `What is below /${name}` }))
  return [...singletons, { name: '$batch', description: 'Several requests in one' }]
}

/** The first is where the document came from; the second, the command's default, for the file in the package. */
function servers(version: string) {
  return [
    { url: `/${version}`, description: 'The emulator that answers this document' },
    {
      url: `http://{host}/${version}`,
      description: 'The intune-emulator command',
      variables: { host: { default: 'localhost:4567' } },
    },
  ]
}

const text = { type: 'string' }

const PARAMETERS = {
  id: { name: 'id', in: 'path', required: true, schema: text },
  filter: { name: '$filter', in: 'query', description: 'Which entities', schema: text },
  skiptoken: { name: '$skiptoken', in: 'query', description: 'The next page, from @odata.nextLink', schema: text },
  format: { name: '$format', in: 'query', description: 'The media type, before Accept', schema: text },
  maxpagesize: {
    name: 'Prefer',
    in: 'header',
    description: 'How many entities a page has at most: odata.maxpagesize=100',
    schema: text,
  },
  return: {
    name: 'Prefer',
    in: 'header',
    description: 'Whether the entity is answered',
    schema: { ...text, enum: ['return=minimal', 'return=representation'] },
  },
}

function securitySchemes() {
  const names = api.resources.flatMap((resource) => Object.values(resource.scopes).flat())
  const scopes = Object.fromEntries(names.sort().map((name) => [name, '']))
  const tokenUrl = 'https://login.microsoftonline.com/common/oauth2/v2.0/token'
  const authorizationUrl = 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize'
  return {
    bearer: {
      type: 'http',
      scheme: 'bearer',
      description: 'Any token at all; the tid claim of a JWT names the tenant.',
    },
    entra: {
      type: 'oauth2',
      description: 'What the real service asks for: any one of the scopes listed.',
      flows: {
        authorizationCode: { authorizationUrl, tokenUrl, scopes },
        clientCredentials: { tokenUrl, scopes },
      },
    },
  }
}
