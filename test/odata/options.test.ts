import { describe, expect, it } from 'vitest'
import { buildEmulator } from '../../mocks/emulator.js'

const PATH = '/v1.0/deviceManagement/deviceManagementPartners'

const emulator = buildEmulator({ auth: 'off', seed: 3, count: 30 })

async function get(options: Record<string, string>, prefer?: string) {
  const query = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  const header = (name: string) => (name === 'prefer' ? prefer : undefined)
  const url = `${PATH}?${query.join('&')}`
  const text = () => Promise.resolve('')
  const reply = await emulator.service.handle({
    method: 'GET',
    url,
    origin: 'https://graph.microsoft.com',
    header,
    text,
  })
  return { status: reply.status, body: JSON.parse(reply.body ?? '{}') as never }
}

interface List {
  '@odata.context': string
  '@odata.nextLink'?: string
  value: Record<string, unknown>[]
}

describe('$select', () => {
  it.each([
    ['*', '', 11],
    ['id,*', '', 11],
    ['displayName,id,displayName', '(displayName,id)', 3],
    ['microsoft.graph.deviceManagementPartner/displayName', '(microsoft.graph.deviceManagementPartner/displayName)', 2],
    ['microsoft.graph.entity/id', '(microsoft.graph.entity/id)', 2],
    ['groupsRequiringPartnerEnrollment/target', '(groupsRequiringPartnerEnrollment/target)', 2],
  ])('%s shows in the context as %s', async (select, shown, members) => {
    const list = (await get({ $select: select, $top: '1' })).body as List
    expect(list['@odata.context']).toMatch(new RegExp(`deviceManagementPartners${shown.replace(/[()*]/g, '\\$&')}$`))
    expect(Object.keys(list.value[0] ?? {})).toHaveLength(members)
  })

  it('takes a part of a complex member, or all of it', async () => {
    const path = 'groupsRequiringPartnerEnrollment'
    const { body } = await get({ $select: `${path}/target`, $filter: `${path}/any()`, $top: '1' })
    expect((body as List).value[0]?.[path]).toEqual(
      expect.arrayContaining([expect.objectContaining({ target: expect.any(Object) })]),
    )
    const whole = (await get({ $select: `${path},${path}/target`, $top: '1' })).body as List
    expect(Object.keys(whole.value[0] ?? {})).toEqual(['@odata.type', path])
  })

  it.each([
    ['', 'Syntax error at position 0'],
    ['id,', 'Syntax error at position'],
    ['id,nope', "Could not find a property named 'nope' on type 'microsoft.graph.deviceManagementPartner'."],
    ['id($select=x)', 'Syntax error at position 0'],
    [
      'displayName/nope',
      "The child type 'Edm.String' in a cast or property access of 'nope' was not a structured type.",
    ],
    ['groupsRequiringPartnerEnrollment/nope', "Could not find a property named 'nope'"],
    ['microsoft.graph.nope/id', "The type 'microsoft.graph.nope' is not defined in the model."],
    ['microsoft.graph.deviceManagement/id', 'Encountered invalid type cast.'],
    ['microsoft.graph.entity', "Could not find a property named 'microsoft.graph.entity'"],
  ])('refuses %j', async (select, message) => {
    const { status, body } = await get({ $select: select })
    expect(status).toBe(400)
    const { error } = body as { error: { message: string } }
    expect(error.message).toContain('Parsing OData Select and Expand failed: ')
    expect(error.message).toContain(message)
  })
})

describe('$expand', () => {
  it.each(['displayName', 'groupsRequiringPartnerEnrollment($select=target)'])(
    'refuses what is a part already: %s',
    async ($expand) => {
      const { status, body } = await get({ $expand })
      expect(status).toBe(400)
      expect((body as { error: { message: string } }).error.message).toContain('is not a navigation property')
    },
  )
})

describe('$skiptoken', () => {
  it.each([
    'lastHeartbeatDateTime desc',
    'partnerState,isConfigured desc',
    'cast(length(displayName),Edm.Decimal) div 7',
    'cast(length(displayName),Edm.Double) div 7',
    'whenPartnerDevicesWillBeRemovedDateTime sub 2026-01-01T00:00:00Z',
    'date(lastHeartbeatDateTime),time(lastHeartbeatDateTime)',
    'displayName desc,partnerState',
    '0e0 div 0',
  ])('carries what rows are ordered by: %s', async ($orderby) => {
    const whole = (await get({ $orderby })).body as List
    let list = (await get({ $orderby }, 'maxpagesize=7')).body as List
    const seen = [...list.value]
    while (list['@odata.nextLink'] !== undefined) {
      const options = Object.fromEntries(new URL(list['@odata.nextLink']).searchParams)
      list = (await get(options)).body
      seen.push(...list.value)
    }
    expect(seen.map(({ id }) => id)).toEqual(whole.value.map(({ id }) => id))
    expect(seen).toHaveLength(30)
  })
})

it('numbers that are none come before the others', async () => {
  const { body } = await get({ $orderby: '(0e0 div 0) add length(displayName),displayName' })
  expect((body as List).value).toHaveLength(30)
})
