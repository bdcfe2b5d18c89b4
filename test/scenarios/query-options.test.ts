import { expect, it } from 'vitest'
import { describeHosts, PARTNERS, send } from '../describe-hosts.js'

interface List {
  '@odata.context'?: string
  '@odata.count'?: number | string
  '@odata.nextLink'?: string
  value: Record<string, unknown>[]
}

const group = (groupId: string) => ({ target: { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId } })

const ROWS = [
  { id: 'a', displayName: 'Jamf Pro', partnerState: 'enabled', lastHeartbeatDateTime: '2026-01-02T00:00:00+02:00' },
  { id: 'b', displayName: 'Kandji', partnerState: 'terminated', isConfigured: true },
  { id: 'c', displayName: null, partnerState: 'enabled', groupsRequiringPartnerEnrollment: [group('g1'), {}] },
  { id: 'd', displayName: "O'Neil", groupsRequiringPartnerEnrollment: [group('g2')] },
]

const MAX_2 = { prefer: 'odata.maxpagesize=2' }

describeHosts('query options', { now: () => new Date('2026-03-01T00:00:00Z') }, (host) => {
  const arrange = () => ROWS.forEach((row) => host.emulator.deviceManagementPartners.create(row as object))
  const query = async (options: Record<string, string>, headers?: Record<string, string>, path = PARTNERS) => {
    const text = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    return send(host, 'GET', `v1.0/${path}?${text.join('&')}`, undefined, headers)
  }
  const ids = async (options: Record<string, string>) => {
    const { value } = (await (await query(options)).json()) as List
    return value.map(({ id }) => id).join('')
  }

  it.each([
    ["partnerState eq 'enabled'", 'ac'],
    ["partnerState eq microsoft.graph.deviceManagementPartnerTenantState'enabled'", 'ac'],
    ["partnerState in ('terminated','Unknown')", 'bd'],
    ['not isConfigured', 'acd'],
    ["displayName eq 'O''Neil'", 'd'],
    ["startsWith(displayName,'Ja') or displayName eq null", 'ac'],
    ["not contains(displayName,'a')", 'd'],
    ['lastHeartbeatDateTime eq 2026-01-01T22:00:00Z', 'a'],
    ['lastHeartbeatDateTime lt now() and year(lastHeartbeatDateTime) gt 1', 'a'],
    ['totaloffsetminutes(lastHeartbeatDateTime) eq 120', 'a'],
    ['groupsRequiringPartnerEnrollment/any()', 'cd'],
    ['groupsRequiringPartnerEnrollment/$count eq 2', 'c'],
    ["groupsRequiringPartnerEnrollment/any(g:g/target/microsoft.graph.groupAssignmentTarget/groupId eq 'g2')", 'd'],
    ['groupsRequiringPartnerEnrollment/all(g:g/target ne null)', 'abd'],
    ["matchesPattern(displayName,'^[JK]a')", 'ab'],
    ['length(displayName) add 1 gt 7', 'a'],
    ["id eq 'a' and id eq 'b' or id eq 'c'", 'c'],
  ])('filters by %s', async (filter, expected) => {
    arrange()
    expect(await ids({ $filter: filter })).toBe(expected)
  })

  it('takes a plus for a space, as forms and PnPjs write it, and %2B for a plus', async () => {
    host.emulator.deviceManagementPartners.create({ id: 'a', displayName: 'Kandji + Iru' })
    const response = await send(host, 'GET', `v1.0/${PARTNERS}?$filter=displayName+eq+'Kandji+%2B+Iru'`)
    expect(((await response.json()) as List).value).toMatchObject([{ id: 'a' }])
  })

  it('orders, nulls first, stable, several keys', async () => {
    arrange()
    expect(await ids({ $orderby: 'displayName' })).toBe('cabd')
    expect(await ids({ $orderby: 'displayName desc' })).toBe('dbac')
    expect(await ids({ $orderby: 'partnerState desc, length(displayName)' })).toBe('bcad')
    expect(await ids({ $orderby: 'isConfigured' })).toBe('acdb')
  })

  it('skips, takes and counts', async () => {
    arrange()
    expect(await ids({ $skip: '1', $top: '2' })).toBe('bc')
    expect(await ids({ $top: '0' })).toBe('')
    const list = (await (await query({ $count: 'true', $top: '1', $filter: 'isConfigured eq false' })).json()) as List
    expect(Object.keys(list)).toEqual(['@odata.context', '@odata.count', 'value'])
    expect([list['@odata.count'], list.value.length]).toEqual([3, 1])
  })

  it('counts as plain text', async () => {
    arrange()
    const count = await query({ $filter: "partnerState eq 'enabled'" }, {}, `${PARTNERS}/$count`)
    expect([count.status, count.headers.get('content-type'), await count.text()]).toEqual([200, 'text/plain', '2'])
    expect((await query({}, { accept: 'application/json' }, `${PARTNERS}/$count`)).status).toBe(415)
  })

  it('selects members, and says so in the context', async () => {
    arrange()
    const list = (await (await query({ $select: 'id, displayName', $top: '1' })).json()) as List
    expect(list['@odata.context']).toBe(`${host.url}/v1.0/$metadata#${PARTNERS}(id,displayName)`)
    expect(list.value).toEqual([
      { '@odata.type': '#microsoft.graph.deviceManagementPartner', id: 'a', displayName: 'Jamf Pro' },
    ])
    const item = (await (await query({ $select: 'partnerState' }, {}, `${PARTNERS}/b`)).json()) as object
    expect(item).toEqual({
      '@odata.context': `${host.url}/v1.0/$metadata#${PARTNERS}(partnerState)/$entity`,
      '@odata.type': '#microsoft.graph.deviceManagementPartner',
      partnerState: 'terminated',
    })
    const singleton = await (await query({ $select: 'subscriptionState' }, {}, 'deviceManagement')).json()
    expect(singleton).toEqual({
      '@odata.context': `${host.url}/v1.0/$metadata#deviceManagement(subscriptionState)`,
      subscriptionState: 'active',
    })
  })

  it('walks a list that was asked for without options', async () => {
    for (const id of ['a', 'b', 'c']) host.emulator.deviceManagementPartners.create({ id })
    const first = (await (await send(host, 'GET', `v1.0/${PARTNERS}`, undefined, MAX_2)).json()) as List
    const next = await fetch(first['@odata.nextLink'] ?? '', { headers: { authorization: 'Bearer test' } })
    expect(((await next.json()) as List).value).toMatchObject([{ id: 'c' }])
  })

  it('walks every page once, while rows come and go', async () => {
    const rows = host.emulator.deviceManagementPartners
    for (let index = 0; index < 20; index++) rows.create({ id: `r${index}`, displayName: String(index % 3) })
    const first = await query({ $orderby: 'displayName', $filter: "id ne 'r4'" }, { prefer: 'odata.maxpagesize=6' })
    expect(first.headers.get('preference-applied')).toBe('odata.maxpagesize=6')
    const seen: unknown[] = []
    let list = (await first.json()) as List
    for (let page = 0; ; page++) {
      seen.push(...list.value.map(({ id }) => id))
      rows.delete(`r${page * 3}`)
      rows.create({ id: `new${page}`, displayName: '0' })
      const next = list['@odata.nextLink']
      if (next === undefined) break
      expect(next.startsWith(`${host.url}/v1.0/${PARTNERS}?`)).toBe(true)
      list = (await (await fetch(next, { headers: { authorization: 'Bearer test' } })).json()) as List
      expect(list.value.length).toBeLessThanOrEqual(6)
    }
    expect(new Set(seen).size).toBe(seen.length)
    const stayed = Array.from({ length: 20 }, (_, index) => `r${index}`).filter((id) => id !== 'r4' && rows.get(id))
    expect(seen).toEqual(expect.arrayContaining(stayed))
  })

  it('keeps $top over pages, and refuses a token of another query or a changed one', async () => {
    for (let index = 0; index < 10; index++) host.emulator.deviceManagementPartners.create({ id: `r${index}` })
    const list = (await (await query({ $top: '7', $skip: '1' }, { prefer: 'maxpagesize=5' })).json()) as List
    const next = list['@odata.nextLink'] ?? ''
    const rest = (await (await fetch(next, { headers: { authorization: 'Bearer test' } })).json()) as List
    expect([...list.value, ...rest.value].map(({ id }) => id)).toEqual(['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7'])
    expect(rest['@odata.nextLink']).toBeUndefined()
    const token = new URL(next).searchParams.get('$skiptoken') ?? ''
    for (const bad of [`x${token}`, token.slice(0, -2), 'nope', '']) {
      expect((await query({ $skiptoken: bad })).status).toBe(400)
    }
    expect((await query({ $skiptoken: token, $filter: 'true' })).status).toBe(400)
  })

  it.each([
    [
      "$filter=nope eq 'a'",
      "Invalid filter clause: Could not find a property named 'nope' on type 'microsoft.graph.deviceManagementPartner'.",
    ],
    [
      '$filter=displayName eq 1',
      "Invalid filter clause: A binary operator with incompatible types was detected. Found operand types 'Edm.String' and 'Edm.Int32' for operator kind 'Equal'.",
    ],
    [
      "$filter=partnerState eq 'String'",
      "Invalid filter clause: The string 'String' is not a valid enumeration type constant.",
    ],
    ['$filter=displayName', 'Invalid filter clause: The $filter expression must evaluate to a single boolean value.'],
    [
      "$filter=displayName eq 'a",
      "Invalid filter clause: There is an unterminated string literal at position 15 in 'displayName eq 'a'.",
    ],
    ['$filter=', "Invalid filter clause: Syntax error at position 0 in ''."],
    ['$orderby=nope', "Could not find a property named 'nope' on type 'microsoft.graph.deviceManagementPartner'."],
    [
      '$orderby=groupsRequiringPartnerEnrollment',
      'The $orderby expression must evaluate to a single value of primitive type.',
    ],
    [
      '$select=nope',
      "Parsing OData Select and Expand failed: Could not find a property named 'nope' on type 'microsoft.graph.deviceManagementPartner'.",
    ],
    [
      '$expand=nope',
      "Parsing OData Select and Expand failed: Could not find a property named 'nope' on type 'microsoft.graph.deviceManagementPartner'.",
    ],
    [
      '$top=-1',
      "Invalid value '-1' for $top query option found. The $top query option requires a non-negative integer value.",
    ],
    [
      '$skip=x',
      "Invalid value 'x' for $skip query option found. The $skip query option requires a non-negative integer value.",
    ],
    ['$count=yes', "Invalid value 'yes' for $count query option found. Valid values are 'true, false'."],
    ['$top=1&$top=2', "Query option '$top' was specified more than once, but it must be specified at most once."],
    ['$search="a"', "The query specified in the URI is not valid. Query option 'Search' is not allowed."],
    ['$apply=a', "The query parameter '$apply' is not supported."],
  ])('refuses %s', async (options, message) => {
    const response = await send(host, 'GET', `v1.0/${PARTNERS}?${encodeURI(options)}`)
    const { error } = (await response.json()) as { error: { code: string; message: string } }
    expect([response.status, error.code]).toEqual([400, 'BadRequest'])
    expect(error.message).toContain(message)
  })

  it('refuses options where they are of no use, and ignores those without $', async () => {
    arrange()
    expect((await query({ $top: '1' }, {}, `${PARTNERS}/a`)).status).toBe(400)
    expect((await query({ $select: 'id' }, {}, `${PARTNERS}/$count`)).status).toBe(400)
    expect((await send(host, 'DELETE', `v1.0/${PARTNERS}/a?$select=id`)).status).toBe(400)
    expect(await ids({ filter: "id eq 'a'", top: '1' })).toBe('abcd')
    const created = await send(host, 'POST', `v1.0/${PARTNERS}?$select=partnerState`, {})
    expect([created.status, Object.keys((await created.json()) as object)]).toEqual([
      201,
      ['@odata.context', '@odata.type', 'partnerState'],
    ])
  })

  it('writes no, minimal or full metadata as Accept or $format ask', async () => {
    arrange()
    const read = async (accept: string) => {
      const response = await query({}, { accept }, `${PARTNERS}/a`)
      return { type: response.headers.get('content-type'), body: (await response.json()) as Record<string, unknown> }
    }
    const none = await read('application/json;odata.metadata=none')
    expect(Object.keys(none.body).filter((name) => name.includes('@'))).toEqual([])
    expect(none.type).toContain('application/json;odata.metadata=none;')
    const full = await read('application/json;odata.metadata=full')
    expect(full.body).toMatchObject({
      '@odata.id': `${host.url}/v1.0/${PARTNERS}('a')`,
      '@odata.editLink': `${host.url}/v1.0/${PARTNERS}('a')`,
      'lastHeartbeatDateTime@odata.type': '#DateTimeOffset',
      'partnerState@odata.type': '#microsoft.graph.deviceManagementPartnerTenantState',
      'groupsRequiringPartnerEnrollment@odata.type': '#Collection(microsoft.graph.deviceManagementPartnerAssignment)',
      '#microsoft.graph.terminate': {
        title: 'microsoft.graph.terminate',
        target: `${host.url}/v1.0/${PARTNERS}('a')/microsoft.graph.terminate`,
      },
    })
    const list = await query(
      { $format: 'application/json;odata.metadata=none', $count: 'true' },
      { accept: 'text/html' },
    )
    expect(Object.keys((await list.json()) as object)).toEqual(['@odata.count', 'value'])
    const counted = (await (
      await query({ $count: 'true' }, { accept: 'application/json;IEEE754Compatible=true' })
    ).json()) as List
    expect(counted['@odata.count']).toBe('4')
  })

  it.each(['text/html', 'application/xml', 'application/json;odata.metadata=all', 'application/json;q=0'])(
    'answers 406 to Accept: %s',
    async (accept) => {
      const response = await query({}, { accept })
      expect([response.status, response.headers.get('content-type')]).toEqual([406, 'application/json'])
    },
  )

  it.each(['*/*', 'application/*', 'text/html, application/json;q=0.5', 'application/json;charset=UTF-8'])(
    'answers JSON to Accept: %s',
    async (accept) => {
      expect((await query({}, { accept })).headers.get('content-type')).toContain(
        'application/json;odata.metadata=minimal',
      )
    },
  )
})
