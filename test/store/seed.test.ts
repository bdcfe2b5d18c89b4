import { describe, expect, it } from 'vitest'
import { buildEmulator } from '../../mocks/emulator.js'
import { SCENARIOS } from '../../mocks/scenarios.js'

const rows = (seed: number, count: number) => buildEmulator({ seed, count }).deviceManagementPartners.list()

describe('seeded rows', () => {
  it('are the same for the same seed, on every machine', () => {
    expect(rows(42, 3)).toEqual(rows(42, 3))
    // Written down from one run: another machine, another version and every door must give these.
    expect(rows(42, 3).map(({ id, displayName, partnerState }) => [id, displayName, partnerState]))
      .toMatchInlineSnapshot(`
        [
          [
            "087fcd5c-3805-4a2c-b68f-fd764ff2c0df",
            "Jamf Pro",
            "unresponsive",
          ],
          [
            "dfdfa2f5-17bd-4fcf-8124-08acf22a7762",
            "VMware Workspace ONE UEM",
            "enabled",
          ],
          [
            "118f51ad-1d0b-4789-9579-a30df2f42181",
            "Citrix Endpoint Management",
            "unresponsive",
          ],
        ]
      `)
    expect(rows(43, 3)).not.toEqual(rows(42, 3))
  })

  it('depend on (seed, n) alone: not on the count, the scenario, the tenant or the order of use', () => {
    const many = rows(42, 25)
    expect(rows(42, 5)).toEqual(many.slice(0, 5))
    const connected = buildEmulator({ seed: 42, count: 5, scenario: 'connected' })
    connected.deviceManagementPartners.create({ displayName: 'before' })
    expect(connected.tenant('b').deviceManagementPartners.list().slice(-5)).toEqual(many.slice(0, 5))
  })

  it('look like a tenant’s: dates, app and groups fit the state', () => {
    for (const row of rows(7, 500)) {
      const configured = row.partnerState !== 'unknown'
      expect(row.isConfigured).toBe(configured)
      expect(row.lastHeartbeatDateTime === '0001-01-01T00:00:00Z').toBe(!configured)
      expect(row.singleTenantAppId !== null).toBe(row.partnerAppType === 'singleTenantApp')
      expect((row.groupsRequiringPartnerEnrollment ?? []).length > 0).toBe(configured)
      const { whenPartnerDevicesWillBeRemovedDateTime: removed } = row
      const { whenPartnerDevicesWillBeMarkedAsNonCompliantDateTime: nonCompliant } = row
      expect(nonCompliant !== null).toBe(row.partnerState === 'unresponsive')
      const ended = row.partnerState === 'terminated' ? row.lastHeartbeatDateTime : nonCompliant
      const expected = ended ? Date.parse(ended) + 90 * 86_400_000 : null
      expect(removed ? Date.parse(removed) : null).toBe(expected)
    }
  })

  it('have ids of their own beside a scenario that repeats them', () => {
    const deviceManagementPartners = rows(42, 2)
    const ids = buildEmulator({ seed: 42, count: 3, scenario: { deviceManagementPartners } })
      .deviceManagementPartners.list()
      .map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(3)
  })

  it.each(Object.entries(SCENARIOS))('come from the scenario %s', (name, scenario) => {
    const list = buildEmulator({ scenario: name as keyof typeof SCENARIOS }).deviceManagementPartners.list()
    expect(list).toMatchObject(scenario.deviceManagementPartners)
    if (name === 'all-states') expect(new Set(list.map((row) => row.partnerState)).size).toBe(6)
  })
})

describe('options that do not fit', () => {
  it.each([
    [{ seed: 1.5 }, "'seed' is 1.5. Give an integer from 0 to 4294967295."],
    [{ count: -1 }, "'count' is -1. Give an integer from 0 to 1000000."],
    [{ count: Number.NaN }, "'count' is NaN"],
    [{ count: 1e12 }, "'count' is 1000000000000"],
    [{ auth: 'Off' }, "'auth' is Off. Give 'token', 'strict' or 'off'."],
    [{ hints: 1 }, "'hints' is 1. Give true or false."],
    [{ now: () => Date.now() }, "'now' is"],
    [{ now: () => new Date(NaN) }, "'now' is"],
    [null, "'options' is null. Give an object."],
    [{ scenario: 'none' }, "Failed to load the scenario 'none': there is none."],
    [{ scenario: { nope: [] } }, "'nope' is not known"],
    [
      { scenario: { deviceManagementPartners: [{ isConfigured: 'yes' }] } },
      'deviceManagementPartners[0]: Cannot convert',
    ],
  ])('throw for %j', (options, message) => {
    expect(() => buildEmulator(options as never)).toThrow(message)
  })
})
