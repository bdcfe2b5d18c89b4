import { expect, it } from 'vitest'
import { describeHosts, type Host, PARTNERS, send } from '../describe-hosts.js'

const NOW = Date.parse('2026-03-01T00:00:00Z') / 1000

const GOOD = {
  aud: 'https://graph.microsoft.com',
  iss: 'https://sts.windows.net/11111111-1111-4111-8111-111111111111/',
  tid: '11111111-1111-4111-8111-111111111111',
  nbf: NOW - 60,
  exp: NOW + 3600,
  roles: ['DeviceManagementServiceConfig.ReadWrite.All'],
}

const bearer = (claims: object): string => {
  const part = (value: object) =>
    btoa(JSON.stringify(value)).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_')
  return `Bearer ${part({ alg: 'RS256', kid: 'another' })}.${part(claims)}.c2ln`
}
const call = async (host: Host, method: string, path: string, claims: object) => {
  const response = await send(host, method, `v1.0/${path}`, method === 'POST' ? {} : undefined, {
    authorization: bearer(claims),
  })
  const text = await response.text()
  const { error } = (text ? JSON.parse(text) : {}) as {
    error?: { code: string; message: string; innerError: { hint: string } }
  }
  return { status: response.status, error }
}
const AS_APP = { roles: undefined, scp: undefined }

