import { ClientSecretCredential } from '@azure/identity'
import { HttpMethod, RequestInformation } from '@microsoft/kiota-abstractions'
import { AzureIdentityAuthenticationProvider } from '@microsoft/kiota-authentication-azure'
import { createGraphServiceClient, GraphRequestAdapter } from '@microsoft/msgraph-sdk'
import {
  createDeviceManagementPartnerCollectionResponseFromDiscriminatorValue as readPartners,
  createDeviceManagementPartnerFromDiscriminatorValue as readPartner,
  type DeviceManagementPartner,
  type DeviceManagementPartnerCollectionResponse,
  serializeDeviceManagementPartner,
} from '@microsoft/msgraph-sdk/models/index.js'
import { createODataErrorFromDiscriminatorValue } from '@microsoft/msgraph-sdk/models/oDataErrors/index.js'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setupEmulator } from '../../mocks/node.js'

const emulator = setupEmulator({ auth: 'strict' })
beforeAll(() => emulator.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const credential = new ClientSecretCredential('contoso.onmicrosoft.com', 'any-app', 'any secret')
const adapter = new GraphRequestAdapter(
  new AzureIdentityAuthenticationProvider(credential, ['https://graph.microsoft.com/.default']),
)
createGraphServiceClient(adapter)
const errors = { XXX: createODataErrorFromDiscriminatorValue }

/** The preview has the models of this path and no builder for it. */
function request(method: HttpMethod, path = '', query: Record<string, string> = {}): RequestInformation {
  const information = new RequestInformation(method)
  information.urlTemplate = `{+baseurl}/deviceManagement/deviceManagementPartners${path}{?%24filter}`
  information.pathParameters = { baseurl: adapter.baseUrl }
  information.queryParameters = query
  information.headers.tryAdd('Accept', 'application/json')
  return information
}

async function send(method: HttpMethod, path = '', partner?: DeviceManagementPartner) {
  const information = request(method, path)
  if (partner) {
    information.setContentFromParsable(adapter, 'application/json', partner, serializeDeviceManagementPartner)
  }
  return adapter.send<DeviceManagementPartner>(information, readPartner, errors)
}

async function list(information: RequestInformation) {
  const page = await adapter.send<DeviceManagementPartnerCollectionResponse>(information, readPartners, errors)
  return { names: page?.value?.map(({ displayName }) => displayName), nextLink: page?.odataNextLink }
}

describe('the Kiota-based SDK', () => {
  it('lives a partner’s life, in its own models', async () => {
    const created = (await send(HttpMethod.POST, '', {
      displayName: 'Jamf Pro',
      partnerState: 'enabled',
      lastHeartbeatDateTime: new Date('2026-01-01T00:00:00Z'),
      groupsRequiringPartnerEnrollment: [{ target: { odataType: '#microsoft.graph.allDevicesAssignmentTarget' } }],
    })) as DeviceManagementPartner
    expect(created).toMatchObject({
      odataType: '#microsoft.graph.deviceManagementPartner',
      lastHeartbeatDateTime: new Date('2026-01-01T00:00:00Z'),
      groupsRequiringPartnerEnrollment: [{ target: { odataType: '#microsoft.graph.allDevicesAssignmentTarget' } }],
    })
    const item = `/${created.id ?? ''}`
    expect((await send(HttpMethod.PATCH, item, { displayName: 'Jamf' }))?.displayName).toBe('Jamf')
    // What it has read it sends back whole, context and type included.
    expect((await send(HttpMethod.PATCH, item, created))?.displayName).toBe('Jamf Pro')
    await adapter.sendNoResponseContent(request(HttpMethod.POST, `${item}/terminate`), errors)
    expect((await send(HttpMethod.GET, item))?.partnerState).toBe('terminated')
    await adapter.sendNoResponseContent(request(HttpMethod.DELETE, item), errors)
    await expect(send(HttpMethod.GET, item)).rejects.toMatchObject({
      responseStatusCode: 404,
      errorEscaped: { code: 'ResourceNotFound', innerError: { requestId: expect.any(String) as string } },
    })
  })

  it('filters, and follows the link to the next page', async () => {
    for (const displayName of ['Jamf Pro', 'Kandji', 'Mosyle']) await send(HttpMethod.POST, '', { displayName })
    const filtered = request(HttpMethod.GET, '', { '%24filter': "displayName eq 'Jamf Pro'" })
    expect((await list(filtered)).names).toEqual(['Jamf Pro'])
    const first = request(HttpMethod.GET)
    first.headers.add('Prefer', 'odata.maxpagesize=2')
    const { names, nextLink } = await list(first)
    const next = request(HttpMethod.GET)
    next.URL = nextLink ?? ''
    expect([names, (await list(next)).names]).toEqual([['Jamf Pro', 'Kandji'], ['Mosyle']])
  })
})
