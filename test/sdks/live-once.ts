import type { Client } from '@microsoft/microsoft-graph-client'
import type { DeviceManagementPartner } from '@microsoft/microsoft-graph-types'
import { expect } from 'vitest'

const PARTNERS = '/deviceManagement/deviceManagementPartners'

/** The main job, by Microsoft's own client: the whole life of a partner. */
export async function liveOnce(client: Client): Promise<void> {
  const created: DeviceManagementPartner = await client
    .api(PARTNERS)
    .post({ displayName: 'Jamf Pro', partnerState: 'enabled' })
  const item = `${PARTNERS}/${created.id}`
  expect((await client.api(PARTNERS).get()).value).toHaveLength(1)
  expect(await client.api(item).get()).toEqual(created)
  expect(await client.api(item).update({ displayName: 'Jamf' })).toEqual({ ...created, displayName: 'Jamf' })
  expect(await client.api(`${item}/terminate`).post({})).toBeUndefined()
  expect(await client.api(item).get()).toMatchObject({ partnerState: 'terminated' })
  expect(await client.api(item).delete()).toBeUndefined()
  await expect(client.api(item).get()).rejects.toMatchObject({ statusCode: 404, code: 'ResourceNotFound' })
}
