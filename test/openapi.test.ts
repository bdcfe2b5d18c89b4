import { createConfig, lintFromString } from '@redocly/openapi-core'
import type { OpenApiDocument } from 'odata-openapi'
import { describe, expect, it } from 'vitest'
import { api, publicModel } from '../mocks/api.js'
import { openApiDocument } from '../mocks/openapi.js'
import { isStructured, type StructuredType } from '../src/csdl/model.js'

const PARTNERS = '/deviceManagement/deviceManagementPartners'

const documents = await Promise.all(
  (
    [
      ['v1.0', publicModel],
      ['beta', api.widest],
    ] as const
  ).map(async ([version, model]) => ({
    version,
    model,
    document: (await openApiDocument(version)) as OpenApiDocument,
  })),
)

describe.each(documents)('the OpenAPI document of $version', ({ version, model, document }) => {
  const { paths, components } = document
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    (['get', 'post', 'patch', 'delete'] as const).flatMap((method) => {
      const operation = item[method]
      return operation ? [{ name: `${method} ${path}`, operation }] : []
    }),
  )
  const operationOf = (name: string) => operations.find((operation) => operation.name === name)?.operation

  it('is accepted by a linter with its strictest rules', async () => {
    const config = await createConfig({ extends: ['recommended-strict'] })
    const source = JSON.stringify(document)
    expect(await lintFromString({ source, absoluteRef: 'openapi.json', config })).toEqual([])
    const broken = source.replace('"operationId":"batch"', '"operationId":"getDeviceManagement"')
    const problems = await lintFromString({ source: broken, absoluteRef: 'openapi.json', config })
    expect(problems.map(({ ruleId }) => ruleId)).toContain('operation-operationId-unique')
  })

  it('has what is emulated and nothing else', () => {
    expect(operations.map(({ name }) => name)).toEqual([
      'get /deviceManagement',
      `get ${PARTNERS}`,
      `post ${PARTNERS}`,
      `get ${PARTNERS}/$count`,
      `get ${PARTNERS}/{id}`,
      `patch ${PARTNERS}/{id}`,
      `delete ${PARTNERS}/{id}`,
      `post ${PARTNERS}/{id}/terminate`,
      'post /$batch',
    ])
    expect(document.servers[0]).toMatchObject({ url: `/${version}` })
  })

  it.each([
    [`post ${PARTNERS}`, ['201', '204']],
    [`patch ${PARTNERS}/{id}`, ['200', '204']],
    [`delete ${PARTNERS}/{id}`, ['204']],
    [`post ${PARTNERS}/{id}/terminate`, ['204']],
    ['get /deviceManagement', ['200']],
  ])('%s succeeds with %j', (name, statuses) => {
    const responses = operationOf(name)?.responses ?? {}
    expect(Object.keys(responses).filter((status) => status.startsWith('2'))).toEqual(statuses)
  })

  it('answers a create and an update with the entity', () => {
    const $ref = '#/components/schemas/microsoft.graph.deviceManagementPartner'
    const entity = { content: { 'application/json': { schema: { $ref } } } }
    expect(operationOf(`post ${PARTNERS}`)?.responses[201]).toMatchObject(entity)
    expect(operationOf(`patch ${PARTNERS}/{id}`)?.responses[200]).toMatchObject(entity)
  })

  it('answers whatever else with the error envelope', () => {
    for (const { operation } of operations) {
      expect(operation.responses.default).toEqual({ $ref: '#/components/responses/error' })
    }
    expect(components.responses.error).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/error' } } },
    })
    expect(JSON.stringify(components.schemas.error)).toContain('"client-request-id"')
  })

  it.each([
    ['read', [`get ${PARTNERS}`, `get ${PARTNERS}/{id}`, `get ${PARTNERS}/$count`]],
    ['write', [`post ${PARTNERS}`, `patch ${PARTNERS}/{id}`, `delete ${PARTNERS}/{id}`]],
    ['terminate', [`post ${PARTNERS}/{id}/terminate`]],
  ])('asks for any one of the scopes to %s', (kind, names) => {
    const scopes = api.resources[0]?.scopes[kind] ?? []
    expect(scopes).not.toEqual([])
    for (const name of names) {
      expect(operationOf(name)?.security).toEqual([{ bearer: [] }, ...scopes.map((scope) => ({ entra: [scope] }))])
    }
  })

  const types = Object.keys(components.schemas).flatMap((name) => model.type(name) ?? [])

  it.each(types.filter((type) => type.kind === 'enum').map((type) => [type.name, type] as const))(
    'has every member of %s',
    (name, { members }) => expect(components.schemas[name]?.enum).toEqual([...members.keys()]),
  )

  it.each(
    types
      .filter(isStructured)
      .filter(({ kind }) => kind === 'entity')
      .map((type) => [type.name, type] as const),
  )('has every property of %s, and the id only where it is read', (name, type) => {
    const all = [...type.properties.keys()]
    const read = Object.keys(components.schemas[name]?.properties ?? {})
    expect(read.filter((property) => type.properties.has(property))).toEqual(all)
    const create = components.schemas[`${name}-create`]
    if (create) expect(Object.keys(create.properties ?? {})).toEqual(all.filter((property) => property !== 'id'))
    expect(create?.required).toBeUndefined()
  })

  it('tells targets apart by their type', () => {
    const target = model.type('microsoft.graph.deviceAndAppManagementAssignmentTarget') as StructuredType
    const concrete = model.concreteTypes(target)
    expect(components.schemas[target.name]?.oneOf).toHaveLength(concrete.length)
    for (const { name, properties } of concrete) {
      expect(components.schemas[name]).toMatchObject({ required: ['@odata.type'] })
      expect(Object.keys(components.schemas[name]?.properties ?? {}).sort()).toEqual(
        ['@odata.type', ...properties.keys()].sort(),
      )
    }
  })
})

it('has the filter of an assignment in beta alone', () => {
  const [v1, beta] = documents.map(({ document }) => JSON.stringify(document))
  expect(v1).not.toContain('AssignmentFilter')
  expect(beta).toContain('"deviceAndAppManagementAssignmentFilterType"')
})

it('is v1.0 where no version is named', async () => {
  expect(await openApiDocument()).toEqual(documents[0]?.document)
})
