import type { Model } from '../csdl/model.js'
import type { Resource } from './define-resource.js'

/** Everything that is emulated, as data. */
export interface Api {
  /** The model by version segment. */
  readonly versions: ReadonlyMap<string, Model>
  /** The model that has every member of all versions: what a test or a scenario may arrange. */
  readonly widest: Model
  readonly resources: readonly Resource[]
  /** Any of them reads the singleton. */
  readonly singletonScopes: readonly string[]
  /** The Graph hosts of each cloud: a token's audience is one of those of the cloud that is called. */
  readonly clouds: readonly (readonly string[])[]
  /** Addresses that the real service has and the emulator does not: answered 501, or left to the user's own handlers. */
  readonly elsewhere: {
    /** First segments below the version. */
    readonly roots: ReadonlySet<string>
    /** Segments below a singleton, by its name. */
    readonly navigations: ReadonlyMap<string, ReadonlySet<string>>
    /** Qualified names of entity types. */
    readonly types: ReadonlySet<string>
  }
  /** How the service behind the gateway names itself in its texts. */
  readonly backend: {
    readonly namespace: string
    readonly name: string
    readonly origin: string
    /** `api-version` of its addresses by version segment. */
    readonly apiVersions: ReadonlyMap<string, string>
  }
  /** Describes what is emulated, as OpenAPI; made when it is asked for. */
  readonly openApi: () => Promise<object>
  /** `WWW-Authenticate` of a 401. */
  readonly challenge: string
}
