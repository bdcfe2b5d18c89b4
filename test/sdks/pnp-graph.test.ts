import { ConfidentialClientApplication } from '@azure/msal-node'
import {
  DefaultHeaders,
  DefaultInit,
  GraphCollection,
  graphDelete,
  graphPatch,
  graphPost,
  GraphQueryable,
} from '@pnp/graph'
import { body, BrowserFetchWithRetry, DefaultParse, InjectHeaders, type Queryable } from '@pnp/queryable'
import type { DeviceManagementPartner } from '@microsoft/microsoft-graph-types'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setupEmulator } from '../../mocks/node.js'

const emulator = setupEmulator({ auth: 'strict' })
beforeAll(() => emulator.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const authority = 'https://login.microsoftonline.com/contoso.onmicrosoft.com'
const app = new ConfidentialClientApplication({ auth: { clientId: 'any-app', clientSecret: 'any secret', authority } })

function signIn<T extends Queryable>(instance: T): T {
  instance.on.auth(async (url: URL, init: RequestInit) => {
    const token = await app.acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.com/.default'] })
    const headers = init.headers as Record<string, string>
    return [url, { ...init, headers: { ...headers, Authorization: `Bearer ${token?.accessToken ?? ''}` } }]
  })
  return instance
}

/** It has no builder for this path: a collection takes any. */
const partners = () =>
  GraphCollection('deviceManagement/deviceManagementPartners').using(
    DefaultHeaders(),
    DefaultInit(),
    BrowserFetchWithRetry(),
    DefaultParse(),
    signIn,
  )
const create = (displayName: string) => graphPost<DeviceManagementPartner>(partners(), body({ displayName }))

describe('PnPjs', () => {
  it('lives a partner’s life', async () => {
    const created = await create('Jamf Pro')
    const item = () => GraphQueryable(partners(), created.id)
    expect(await item()()).toEqual(created)
    expect(await graphPatch(item(), body({ displayName: 'Jamf' }))).toEqual({ ...created, displayName: 'Jamf' })
    await graphPost(GraphQueryable(item(), 'terminate'))
    expect(await item()()).toMatchObject({ partnerState: 'terminated' })
    await graphDelete(item())
    await expect(item()()).rejects.toMatchObject({ status: 404, message: expect.stringMatching(/ResourceNotFound/) })
  })

  it('filters by its own encoding, where a space is a plus', async () => {
    await create('Jamf Pro')
    await create('Kandji + Iru')
    const names = async (filter: string) => partners().filter(filter).select('displayName')<DeviceManagementPartner[]>()
    expect(await names("displayName eq 'Jamf Pro'")).toMatchObject([{ displayName: 'Jamf Pro' }])
    expect(await names("displayName eq 'Kandji + Iru'")).toMatchObject([{ displayName: 'Kandji + Iru' }])
  })

  it('walks from page to page', async () => {
    for (const name of ['Jamf Pro', 'Kandji', 'Mosyle']) await create(name)
    const pages: string[][] = []
    const walk = partners().using(InjectHeaders({ Prefer: 'odata.maxpagesize=2' }))
    for await (const page of walk)
      pages.push((page as DeviceManagementPartner[]).map(({ displayName }) => displayName ?? ''))
    expect(pages).toEqual([['Jamf Pro', 'Kandji'], ['Mosyle']])
  })
})
