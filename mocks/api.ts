import { Model } from '../src/csdl/model.js'
import { CHALLENGE } from '../src/entra/clouds.js'
import type { Api } from '../src/service/api.js'
import { defineResource } from '../src/service/define-resource.js'
import { deviceManagementPartners } from './device-management-partner.js'
import {
  DEVICE_MANAGEMENT_MEMBERS,
  DEVICE_MANAGEMENT_OTHERS,
  ENTITY_TYPES,
  GRAPH_CLOUDS,
  ROOTS,
} from './graph-surface.js'
import beta from './intune.beta.csdl.json' with { type: 'json' }
import v1 from './intune.csdl.json' with { type: 'json' }

/** The model of v1.0: what state looks like to a test. */
export const publicModel = new Model('microsoft.graph', v1)
const betaModel = new Model('microsoft.graph', v1, beta)

const partners = defineResource(publicModel, deviceManagementPartners)

/** Reading the singleton takes any family's (behaviour of the docs' permission table). */
const SINGLETON_SCOPES = ['Apps', 'Configuration', 'ManagedDevices', 'RBAC', 'ServiceConfig'].flatMap((family) => [
  `DeviceManagement${family}.Read.All`,
  `DeviceManagement${family}.ReadWrite.All`,
])

/** Everything that is emulated. A resource is a line in `resources`. */
export const api = {
  versions: new Map([
    ['v1.0', publicModel],
    ['beta', betaModel],
    // The version segment of the documentation's sample request.
    ['localtest', publicModel],
  ]),
  widest: betaModel,
  resources: [partners],
  singletonScopes: SINGLETON_SCOPES,
  clouds: GRAPH_CLOUDS,
  elsewhere: {
    roots: ROOTS,
    navigations: new Map([['deviceManagement', new Set([...DEVICE_MANAGEMENT_MEMBERS, ...DEVICE_MANAGEMENT_OTHERS])]]),
    types: ENTITY_TYPES,
  },
  backend: {
    namespace: 'microsoft.management.services.api',
    name: 'StatelessOnboardingService',
    origin: 'https://fef.amsub0202.manage.microsoft.com',
    // One date is on record for this service, in its beta form.
    apiVersions: new Map([
      ['v1.0', '2018-10-05'],
      ['beta', '5018-10-05'],
      ['localtest', '2018-10-05'],
    ]),
  },
  openApi: async (): Promise<object> => (await import('./openapi.js')).openApiDocument(),
  challenge: CHALLENGE,
} satisfies Api
