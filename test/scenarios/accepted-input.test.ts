import { expect, it } from 'vitest'
import { describeHosts, PARTNERS, send } from '../describe-hosts.js'

const GROUP = { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId: 'g' }

/** What ODL's reader lets pass, and what is kept of it. */
const ACCEPTED: [string, object, object][] = [
  ['an empty object', {}, { isConfigured: false }],
  ['a text that is a boolean', { isConfigured: ' TRUE ' }, { isConfigured: true }],
  ['an enum member’s number in quotes', { partnerState: '2' }, { partnerState: 'enabled' }],
  ['null for what is nullable', { displayName: null, singleTenantAppId: null }, { displayName: null }],
  ['a text that is no GUID as an app id', { singleTenantAppId: 'any' }, { singleTenantAppId: 'any' }],
  ['an id, which is ignored', { id: 'mine' }, {}],
  ['an id of any kind, which is ignored', { id: { of: [7] } }, {}],
  ['its own type without #', { '@odata.type': 'microsoft.graph.deviceManagementPartner' }, {}],
  ['annotations that are not known', { '@custom.note': 1, 'displayName@custom.note': {} }, { displayName: null }],
  ['a type annotation of a member', { 'partnerState@odata.type': '#String', partnerState: 'rejected' }, {}],
  [
    'a date without seconds',
    { lastHeartbeatDateTime: '2026-01-01T10:00Z' },
    { lastHeartbeatDateTime: '2026-01-01T10:00Z' },
  ],
  [
    'more than 7 fractional digits, rounded',
    { lastHeartbeatDateTime: '2026-01-01T10:00:00.12345678Z' },
    { lastHeartbeatDateTime: '2026-01-01T10:00:00.1234568Z' },
  ],
  ['any text', { displayName: '\u0000"\\💠\u2028<script>' }, { displayName: '\u0000"\\💠\u2028<script>' }],
  [
    'a target of a type without members',
    { groupsRequiringPartnerEnrollment: [{ target: { '@odata.type': 'microsoft.graph.allDevicesAssignmentTarget' } }] },
    {
      groupsRequiringPartnerEnrollment: [
        {
          '@odata.type': '#microsoft.graph.deviceManagementPartnerAssignment',
          target: { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' },
        },
      ],
    },
  ],
  [
    'a target of a derived type',
    {
      groupsRequiringPartnerEnrollment: [
        { target: { ...GROUP, '@odata.type': '#microsoft.graph.exclusionGroupAssignmentTarget' } },
      ],
    },
    {
      groupsRequiringPartnerEnrollment: [
        { target: { '@odata.type': '#microsoft.graph.exclusionGroupAssignmentTarget', groupId: 'g' } },
      ],
    },
  ],
  [
    'no target, and a null one',
    { groupsRequiringPartnerEnrollment: [{}, { target: null }] },
    { groupsRequiringPartnerEnrollment: [{ target: null }, { target: null }] },
  ],
]

describeHosts('accepted input', {}, (host) => {
  it.each(ACCEPTED)('takes %s', async (_, body, kept) => {
    const response = await send(host, 'POST', `v1.0/${PARTNERS}`, body)
    const created = (await response.json()) as { id: string }
    expect(response.status).toBe(201)
    expect(created).toMatchObject(kept)
    expect(await (await send(host, 'GET', `v1.0/${PARTNERS}/${created.id}`)).json()).toEqual(created)
  })

  it('replaces a collection as a whole', async () => {
    const rows = host.emulator.deviceManagementPartners
    const { id = '' } = rows.create({ groupsRequiringPartnerEnrollment: [{ target: GROUP }, {}] })
    await send(host, 'PATCH', `v1.0/${PARTNERS}/${id}`, { groupsRequiringPartnerEnrollment: [{}] })
    expect(rows.get(id)?.groupsRequiringPartnerEnrollment).toEqual([
      { '@odata.type': '#microsoft.graph.deviceManagementPartnerAssignment', target: null },
    ])
    expect((await send(host, 'PATCH', `v1.0/${PARTNERS}/${id}`, {})).status).toBe(200)
    expect(rows.get(id)?.groupsRequiringPartnerEnrollment).toHaveLength(1)
  })

  it.each([
    ["('a b''c%2F')", "a b'c/"],
    ["(id='plain')", 'plain'],
    ['/with%20space', 'with space'],
    ['/%F0%9F%92%A0', '💠'],
  ])('finds a row by the key %s', async (key, id) => {
    host.emulator.deviceManagementPartners.create({ id })
    const found = (await (await send(host, 'GET', `v1.0/${PARTNERS}${key}`)).json()) as { id: string }
    expect(found.id).toBe(id)
  })

  it.each(['{"x":1}', '[]', '7', '{"x":1,"@odata.type":"a"}'])('refuses terminate with %s', async (body) => {
    const { id = '' } = host.emulator.deviceManagementPartners.create()
    const response = await send(host, 'POST', `v1.0/${PARTNERS}/${id}/terminate`, body)
    // express.json() in front refuses what is neither object nor array.
    expect(response.status).toBe(400)
    expect(host.emulator.deviceManagementPartners.get(id)?.partnerState).toBe('unknown')
  })

  it.each(['Bearer test', 'bearer test', 'Bearer a.b.c', 'Bearer a.!!!.c', `Bearer e30.${btoa('7')}.c`])(
    'lets %s in as the default tenant',
    async (authorization) => {
      host.emulator.deviceManagementPartners.create({ id: 'mine' })
      expect((await send(host, 'GET', `v1.0/${PARTNERS}/mine`, undefined, { authorization })).status).toBe(200)
    },
  )

  it.each(['', 'Bearer', 'Bearer ', 'Basic dGVzdA=='])('answers 401 to %j', async (authorization) => {
    expect((await send(host, 'GET', `v1.0/${PARTNERS}`, undefined, { authorization })).status).toBe(401)
  })
})