describeHosts('access tokens', { now: () => new Date(NOW * 1000) }, (host) => {
  it('are let in with the scopes that an operation asks for, into their own tenant', async () => {
    expect((await call(host, 'POST', PARTNERS, GOOD)).status).toBe(201)
    expect(host.emulator.tenant(GOOD.tid).deviceManagementPartners.list()).toHaveLength(1)
    expect(host.emulator.deviceManagementPartners.list()).toHaveLength(0)
    const delegated = { ...GOOD, ...AS_APP, scp: 'User.Read DeviceManagementConfiguration.Read.All' }
    expect((await call(host, 'GET', PARTNERS, delegated)).status).toBe(200)
    expect((await call(host, 'GET', 'deviceManagement', delegated)).status).toBe(200)
  })

  it.each([
    [{ exp: NOW - 301 }, 'Lifetime validation failed, the token is expired.', 'ended at 2026-02-28T23:54:59.000Z'],
    [{ exp: undefined }, 'Lifetime validation failed, the token is expired.', "has no 'exp'"],
    [{ nbf: NOW + 301 }, 'Access token has expired or is not yet valid.', 'begins at 2026-03-01T00:05:01.000Z'],
    [{ aud: 'api://mine' }, 'Access token validation failure. Invalid audience.', "audience is 'api://mine'"],
    [{ aud: undefined }, 'Access token validation failure. Invalid audience.', "audience is ''"],
    [
      { aud: 'https://management.azure.com/' },
      'Access token validation failure. Invalid audience.',
      'Azure Resource Manager',
    ],
    [
      { aud: 'https://graph.windows.net' },
      'Access token validation failure. Invalid audience.',
      'the retired Azure AD Graph',
    ],
    [{ iss: 'mine' }, 'Access token validation failure.', "issuer is 'mine'"],
    [{ iss: undefined }, 'Access token validation failure.', "issuer is ''"],
  ])('with %j are refused with 401', async (claims, message, hint) => {
    const { status, error } = await call(host, 'GET', PARTNERS, { ...GOOD, ...claims })
    expect([status, error?.code, error?.message]).toEqual([401, 'InvalidAuthenticationToken', message])
    expect(error?.innerError.hint).toContain(hint)
    expect(JSON.stringify(error)).not.toContain('c2ln')
  })

  it('are allowed five minutes either way', async () => {
    expect((await call(host, 'GET', PARTNERS, { ...GOOD, exp: NOW - 299, nbf: NOW - 4000 })).status).toBe(200)
    expect((await call(host, 'GET', PARTNERS, { ...GOOD, nbf: NOW + 299 })).status).toBe(200)
  })

  it.each(['00000003-0000-0000-c000-000000000000', 'https://graph.microsoft.com/'])(
    'for %s are Graph’s',
    async (aud) => {
      expect((await call(host, 'GET', PARTNERS, { ...GOOD, aud })).status).toBe(200)
    },
  )

  it.each([
    [
      'GET',
      PARTNERS,
      'DeviceManagementServiceConfiguration.Read.All, DeviceManagementServiceConfig.Read.All, DeviceManagementServiceConfiguration.ReadWrite.All, DeviceManagementServiceConfig.ReadWrite.All',
    ],
    [
      'GET',
      `${PARTNERS}/$count`,
      'DeviceManagementServiceConfiguration.Read.All, DeviceManagementServiceConfig.Read.All, DeviceManagementServiceConfiguration.ReadWrite.All, DeviceManagementServiceConfig.ReadWrite.All',
    ],
    [
      'POST',
      PARTNERS,
      'DeviceManagementServiceConfiguration.ReadWrite.All, DeviceManagementServiceConfig.ReadWrite.All',
    ],
    [
      'DELETE',
      `${PARTNERS}/x`,
      'DeviceManagementServiceConfiguration.ReadWrite.All, DeviceManagementServiceConfig.ReadWrite.All',
    ],
    [
      'POST',
      `${PARTNERS}/x/terminate`,
      'DeviceManagementServiceConfig.Read.All, DeviceManagementConfiguration.Read.All',
    ],
  ])('without the scope of %s %s get Intune’s 403 with its list', async (method, path, list) => {
    const { status, error } = await call(host, method, path, { ...GOOD, roles: ['User.Read.All'] })
    expect([status, error?.code]).toEqual([403, 'Forbidden'])
    const { Message } = JSON.parse(error?.message ?? '') as { Message: string }
    expect(Message).toContain(
      `Application is not authorized to perform this operation. Application must have one of the following scopes: ${list} - Operation ID`,
    )
    expect(error?.innerError.hint).toContain(
      'The token has: User.Read.All. It needs one of: DeviceManagementServiceConfig.',
    )
  })

  it('with Read scopes may read and end, not write', async () => {
    const reader = { ...GOOD, roles: ['DeviceManagementConfiguration.Read.All'] }
    const { id = '' } = host.emulator.tenant(GOOD.tid).deviceManagementPartners.create()
    expect((await call(host, 'GET', `${PARTNERS}/${id}`, reader)).status).toBe(200)
    expect((await call(host, 'POST', `${PARTNERS}/${id}/terminate`, reader)).status).toBe(204)
    expect((await call(host, 'POST', `${PARTNERS}/${id}/terminate`, GOOD)).status).toBe(204)
    expect((await call(host, 'DELETE', `${PARTNERS}/${id}`, reader)).status).toBe(403)
  })

  it('of an app without permissions, and of a personal account, are told so', async () => {
    const app = await call(host, 'GET', PARTNERS, { ...GOOD, roles: undefined })
    expect(app.error?.message).toContain('as called in app only context but does not have application permissions')
    const personal = { ...GOOD, roles: undefined, scp: 'User.Read', tid: '9188040d-6c67-4c5b-b112-36a304b66dad' }
    const { status, error } = await call(host, 'GET', PARTNERS, personal)
    expect([status, error?.innerError.hint]).toEqual([403, expect.stringContaining('Personal Microsoft accounts')])
  })

  it('are checked before the body and the key, and after the route', async () => {
    const poor = { ...GOOD, roles: [] }
    expect((await call(host, 'DELETE', PARTNERS, poor)).error?.code).toBe('No method match route template')
    expect((await call(host, 'DELETE', `${PARTNERS}/none`, poor)).status).toBe(403)
  })

  it('that only name a tenant may do everything', async () => {
    expect((await call(host, 'POST', PARTNERS, { tid: 'mine' })).status).toBe(201)
  })
})

describeHosts('strict', { auth: 'strict', now: () => new Date(NOW * 1000) }, (host) => {
  it('refuses what is no JWT, as Graph does', async () => {
    const response = await send(host, 'GET', `v1.0/${PARTNERS}`)
    const { error } = (await response.json()) as { error: { message: string } }
    expect([response.status, error.message.slice(0, 60)]).toEqual([
      401,
      'IDX14100: JWT is not well formed, there are no dots (.).\nThe',
    ])
    expect((await call(host, 'GET', PARTNERS, { tid: 'mine' })).status).toBe(401)
  })

  it('takes the documented scopes of terminate alone', async () => {
    expect((await call(host, 'POST', `${PARTNERS}/x/terminate`, GOOD)).status).toBe(403)
    const reader = { ...GOOD, roles: ['DeviceManagementConfiguration.Read.All'] }
    expect((await call(host, 'POST', `${PARTNERS}/x/terminate`, reader)).status).toBe(404)
  })
})
