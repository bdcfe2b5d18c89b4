import { describe, expect, it } from 'vitest'
import { buildEmulator } from '../../mocks/emulator.js'
import type { Exchange, Reply } from '../../src/exchange/exchange.js'

const PATH = '/v1.0/deviceManagement/deviceManagementPartners'

type Partners = ReturnType<typeof buildEmulator>['deviceManagementPartners']

function token(tid: string): string {
  return `Bearer e30.${btoa(JSON.stringify({ tid }))}.x`
}

function exchange(method: string, url: string, authorization: string, body = ''): Exchange {
  const headers: Record<string, string> = { authorization, 'content-type': 'application/json' }
  const text = () => Promise.resolve(body)
  return { method, url, origin: 'https://graph.microsoft.com', header: (name) => headers[name], text }
}

describe('state', () => {
  it('of parallel tenants is never mixed', async () => {
    const { service, tenant } = buildEmulator({ count: 2 })
    const tenants = Array.from({ length: 20 }, (_, index) => `tenant-${index}`)
    const post = (name: string) => service.handle(exchange('POST', PATH, token(name), `{"displayName":"${name}"}`))
    await Promise.all(Array.from({ length: 10 }, () => tenants.map(post)).flat())
    for (const name of tenants) {
      const names = tenant(name).deviceManagementPartners.list().slice(2)
      expect(names.map(({ displayName }) => displayName)).toEqual(Array.from({ length: 10 }, () => name))
    }
  })

  it.each<[string, (rows: Partners, id: string) => unknown]>([
    ['a create', (rows) => rows.create({ displayName: 'Written' })],
    ['an update', (rows, id) => rows.update(id, { displayName: 'Written' })],
    ['a delete', (rows, id) => rows.delete(id)],
  ])('of a tenant is its own from the first write, be it %s', (_, write) => {
    const emulator = buildEmulator({ count: 3 })
    const [reader, writer] = ['reader', 'writer'].map((name) => emulator.tenant(name).deviceManagementPartners)
    const seeded = reader?.list() ?? []
    write(writer as Partners, seeded[1]?.id ?? '')
    expect(writer?.list()).not.toEqual(seeded)
    for (const name of ['reader', 'later']) {
      expect(emulator.tenant(name).deviceManagementPartners.list()).toEqual(seeded)
    }
    emulator.reset()
    expect(emulator.tenant('writer').deviceManagementPartners.list()).toEqual(seeded)
  })

  it('of a tenant keeps its orders over its first write', async () => {
    const { service, tenant } = buildEmulator({ count: 50 })
    const query = `${PATH}?$filter=contains(displayName,'a')&$orderby=id&$select=id`
    const named = (name: string) =>
      tenant(name)
        .deviceManagementPartners.list()
        .filter(({ displayName }) => displayName?.includes('a'))
    const idsOf = (name: string) => named(name).map(({ id }) => id)
    const ask = async (name: string) => {
      const { body } = await service.handle(exchange('GET', query, token(name)))
      return (JSON.parse(body ?? '') as { value: { id: string }[] }).value.map(({ id }) => id)
    }
    // An order is kept from the second time on.
    for (const name of ['reader', 'writer', 'reader', 'writer']) expect(await ask(name)).toEqual(idsOf(name).sort())
    const rows = tenant('writer').deviceManagementPartners
    const [first, second] = named('writer')
    rows.update(first?.id ?? '', { displayName: 'other' })
    rows.delete(second?.id ?? '')
    for (const name of ['reader', 'writer']) expect(await ask(name)).toEqual(idsOf(name).sort())
    expect(idsOf('writer')).toHaveLength(idsOf('reader').length - 2)
  })

  it('replays exactly: the same requests give the same answers, ids included', async () => {
    const now = () => new Date('2026-01-01T00:00:00Z')
    const play = async (): Promise<Reply[]> => {
      const { service } = buildEmulator({ seed: 5, count: 3, now })
      const first = await service.handle(exchange('POST', PATH, 'Bearer x', '{}'))
      const second = await service.handle(exchange('GET', PATH, token('other')))
      return [first, second, await service.handle(exchange('GET', `${PATH}/none`, 'Bearer x'))]
    }
    expect(JSON.stringify(await play())).toBe(JSON.stringify(await play()))
  })

  it('goes back to the seed: a tenant by itself, or all', () => {
    const emulator = buildEmulator({ count: 2 })
    const [a, b] = [emulator.tenant('a'), emulator.tenant('b')]
    const first = a.deviceManagementPartners.create().id
    b.deviceManagementPartners.create()
    a.reset()
    expect([a.deviceManagementPartners.list().length, b.deviceManagementPartners.list().length]).toEqual([2, 3])
    expect(a.deviceManagementPartners.create().id).toBe(first)
    emulator.reset()
    expect([a.deviceManagementPartners.list().length, b.deviceManagementPartners.list().length]).toEqual([2, 2])
  })

  it('names tenants in any case', () => {
    const emulator = buildEmulator()
    emulator.tenant('ABC').deviceManagementPartners.create({ id: 'x' })
    expect(emulator.tenant('abc').deviceManagementPartners.get('x')).toBeDefined()
  })

  it('is not changed by holding on to a row', () => {
    const { deviceManagementPartners: rows } = buildEmulator()
    const groupsRequiringPartnerEnrollment = [{ target: null }]
    const row = rows.create({ id: 'x', displayName: 'kept', groupsRequiringPartnerEnrollment })
    row.displayName = 'changed'
    row.groupsRequiringPartnerEnrollment?.push({})
    groupsRequiringPartnerEnrollment.push({ target: null })
    expect(rows.get('x')).toMatchObject({ displayName: 'kept' })
    expect(rows.get('x')?.groupsRequiringPartnerEnrollment).toHaveLength(1)
  })

  it('takes 20 000 rows and finds, changes and deletes each by its id', () => {
    const { deviceManagementPartners: rows } = buildEmulator({ count: 20_000 })
    const ids = rows.list().map(({ id }) => id ?? '')
    expect(new Set(ids).size).toBe(20_000)
    for (const id of ids) rows.update(id, { displayName: id })
    expect(rows.list().every(({ id, displayName }) => id === displayName)).toBe(true)
    for (const id of ids) expect(rows.delete(id)).toBe(true)
    expect(rows.list()).toEqual([])
  })
})

