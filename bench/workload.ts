import { createRequire } from 'node:module'

const documented = createRequire(import.meta.url)('../fixtures/documented/create.json') as {
  readonly request: { readonly body: object }
}

/** The body of the documentation's create. */
export const BODY = JSON.stringify(documented.request.body)

/** What is asked of every server. */
export const WORKS = ['get', 'page', 'filter', 'create'] as const

export type Work = (typeof WORKS)[number]

/** As tables name them. */
export const WORK_NAMES: Readonly<Record<Work, string>> = {
  get: 'get by id',
  page: 'page of 100',
  filter: 'filtered and ordered page, a create every tenth request',
  create: 'create',
}

export interface Row {
  readonly id: string
  readonly displayName: string
  readonly [member: string]: unknown
}

/**
 * The rows that every server is started with, the same each time. A name ends in twelve digits, and two digits are found in
 * about one of ten.
 */
export function makeRows(count: number): Row[] {
  const random = randomNumbers()
  return Array.from({ length: count }, (_, index) => ({
    '@odata.type': '#microsoft.graph.deviceManagementPartner',
    id: `${digits(index, 8)}-0000-4000-8000-${digits(random(), 12)}`,
    lastHeartbeatDateTime: new Date(1_700_000_000_000 + random()).toISOString(),
    partnerState: 'enabled',
    partnerAppType: 'singleTenantApp',
    singleTenantAppId: 'Single Tenant App Id value',
    displayName: `Partner ${digits(random() % 1_000_000, 6)}${digits(random() % 1_000_000, 6)}`,
    isConfigured: true,
    whenPartnerDevicesWillBeRemovedDateTime: '2027-01-31T08:30:00Z',
    whenPartnerDevicesWillBeMarkedAsNonCompliantDateTime: null,
    groupsRequiringPartnerEnrollment: [
      {
        '@odata.type': '#microsoft.graph.deviceManagementPartnerAssignment',
        target: {
          '@odata.type': '#microsoft.graph.groupAssignmentTarget',
          groupId: '01234567-89ab-4def-8123-456789abcdef',
        },
      },
    ],
  }))
}

/** Texts to filter by, each another than the one before. */
export function literals(count: number): string[] {
  const random = randomNumbers()
  const offset = random() % 100
  return Array.from({ length: count }, (_, index) => digits((offset + index * 37) % 100, 2))
}

/** Ids of rows from all over a set; those of a small set several times, for the load to be the same. */
export function sampleIds(rows: readonly Row[], count: number): string[] {
  const random = randomNumbers()
  return Array.from({ length: count }, () => (rows[random() % rows.length] as Row).id)
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0')
}

/** Integers below 2³², by xorshift: the same ones each time. */
function randomNumbers(): () => number {
  let state = 0x9e3779b9
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}
