import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildEmulator } from '../../mocks/emulator.js'
import { asPartner, naiveFilter, naiveOrder, type NaiveRow, naiveRow, naiveSort } from './naive-evaluator.js'

const PATH = '/v1.0/deviceManagement/deviceManagementPartners'

type Emulator = ReturnType<typeof buildEmulator>
interface List {
  '@odata.count'?: number
  '@odata.nextLink'?: string
  value: { id: string }[]
}

function emulatorOf(rows: readonly NaiveRow[]): Emulator {
  const emulator = buildEmulator({ auth: 'off' })
  for (const row of rows) emulator.deviceManagementPartners.create(asPartner(row))
  return emulator
}

async function get({ service }: Emulator, url: string, prefer?: string): Promise<List> {
  const header = (name: string) => (name === 'prefer' ? prefer : undefined)
  const text = () => Promise.resolve('')
  const reply = await service.handle({ method: 'GET', url, origin: 'https://graph.microsoft.com', header, text })
  expect([reply.status, reply.status === 200 ? '' : reply.body]).toEqual([200, ''])
  return JSON.parse(reply.body ?? '') as List
}

const query = (options: Record<string, string>) =>
  `${PATH}?${Object.entries(options)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`

const rowsOf = fc.uniqueArray(naiveRow, { selector: ({ id }) => id, maxLength: 12 })
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)

it('a random $filter answers the rows that a plain evaluator finds', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(rowsOf, naiveFilter, async (rows, filter) => {
      const list = await get(emulatorOf(rows), query({ $filter: filter.text, $count: 'true' }))
      const expected = rows.filter((row) => filter.of(row, null) === true)
      expect(ids(list.value)).toEqual(ids(expected))
      expect(list['@odata.count']).toBe(expected.length)
    }),
    { numRuns: 3000 },
  )
})

it('a random $orderby answers the order of a plain sort', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(rowsOf, naiveOrder, async (rows, order) => {
      const text = order.map(({ key, descending }) => key.text + (descending ? ' desc' : '')).join(',')
      const list = await get(emulatorOf(rows), query({ $orderby: text }))
      expect(ids(list.value)).toEqual(ids(naiveSort(rows, order)))
    }),
    { numRuns: 1000 },
  )
})

it('a walk over random pages sees each row once, in order', { timeout: 120_000 }, async () => {
  const paging = fc.record({
    filter: fc.option(naiveFilter),
    order: fc.option(naiveOrder),
    skip: fc.option(fc.nat(5)),
    top: fc.option(fc.nat(10)),
    size: fc.integer({ min: 1, max: 5 }),
  })
  await fc.assert(
    fc.asyncProperty(rowsOf, paging, async (rows, { filter, order, skip, top, size }) => {
      const emulator = emulatorOf(rows)
      const orderBy = order?.map(({ key, descending }) => key.text + (descending ? ' desc' : '')).join(',')
      const options = {
        ...(filter ? { $filter: filter.text } : {}),
        ...(orderBy === undefined ? {} : { $orderby: orderBy }),
        ...(skip === null ? {} : { $skip: String(skip) }),
        ...(top === null ? {} : { $top: String(top) }),
      }
      const seen: string[] = []
      let list = await get(emulator, query(options), `odata.maxpagesize=${size}`)
      for (;;) {
        expect(list.value.length).toBeLessThanOrEqual(size)
        seen.push(...ids(list.value))
        const next = list['@odata.nextLink']
        if (next === undefined) break
        expect(list.value.length).toBeGreaterThan(0)
        list = await get(emulator, next.slice('https://graph.microsoft.com'.length))
      }
      const matching = rows.filter((row) => !filter || filter.of(row, null) === true)
      const ordered = order ? naiveSort(matching, order) : matching
      const from = skip ?? 0
      expect(seen).toEqual(ids(ordered.slice(from, top === null ? undefined : from + top)))
    }),
    { numRuns: 1000 },
  )
})
