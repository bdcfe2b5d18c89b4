import type { DeviceManagementPartner } from '@microsoft/microsoft-graph-types'
import { expect, expectTypeOf, it } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }

const DOORS = {
  index: ['createEmulator'],
  node: ['HttpResponse', 'http', 'setupEmulator'],
  express: ['createApp', 'startServer'],
}

it.each(Object.entries(DOORS))('opens the door %s with these names', async (door, names) => {
  // The browser's door is opened by test/consumers/browser: msw does not load that part of itself in Node.
  const exported = Object.keys((await import(`../mocks/${door}.ts`)) as object)
  expect(exported.sort()).toEqual([...names].sort())
})

it('has these entry points', () => {
  expect(Object.keys(packageJson.exports)).toEqual([
    '.',
    './node',
    './browser',
    './express',
    './openapi.json',
    './register',
    './package.json',
  ])
})

it('types rows as Microsoft’s types do', async () => {
  const { createEmulator } = await import('../mocks/index.js')
  const { deviceManagementPartners: rows, tenant } = createEmulator()
  expectTypeOf(rows.create).parameter(0).toEqualTypeOf<Partial<DeviceManagementPartner> | undefined>()
  expectTypeOf(rows.get).returns.toEqualTypeOf<DeviceManagementPartner | undefined>()
  expectTypeOf(rows.list).returns.toEqualTypeOf<DeviceManagementPartner[]>()
  expectTypeOf(tenant('a').deviceManagementPartners).toEqualTypeOf(rows)
  const created = rows.create()
  // Every member of the type is a member of a row, and the other way round.
  const members: Record<keyof DeviceManagementPartner, true> = {
    id: true,
    lastHeartbeatDateTime: true,
    partnerState: true,
    partnerAppType: true,
    singleTenantAppId: true,
    displayName: true,
    isConfigured: true,
    whenPartnerDevicesWillBeRemovedDateTime: true,
    whenPartnerDevicesWillBeMarkedAsNonCompliantDateTime: true,
    groupsRequiringPartnerEnrollment: true,
  }
  expect(Object.keys(created)).toEqual(['@odata.type', ...Object.keys(members)])
})
