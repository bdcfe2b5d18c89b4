import { expect, it } from 'vitest'
import { describeHosts, PARTNERS, send } from '../describe-hosts.js'

const SAMPLE = {
  '@odata.type': '#microsoft.graph.deviceManagementPartner',
  lastHeartbeatDateTime: '2017-01-01T00:03:33.2924976+03:00',
  partnerState: 'enabled',
  partnerAppType: 'singleTenantApp',
  singleTenantAppId: 'Single Tenant App Id value',
  displayName: 'Display Name value',
  isConfigured: true,
  whenPartnerDevicesWillBeRemovedDateTime: '2017-01-01T00:03:09.2463513+03:00',
  whenPartnerDevicesWillBeMarkedAsNonCompliantDateTime: '2016-12-31T23:58:57.0898884+03:00',
}

describeHosts('the life of a partner', { now: () => new Date('2026-02-01T00:00:00Z') }, (host) => {
  it('answers the documented sample with 201, a GUID and every member in the documented order', async () => {
    const response = await send(host, 'POST', `localtest/${PARTNERS}`, SAMPLE)
    const body = (await response.json()) as Record<string, unknown> & { id: string }
    expect(response.status).toBe(201)
    expect(body.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    const context = `${host.url}/localtest/$metadata#${PARTNERS}/$entity`
    const { '@odata.type': type, ...members } = SAMPLE
    const expected = {
      '@odata.context': context,
      '@odata.type': type,
      id: body.id,
      ...members,
      groupsRequiringPartnerEnrollment: [],
    }
    expect(JSON.stringify(body)).toBe(JSON.stringify(expected))
    expect(response.headers.get('location')).toBe(`${host.url}/localtest/${PARTNERS}('${body.id}')`)
    expect(response.headers.get('odata-version')).toBe('4.0')
    expect(response.headers.get('client-request-id')).toBe(response.headers.get('request-id'))
  })

  it('reads back what was answered, by either key form and in the list', async () => {
    const created = (await (await send(host, 'POST', `v1.0/${PARTNERS}`, SAMPLE)).json()) as Record<
      '@odata.context' | 'id',
      string
    >
    expect(await (await send(host, 'GET', `v1.0/${PARTNERS}/${created.id}`)).json()).toEqual(created)
    expect(await (await send(host, 'GET', `v1.0/${PARTNERS}('${created.id}')`)).json()).toEqual(created)
    const { '@odata.context': context, ...row } = created
    expect(context).toBe(`${host.url}/v1.0/$metadata#${PARTNERS}/$entity`)
    const list = await (await send(host, 'GET', `v1.0/${PARTNERS}`)).json()
    expect(list).toEqual({ '@odata.context': `${host.url}/v1.0/$metadata#${PARTNERS}`, value: [row] })
  })

  it('fills in what a create leaves out', async () => {
    const body = await (await send(host, 'POST', `v1.0/${PARTNERS}`, { id: 'mine' })).json()
    expect(body).toMatchObject({
      lastHeartbeatDateTime: '0001-01-01T00:00:00Z',
      partnerState: 'unknown',
      partnerAppType: 'unknown',
      singleTenantAppId: null,
      displayName: null,
      isConfigured: false,
      groupsRequiringPartnerEnrollment: [],
    })
    expect((body as { id: string }).id).not.toBe('mine')
  })

  it('changes only what a PATCH sends, and answers 200 with the entity', async () => {
    const { id } = host.emulator.deviceManagementPartners.create(SAMPLE as never)
    const response = await send(host, 'PATCH', `v1.0/${PARTNERS}/${id}`, { displayName: 'Other', id: 'ignored' })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ ...SAMPLE, displayName: 'Other', id })
  })

  it('terminates with 204, twice, and sets the removal date', async () => {
    const { id = '' } = host.emulator.deviceManagementPartners.create({ isConfigured: true })
    expect((await send(host, 'POST', `v1.0/${PARTNERS}/${id}/terminate`)).status).toBe(204)
    expect((await send(host, 'POST', `v1.0/${PARTNERS}('${id}')/microsoft.graph.terminate`, {})).status).toBe(204)
    expect(host.emulator.deviceManagementPartners.get(id)).toMatchObject({
      partnerState: 'terminated',
      isConfigured: true,
      whenPartnerDevicesWillBeRemovedDateTime: '2026-05-02T00:00:00Z',
    })
  })

  it('deletes with 204, then answers 404 in the Intune form', async () => {
    const { id = '' } = host.emulator.deviceManagementPartners.create()
    const first = await send(host, 'DELETE', `v1.0/${PARTNERS}/${id}`)
    expect([first.status, await first.text(), first.headers.get('content-type')]).toEqual([204, '', null])
    const second = await send(host, 'DELETE', `v1.0/${PARTNERS}/${id}`, undefined, {
      'client-request-id': 'c0ffee00-0000-4000-8000-000000000000',
    })
    const { error } = (await second.json()) as { error: { code: string; message: string } }
    expect([second.status, error.code]).toEqual([404, 'ResourceNotFound'])
    const message = JSON.parse(error.message) as Record<string, unknown>
    expect(message).toMatchObject({ _version: 3, RetryAfter: null, HttpHeaders: '{}' })
    expect(message.Message).toContain(`Activity ID: c0ffee00-0000-4000-8000-000000000000 - Url: https://`)
    expect(message.Message).toContain(`deviceManagementPartners%28%27${id}%27%29?api-version=`)
    expect(error.message).toContain('{\r\n  "_version": 3,\r\n')
  })

  it('answers return=minimal with 204, Location and OData-EntityId', async () => {
    const response = await send(host, 'POST', `v1.0/${PARTNERS}`, {}, { prefer: 'return=minimal' })
    expect(response.status).toBe(204)
    expect(response.headers.get('preference-applied')).toBe('return=minimal')
    expect(response.headers.get('odata-entityid')).toBe(response.headers.get('location'))
  })

  it('shows and takes assignment filters in beta alone', async () => {
    const target = {
      '@odata.type': '#microsoft.graph.groupAssignmentTarget',
      groupId: 'g',
      deviceAndAppManagementAssignmentFilterId: 'f',
    }
    const body = { groupsRequiringPartnerEnrollment: [{ target }] }
    expect((await send(host, 'POST', `v1.0/${PARTNERS}`, body)).status).toBe(400)
    const beta = (await (await send(host, 'POST', `beta/${PARTNERS}`, body)).json()) as {
      id: string
      groupsRequiringPartnerEnrollment: unknown[]
    }
    expect(beta.groupsRequiringPartnerEnrollment[0]).toMatchObject({
      target: { ...target, deviceAndAppManagementAssignmentFilterType: 'none' },
    })
    const v1 = await (await send(host, 'GET', `v1.0/${PARTNERS}/${beta.id}`)).json()
    expect(JSON.stringify(v1)).not.toContain('AssignmentFilter')
  })

  it('keeps callers with different tid apart', async () => {
    const token = (tid: string) => `Bearer e30.${btoa(JSON.stringify({ tid }))}.x`
    const created = await send(host, 'POST', `v1.0/${PARTNERS}`, {}, { authorization: token('a') })
    const { id } = (await created.json()) as { id: string }
    expect((await send(host, 'GET', `v1.0/${PARTNERS}/${id}`, undefined, { authorization: token('b') })).status).toBe(
      404,
    )
    expect(host.emulator.tenant('a').deviceManagementPartners.list()).toHaveLength(1)
    expect(host.emulator.deviceManagementPartners.list()).toHaveLength(0)
  })

  it('answers the singleton', async () => {
    const body = await (await send(host, 'GET', 'v1.0/deviceManagement')).json()
    expect(body).toMatchObject({
      '@odata.context': `${host.url}/v1.0/$metadata#deviceManagement`,
      id: 'deviceManagement',
      settings: null,
    })
  })
})
