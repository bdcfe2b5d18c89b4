import { expect, it } from 'vitest'
import { describeHosts, PARTNERS, send } from '../describe-hosts.js'

/*
 * An order is kept between requests, and a page ends where it is full. Neither may show: these ask for the same again after
 * something has changed.
 */
const START = new Date('2026-03-01T00:00:00Z')
let now = START

describeHosts('the same query again', { now: () => now }, (host) => {
  const rows = () => host.emulator.deviceManagementPartners
  const query = (text: string) => send(host, 'GET', `v1.0/${PARTNERS}?${encodeURI(text)}`)
  const names = async (text: string) => {
    const { value } = (await (await query(text)).json()) as { value: { displayName: string }[] }
    return value.map(({ displayName }) => displayName).join('')
  }
  const arrange = (...all: string[]) => all.map((displayName) => rows().create({ displayName }).id as string)

  it('sees what was created, changed, ended and deleted', async () => {
    const [b = '', d = ''] = arrange('b', 'd')
    const ordered = () => names('$orderby=displayName')
    expect(await ordered()).toBe('bd')
    await send(host, 'POST', `v1.0/${PARTNERS}`, { displayName: 'a' })
    await send(host, 'POST', `v1.0/${PARTNERS}`, { displayName: 'c' })
    expect(await ordered()).toBe('abcd')
    await send(host, 'PATCH', `v1.0/${PARTNERS}/${b}`, { displayName: 'e' })
    expect(await ordered()).toBe('acde')
    await send(host, 'DELETE', `v1.0/${PARTNERS}/${d}`)
    expect(await ordered()).toBe('ace')
    expect(await names('$orderby=partnerState desc,displayName')).toBe('ace')
    await send(host, 'POST', `v1.0/${PARTNERS}/${b}/terminate`)
    expect(await names('$orderby=partnerState desc,displayName')).toBe('eac')
    host.emulator.reset()
    expect(await ordered()).toBe('')
  })

  it('orders by the clock of each request', async () => {
    rows().create({ displayName: 'late', lastHeartbeatDateTime: '2026-03-10T00:00:00Z' })
    rows().create({ displayName: 'early', lastHeartbeatDateTime: '2026-03-05T00:00:00Z' })
    const ordered = () => names('$orderby=lastHeartbeatDateTime lt now() desc')
    now = START
    expect([await ordered(), await ordered()]).toEqual(['lateearly', 'lateearly'])
    now = new Date('2026-03-07T00:00:00Z')
    expect(await ordered()).toBe('earlylate')
  })

  it('tells orders apart that differ in an alias alone', async () => {
    arrange('aab', 'ba')
    const ordered = (text: string) => names(`$orderby=indexof(displayName,@t)&@t='${text}'`)
    for (let time = 0; time < 3; time++) {
      expect([await ordered('b'), await ordered('a')]).toEqual(['baaab', 'aabba'])
    }
  })

  it('fails for a row behind the page as it does for one in it', async () => {
    arrange('ab', 'cd', '', 'a')
    const statuses = async (text: string) => (await query(text)).status
    expect(await statuses('$filter=2 div length(displayName) gt 0&$top=1')).toBe(400)
    expect(await statuses("$filter=displayName ne '' and 2 div length(displayName) gt 0&$top=1")).toBe(200)
    expect(await statuses('$orderby=2 div length(displayName)&$top=1')).toBe(400)
    expect(await statuses("$filter=displayName ne ''&$orderby=2 div length(displayName)&$top=1")).toBe(200)
  })

  it('counts rows behind the page where a count is asked for', async () => {
    arrange('a', 'b', 'c', 'a')
    const counted = (await (
      await query("$filter=displayName ne 'b'&$orderby=displayName&$top=1&$count=true")
    ).json()) as {
      '@odata.count': number
      value: object[]
    }
    expect([counted['@odata.count'], counted.value.length]).toEqual([3, 1])
  })

  it('takes more orders in turn than are kept', async () => {
    arrange('b', 'a')
    const orders = ['displayName', 'length(displayName),displayName', 'toupper(displayName)', 'trim(displayName)']
    for (const text of [...orders, ...orders, 'concat(displayName,id)', ...orders]) {
      expect(await names(`$orderby=${text}`)).toBe('ab')
      await send(host, 'POST', `v1.0/${PARTNERS}`, { displayName: 'c' })
      expect(await names(`$orderby=${text}&$top=3`)).toBe('abc')
      await send(host, 'DELETE', `v1.0/${PARTNERS}/${rows().list().at(-1)?.id ?? ''}`)
    }
  })

  it('tells the filter’s fault before the order’s', async () => {
    arrange('', 'a')
    const response = await query('$filter=2 div (length(displayName) sub 1) lt 1&$orderby=2 div length(displayName)')
    const { error } = (await response.json()) as { error: { message: string } }
    expect(error.message).toBe('Invalid filter clause: Attempted to divide by zero.')
  })
})
