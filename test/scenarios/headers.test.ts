import { expect, it } from 'vitest'
import { describeHosts, PARTNERS, send } from '../describe-hosts.js'

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

describeHosts('headers', { now: () => new Date('2026-02-03T04:05:06.789Z') }, (host) => {
  it('are Graph’s on success and on failure', async () => {
    const good = await send(host, 'GET', `v1.0/${PARTNERS}`)
    const bad = await send(host, 'GET', `v1.0/${PARTNERS}/none`)
    for (const { headers } of [good, bad]) {
      expect(headers.get('request-id')).toMatch(GUID)
      expect(headers.get('client-request-id')).toBe(headers.get('request-id'))
      expect(headers.get('date')).toBe('Tue, 03 Feb 2026 04:05:06 GMT')
      expect(JSON.parse(headers.get('x-ms-ags-diagnostic') ?? '')).toHaveProperty('ServerInfo.DataCenter')
      expect(headers.get('cache-control')).toBe('no-cache')
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
    expect(good.headers.get('content-type')).toBe(
      'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
    )
    expect([good.headers.get('odata-version'), bad.headers.get('odata-version')]).toEqual(['4.0', null])
    expect(good.headers.get('request-id')).not.toBe(bad.headers.get('request-id'))
  })

  it('echo the client’s request id, in the error too', async () => {
    const id = 'c0ffee00-0000-4000-8000-000000000000'
    const response = await send(host, 'GET', 'v1.0/nope', undefined, { 'client-request-id': id })
    expect(response.headers.get('client-request-id')).toBe(id)
    const { error } = (await response.json()) as { error: { innerError: Record<string, string> } }
    expect(error.innerError).toEqual({
      hint: 'Known here: deviceManagement.',
      date: '2026-02-03T04:05:06',
      'request-id': response.headers.get('request-id'),
      'client-request-id': id,
    })
  })

  it('let a page on another origin read the answer', async () => {
    const response = await send(host, 'GET', 'v1.0/nope', undefined, { origin: 'http://localhost:3000' })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-expose-headers')).toContain('client-request-id')
  })

  it('answer a preflight without a token', async () => {
    const response = await fetch(`${host.url}/v1.0/${PARTNERS}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:3000',
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,content-type,sdkversion',
      },
    })
    expect([response.status, await response.text()]).toEqual([204, ''])
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-methods')).toContain('PATCH')
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization,content-type,sdkversion')
  })

  it('treat HEAD as a verb that no route has', async () => {
    const response = await send(host, 'HEAD', `v1.0/${PARTNERS}`)
    expect([response.status, await response.text()]).toEqual([400, ''])
  })

  it.each([
    ['return=minimal', 204, 'return=minimal'],
    ['respond-async, return=minimal; x=1', 204, 'return=minimal'],
    ['return=representation', 200, 'return=representation'],
    ['odata.maxpagesize=5', 200, null],
    ['return="minimal"', 204, 'return=minimal'],
  ])('answer a PATCH that prefers %s with %i', async (prefer, status, applied) => {
    const { id = '' } = host.emulator.deviceManagementPartners.create()
    const response = await send(host, 'PATCH', `v1.0/${PARTNERS}/${id}`, { displayName: 'x' }, { prefer })
    expect([response.status, response.headers.get('preference-applied')]).toEqual([status, applied])
    expect(host.emulator.deviceManagementPartners.get(id)?.displayName).toBe('x')
  })

  it('ignore If-Match: the resource has no etag', async () => {
    const { id = '' } = host.emulator.deviceManagementPartners.create()
    const response = await send(host, 'DELETE', `v1.0/${PARTNERS}/${id}`, undefined, { 'if-match': '"other"' })
    expect(response.status).toBe(204)
  })
})
