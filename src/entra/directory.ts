import { isAppId } from './registrations.js'
import { isTenant } from './tenants.js'

/** An app registration. What it leaves out is not restricted, unless only declared apps are known. */
export interface App {
  readonly clientId: string
  readonly displayName?: string
  /** Any of them will do. */
  readonly secrets?: readonly string[]
  /** Public keys of what client assertions are signed with: PEM (certificate or public key), or a JWK. */
  readonly certificates?: readonly (string | JsonWebKey)[]
  readonly redirectUris?: readonly string[]
  /** Delegated scopes that are granted. */
  readonly scopes?: readonly string[]
  /** Application permissions that are granted. */
  readonly roles?: readonly string[]
  /** Whether it signs in without a credential too ("Allow public client flows", or a single-page app). */
  readonly public?: boolean
  /** The tenants that it is installed in, by GUID or domain name. Default: all. */
  readonly tenants?: readonly string[]
}

export interface User {
  /** The object id, a GUID. */
  readonly id: string
  readonly userPrincipalName: string
  readonly displayName?: string
  /** Checked by the password grant alone: the sign-in page asks for none. */
  readonly password?: string
  /** By GUID or domain name. Default: the default tenant. */
  readonly tenant?: string
  /** The delegated scopes that this user can consent to. Default: all. */
  readonly scopes?: readonly string[]
}

/** What Entra knows, as the scenario file declares it. */
export interface Directory {
  readonly apps: readonly App[]
  readonly users: readonly User[]
}

type Kind = 'text' | 'texts' | 'flag' | 'keys' | 'app id' | 'tenant' | 'tenants' | 'addresses'

const APP_FIELDS: Record<keyof App, Kind> = {
  clientId: 'app id',
  displayName: 'text',
  secrets: 'texts',
  certificates: 'keys',
  redirectUris: 'addresses',
  scopes: 'texts',
  roles: 'texts',
  public: 'flag',
  tenants: 'tenants',
}

const USER_FIELDS: Record<keyof User, Kind> = {
  id: 'text',
  userPrincipalName: 'text',
  displayName: 'text',
  password: 'text',
  tenant: 'tenant',
  scopes: 'texts',
}

const WANTED: Record<Kind, string> = {
  text: 'a text',
  texts: 'a list of texts',
  flag: 'true or false',
  keys: 'a list of PEM texts or JWKs, of public keys',
  'app id': 'a client id: a GUID, or letters, digits, dots and hyphens',
  tenant: 'a GUID or a domain name',
  tenants: 'a list of GUIDs or domain names',
  addresses: 'a list of whole addresses',
}

/**
 * Checks `apps` and `users` as a scenario file holds them; either may be left out.
 *
 * @param origin what the error calls the file
 * @throws Error for a field that there is not, or a value of another kind. It shows no value: one may be a secret.
 */
export function readDirectory(given: { apps?: unknown; users?: unknown }, origin: string): Directory {
  const { apps = [], users = [] } = given
  checkList(apps, { name: 'apps', fields: APP_FIELDS, required: ['clientId'], origin })
  checkList(users, { name: 'users', fields: USER_FIELDS, required: ['id', 'userPrincipalName'], origin })
  checkUnique(apps as object[], { name: 'apps', field: 'clientId', origin })
  for (const field of ['id', 'userPrincipalName']) checkUnique(users as object[], { name: 'users', field, origin })
  return { apps: apps as App[], users: users as User[] }
}

interface ListShape {
  readonly name: string
  readonly fields: Readonly<Record<string, Kind>>
  readonly required: readonly string[]
  readonly origin: string
}

function checkList(list: unknown, shape: ListShape): void {
  const fail = (where: string, why: string): never => {
    throw new Error(`Failed to read the scenario '${shape.origin}': ${where} ${why}.`)
  }
  if (!Array.isArray(list)) return fail(`'${shape.name}'`, 'is no list. Give a list of objects')
  list.forEach((item: unknown, index) => {
    const where = `${shape.name}[${index}]`
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return fail(where, 'is no object. Give one')
    for (const [field, value] of Object.entries(item)) {
      const kind = Object.hasOwn(shape.fields, field) ? shape.fields[field] : undefined
      if (!kind) fail(where, `has no field '${field}'. Use: ${Object.keys(shape.fields).join(', ')}`)
      else if (!fits(value, kind)) fail(`${where}.${field}`, `does not fit. Give ${WANTED[kind]}`)
    }
    for (const field of shape.required) if (!Object.hasOwn(item, field)) fail(where, `has no '${field}'. Give one`)
  })
}

/** A private key would verify nothing, and is no one else's to keep. */
function isPublicKey(key: unknown): boolean {
  if (typeof key === 'string') return key !== '' && !key.includes('PRIVATE KEY')
  return typeof key === 'object' && key !== null && !Object.hasOwn(key, 'd')
}

/** Of two with one name, either would be out of reach. */
function checkUnique(
  list: readonly object[],
  { name, field, origin }: { name: string; field: string; origin: string },
) {
  const seen = new Set<string>()
  list.forEach((item, index) => {
    const value = String((item as Record<string, unknown>)[field]).toLowerCase()
    if (seen.has(value)) {
      throw new Error(
        `Failed to read the scenario '${origin}': ${name}[${index}].${field} is another's too. Give each its own.`,
      )
    }
    seen.add(value)
  })
}

function fits(value: unknown, kind: Kind): boolean {
  const isText = (item: unknown): item is string => typeof item === 'string' && item !== ''
  const isTenantName = (item: unknown) => isText(item) && isTenant(item)
  switch (kind) {
    case 'text':
      return isText(value)
    case 'texts':
      return Array.isArray(value) && value.every(isText)
    case 'app id':
      return isText(value) && isAppId(value)
    case 'tenant':
      return isTenantName(value)
    case 'tenants':
      return Array.isArray(value) && value.every(isTenantName)
    case 'addresses':
      return Array.isArray(value) && value.every((item) => isText(item) && URL.canParse(item))
    case 'flag':
      return typeof value === 'boolean'
    case 'keys':
      return Array.isArray(value) && value.every(isPublicKey)
  }
}
