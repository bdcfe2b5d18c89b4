import type { App, Directory, User } from './directory.js'
import { unknownApp, unknownTenant, unknownUser } from './errors.js'
import { stableGuid } from './random.js'
import { isOpen, tenantIdOf } from './tenants.js'

/** Who has signed in, and in which tenant. */
export interface Account {
  readonly id: string
  readonly userPrincipalName: string
  readonly displayName: string
  readonly tenantId: string
}

/** The user of a tenant that declares none: the first of Microsoft's own demo tenants. */
const ADELE = { userPrincipalName: 'AdeleV@contoso.onmicrosoft.com', displayName: 'Adele Vance' }

/** As Entra allows them, roughly; it keeps what cannot be one out of tokens, pages and errors. */
const CLIENT_ID = /^[\w.:@/-]{1,128}$/
const USER_NAME = /^[^\s<>"'\\,;:/()[\]]{1,113}$/

export function isAppId(text: string): boolean {
  return CLIENT_ID.test(text)
}

export interface RegistrationsOptions {
  readonly directory: Directory
  /** Whether what is not declared is unknown. */
  readonly strictApps: boolean
  /** A GUID. */
  readonly defaultTenant: string
}

/** The apps, users and tenants that there are. By default that is: whoever comes. */
export class Registrations {
  readonly strict: boolean
  readonly #options: RegistrationsOptions
  readonly #apps: ReadonlyMap<string, App>

  constructor(options: RegistrationsOptions) {
    this.strict = options.strictApps
    this.#options = options
    this.#apps = new Map(options.directory.apps.map((app) => [app.clientId.toLowerCase(), app]))
  }

  /**
   * @param name as in the address: a GUID, a domain, `common`, `organizations` or `consumers`
   * @throws EntraError 900023 or 90002
   */
  tenantId(name: string): string {
    if (isOpen(name)) return this.#options.defaultTenant
    const id = tenantIdOf(name)
    if (this.strict && !this.#tenants().has(id)) throw unknownTenant(name)
    return id
  }

  /**
   * @param tenant its id or name; with `common` and the like, the app may be of any
   * @returns undefined for one that is not declared, where any app will do
   * @throws EntraError 700016
   */
  app(clientId: string, tenant: string): App | undefined {
    if (!isAppId(clientId)) throw unknownApp(printable(clientId), tenant)
    const app = this.#apps.get(clientId.toLowerCase())
    if (!app && this.strict) throw unknownApp(clientId, tenant)
    if (!app?.tenants || isOpen(tenant)) return app
    const id = tenantIdOf(tenant)
    if (!app.tenants.some((declared) => tenantIdOf(declared) === id)) throw unknownApp(clientId, tenant)
    return app
  }

  /** @returns whether an app has declared the address, so that a browser may be sent there unasked */
  isDeclaredRedirect(uri: string): boolean {
    return this.#options.directory.apps.some(({ redirectUris }) => redirectUris?.includes(uri))
  }

  /** @returns who can sign in at the tenant; with `common`, everyone who is declared */
  accounts(tenant: string): Account[] {
    const users = this.#users(tenant)
    return users.length > 0 ? users.map((user) => this.#account(user)) : [this.#anyone(ADELE, tenant)]
  }

  /** @returns whether only declared users can sign in at the tenant: where none is declared, any name will do */
  hasUsers(tenant: string): boolean {
    return this.#users(tenant).length > 0
  }

  /**
   * The user of that name. In a tenant without declared users, any name is one.
   *
   * @throws EntraError 50034
   */
  account(name: string, tenant: string): Account {
    const account = this.accountNamed(name, tenant)
    if (!account) throw unknownUser(printable(name), printable(tenant))
    return account
  }

  /** @returns undefined where nobody has the name */
  accountNamed(name: string, tenant: string): Account | undefined {
    const user = this.user(name, tenant)
    if (user) return this.#account(user)
    if (this.hasUsers(tenant) || !USER_NAME.test(name)) return undefined
    return this.#anyone({ userPrincipalName: name, displayName: name.split('@', 1)[0] as string }, tenant)
  }

  /** @returns the declared user of that name or id */
  user(name: string, tenant: string): User | undefined {
    const lower = name.toLowerCase()
    return this.#users(tenant).find(
      (user) => user.userPrincipalName.toLowerCase() === lower || user.id.toLowerCase() === lower,
    )
  }

  #users(tenant: string): User[] {
    const { users } = this.#options.directory
    if (isOpen(tenant)) return [...users]
    const id = this.tenantId(tenant)
    return users.filter((user) => this.#tenantOf(user) === id)
  }

  #account(user: User): Account {
    const { id, userPrincipalName, displayName = userPrincipalName } = user
    return { id, userPrincipalName, displayName, tenantId: this.#tenantOf(user) }
  }

  #anyone(user: { userPrincipalName: string; displayName: string }, tenant: string): Account {
    const tenantId = this.tenantId(tenant)
    return { ...user, id: stableGuid(`user of ${tenantId}`, user.userPrincipalName.toLowerCase()), tenantId }
  }

  #tenantOf({ tenant }: User): string {
    return tenant === undefined ? this.#options.defaultTenant : tenantIdOf(tenant)
  }

  #tenants(): Set<string> {
    const { directory, defaultTenant } = this.#options
    const named = directory.apps.flatMap(({ tenants = [] }) => tenants).map(tenantIdOf)
    return new Set([defaultTenant, ...named, ...directory.users.map((user) => this.#tenantOf(user))])
  }
}

function printable(text: string): string {
  return text.slice(0, 64).replaceAll(/[^\w.@ -]/g, '?')
}