describe('arranging rows', () => {
  const { deviceManagementPartners: rows, reset } = buildEmulator()

  it('validates as a request does', () => {
    expect(() => rows.create({ partnerState: 'String' } as never)).toThrow(
      "Failed to create a row of deviceManagementPartners: Requested value 'String' was not found. 'partnerState' takes one of: unknown",
    )
    expect(() => rows.create({ nope: 1 } as never)).toThrow("The property 'nope' does not exist")
    expect(() => rows.create({ id: '' })).toThrow("'id' takes a text that is not empty.")
    expect(() => rows.create(7 as never)).toThrow('Failed to create a row')
    expect(() => rows.create((() => 7) as never)).toThrow('Failed to create a row')
    expect(() => rows.create({ isConfigured: 1n } as never)).toThrow('Failed to create a row')
    expect(rows.list()).toEqual([])
  })

  it('takes an id, once', () => {
    rows.create({ id: 'mine' })
    expect(() => rows.create({ id: 'mine' })).toThrow("the id 'mine' is taken")
    expect(rows.update('mine', { id: 'other', displayName: 'x' })).toMatchObject({ id: 'mine', displayName: 'x' })
    expect(() => rows.update('none', {})).toThrow("there is none with the id 'none'")
    expect([rows.delete('mine'), rows.delete('mine'), rows.get('mine')]).toEqual([true, false, undefined])
    reset()
  })

  it('takes what beta alone has, and shows what v1.0 has', () => {
    const target = {
      '@odata.type': '#microsoft.graph.groupAssignmentTarget',
      deviceAndAppManagementAssignmentFilterId: 'f',
    }
    const row = rows.create({ groupsRequiringPartnerEnrollment: [{ target }] })
    expect(JSON.stringify(row)).not.toContain('FilterId')
  })
})
