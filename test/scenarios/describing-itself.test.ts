import {
  BatchRequestContent,
  BatchResponseContent,
  Client,
  PageIterator,
  type PageCollection,
} from '@microsoft/microsoft-graph-client'
import { describe, expect, it } from 'vitest'
import { setupEmulator } from '../../mocks/node.js'
import { describeHosts, PARTNERS, send } from '../describe-hosts.js'

describeHosts('describing itself', {}, (host) => {
  it('serves $metadata and the service document to anyone', async () => {
    const xml = await fetch(`${host.url}/v1.0/$metadata`)
    expect([xml.status, xml.headers.get('content-type')]).toEqual([200, 'application/xml'])
    expect(await xml.text()).toContain('<EntityType Name="deviceManagementPartner" BaseType="graph.entity">')
    const json = await fetch(`${host.url}/beta/$metadata?$format=json`)
    expect([json.status, json.headers.get('content-type')]).toEqual([200, 'application/json'])
    expect(await json.json()).toMatchObject({ $Version: '4.0' })
    expect((await fetch(`${host.url}/v1.0/$metadata`, { headers: { accept: 'text/html' } })).status).toBe(406)
    const service = await fetch(`${host.url}/v1.0`)
    expect(await service.json()).toEqual({
      '@odata.context': `${host.url}/v1.0/$metadata`,
      value: [{ name: 'deviceManagement', kind: 'Singleton', url: 'deviceManagement' }],
    })
  })

  it('serves its OpenAPI document', async () => {
    const response = await fetch(`${host.url}/_emulator/openapi.json`)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
    const { paths } = (await response.json()) as { paths: object }
    expect(Object.keys(paths)).toContain(
      `/${PARTNERS}/{deviceManagementPartner-id}`.replace('{deviceManagementPartner-id}', '{id}'),
    )
  })

  it('runs a batch', async () => {
    const response = await send(host, 'POST', 'v1.0/$batch', {
      requests: [
        {
          id: '1',
          method: 'POST',
          url: `/${PARTNERS}`,
          headers: { 'Content-Type': 'application/json' },
          body: { displayName: 'x' },
        },
        { id: '2', method: 'GET', url: `${PARTNERS}?$filter=displayName eq 'x'`, dependsOn: ['1'] },
        { id: '3', method: 'DELETE', url: `/${PARTNERS}/none` },
      ],
    })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
    const { responses } = (await response.json()) as {
      responses: { id: string; status: number; body: { value?: object[] } }[]
    }
    expect(responses.map(({ id, status }) => [id, status])).toEqual([
      ['1', 201],
      ['2', 200],
      ['3', 404],
    ])
    expect(responses[1]?.body.value).toHaveLength(1)
    expect(host.emulator.deviceManagementPartners.list()).toHaveLength(1)
  })
})

describe('the official client', () => {
  const item = `https://graph.microsoft.com/v1.0/${PARTNERS}`
  const client = Client.init({ authProvider: (done) => done(null, 'test') })

  it('iterates over every page', async () => {
    const emulator = setupEmulator({ seed: 1, count: 25 })
    emulator.listen({ onUnhandledRequest: 'error' })
    const first = (await client
      .api(`/${PARTNERS}`)
      .header('Prefer', 'odata.maxpagesize=10')
      .orderby('displayName')
      .get()) as PageCollection
    const seen: string[] = []
    await new PageIterator(
      client,
      first,
      ({ displayName }: { displayName: string }) => seen.push(displayName) > 0,
    ).iterate()
    emulator.close()
    const names = emulator.deviceManagementPartners.list().map(({ displayName }) => displayName)
    expect(seen).toEqual(names.sort())
  })

  it('sends and reads a batch', async () => {
    const emulator = setupEmulator()
    emulator.listen({ onUnhandledRequest: 'error' })
    const { id } = emulator.deviceManagementPartners.create()
    const content = new BatchRequestContent([
      {
        id: '1',
        request: new Request(`${item.replace('/v1.0', '')}/${id}/terminate`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: '{}',
        }),
      },
      { id: '2', request: new Request(`${item.replace('/v1.0', '')}/${id}`), dependsOn: ['1'] },
    ])
    const answer: { responses: never[] } = await client.api('/$batch').post(await content.getContent())
    emulator.close()
    const responses = new BatchResponseContent(answer)
    expect(responses.getResponseById('1').status).toBe(204)
    expect(await responses.getResponseById('2').json()).toMatchObject({ partnerState: 'terminated' })
  })
})
