import type { SimpleFaker } from '@faker-js/faker'
import type { Row, Value } from '../src/csdl/read-value.js'
import type { ResourceDeclaration } from '../src/service/define-resource.js'

const READ = [
  'DeviceManagementServiceConfig.Read.All',
  'DeviceManagementServiceConfig.ReadWrite.All',
  'DeviceManagementConfiguration.Read.All',
  'DeviceManagementConfiguration.ReadWrite.All',
]
const WRITE = ['DeviceManagementServiceConfig.ReadWrite.All', 'DeviceManagementConfiguration.ReadWrite.All']

/** What .NET prints for a date that was never set; live rows carry it. */
const NEVER = '0001-01-01T00:00:00Z'
const DAY = 86_400_000

/** Devices are removed 90 days after the connection ends (Intune's Jamf page). */
const REMOVAL_DAYS = 90

/** Faked dates lie before this instant, whatever the clock says: the same seed gives the same rows everywhere. */
const FAKED_NOW = Date.parse('2026-01-15T09:00:00Z')

const PRODUCTS = [
  'Jamf Pro',
  'VMware Workspace ONE UEM',
  'Citrix Endpoint Management',
  'Kandji',
  'Mosyle Business',
  'Addigy',
  'IBM MaaS360',
  'Ivanti Neurons for MDM',
  'BlackBerry UEM',
  'SOTI MobiControl',
  'Hexnode UEM',
  'Sophos Mobile',
]

/** https://learn.microsoft.com/graph/api/resources/intune-onboarding-devicemanagementpartner */
export const deviceManagementPartners: ResourceDeclaration<SimpleFaker> = {
  path: 'deviceManagement/deviceManagementPartners',
  scopes: {
    read: READ,
    write: WRITE,
    // Documented so, without the ReadWrite scopes.
    terminate: ['DeviceManagementServiceConfig.Read.All', 'DeviceManagementConfiguration.Read.All'],
  },
  // A token that may write but not end a partner would surprise; Intune's real lists have both, where they are known.
  alsoAccepted: { terminate: WRITE },
  // As recorded: the "ServiceConfiguration" names are no permissions that could be granted (RFL.Microsoft.Intune#1,
  // maester#1395). A refused write of this set is not on record; its list is by analogy (IntuneBackupAndRestore#55).
  printedScopes: {
    read: [
      'DeviceManagementServiceConfiguration.Read.All',
      'DeviceManagementServiceConfig.Read.All',
      'DeviceManagementServiceConfiguration.ReadWrite.All',
      'DeviceManagementServiceConfig.ReadWrite.All',
    ],
    write: ['DeviceManagementServiceConfiguration.ReadWrite.All', 'DeviceManagementServiceConfig.ReadWrite.All'],
  },
  // Nothing documents what the service fills in; these are the .NET defaults, which live sibling rows show.
  defaults: { lastHeartbeatDateTime: NEVER, partnerState: 'unknown', partnerAppType: 'unknown', isConfigured: false },
  actions: { terminate },
  fake,
}

/** Undocumented; inferred from the admin centre. The row stays, stays configured, and ending it twice changes nothing. */
function terminate(row: Row, { now }: { readonly now: Date }): Row {
  const removed = iso(now.getTime() + REMOVAL_DAYS * DAY)
  return {
    ...row,
    partnerState: 'terminated',
    whenPartnerDevicesWillBeRemovedDateTime: row.whenPartnerDevicesWillBeRemovedDateTime ?? removed,
  }
}

function fake(faker: SimpleFaker, index: number): Row {
  const state = faker.helpers.arrayElement([
    'enabled',
    'enabled',
    'enabled',
    'unknown',
    'unavailable',
    'terminated',
    'rejected',
    'unresponsive',
  ])
  const configured = state !== 'unknown'
  const singleTenant = faker.datatype.boolean()
  const heard = FAKED_NOW - heartbeatAge(faker, state)
  return {
    lastHeartbeatDateTime: configured ? iso(heard) : NEVER,
    partnerState: state,
    partnerAppType: configured ? (singleTenant ? 'singleTenantApp' : 'multiTenantApp') : 'unknown',
    singleTenantAppId: configured && singleTenant ? faker.string.uuid() : null,
    displayName: productName(index),
    isConfigured: configured,
    ...removalDates(faker, state, heard),
    groupsRequiringPartnerEnrollment: configured ? groups(faker) : [],
  }
}

function productName(index: number): string {
  const name = PRODUCTS[index % PRODUCTS.length] as string
  return index < PRODUCTS.length ? name : `${name} (${Math.floor(index / PRODUCTS.length) + 1})`
}

/** A connected partner was heard of today; another one some days or weeks ago. In milliseconds. */
function heartbeatAge(faker: SimpleFaker, state: string): number {
  if (state === 'enabled') return faker.number.int({ min: 60_000, max: DAY / 2 })
  return faker.number.int({ min: 3 * DAY, max: 60 * DAY })
}

/** Devices go 90 days after the connection has ended; those of a partner that keeps silent are warned first. */
function removalDates(faker: SimpleFaker, state: string, heard: number): Row {
  const nonCompliant = state === 'unresponsive' ? FAKED_NOW + faker.number.int({ min: DAY, max: 20 * DAY }) : undefined
  const ended = state === 'terminated' ? heard : nonCompliant
  return {
    whenPartnerDevicesWillBeRemovedDateTime: ended === undefined ? null : iso(ended + REMOVAL_DAYS * DAY),
    whenPartnerDevicesWillBeMarkedAsNonCompliantDateTime: nonCompliant === undefined ? null : iso(nonCompliant),
  }
}

function groups(faker: SimpleFaker): Value[] {
  return Array.from({ length: faker.number.int({ min: 1, max: 3 }) }, (_, index) => ({
    '@odata.type': '#microsoft.graph.deviceManagementPartnerAssignment',
    target: {
      '@odata.type': `#microsoft.graph.${index === 2 ? 'exclusionGroupAssignmentTarget' : 'groupAssignmentTarget'}`,
      groupId: faker.string.uuid(),
    },
  }))
}

/** As Intune prints dates: without zeros at the end. */
function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.?0+Z$/, 'Z')
}
