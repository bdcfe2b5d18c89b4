import type { Model, StructuredType } from '../csdl/model.js'
import type { Row } from '../csdl/read-value.js'

/** What a schema can't say of a resource. See CONTRIBUTING.md. */
export interface ResourceDeclaration<Faker = unknown> {
  /** A singleton and its contained collection, as `deviceManagement/deviceManagementPartners`. */
  readonly path: string
  /** Scopes by what they allow, as documented, the least privileged first. */
  readonly scopes: Readonly<Record<string, readonly string[]>>
  /** What is taken besides the documented scopes, unless the emulator is strict. */
  readonly alsoAccepted: Readonly<Record<string, readonly string[]>>
  /** The lists that Intune's refusals print, where they differ from the documented ones. */
  readonly printedScopes: Readonly<Record<string, readonly string[]>>
  /** What the service fills in on create; other nullable members become null, collections []. */
  readonly defaults: Row
  /** Bound actions without parameters: the row after it. */
  readonly actions: Readonly<Record<string, (row: Row, world: { readonly now: Date }) => Row>>
  /** Faked row number `index`, by a faker that is seeded with (seed, index) alone. */
  fake(faker: Faker, index: number): Row
}

/** A declaration held against the schema. */
export interface Resource<Faker = unknown> extends ResourceDeclaration<Faker> {
  readonly singleton: string
  readonly set: string
  readonly type: StructuredType
  /** A complete row but for the id: the declared defaults, null and []. */
  readonly blank: Row
}

/**
 * Joins a declaration with the schema.
 *
 * @throws Error where the declaration names what the schema lacks, or lacks a default that the schema needs
 */
export function defineResource<Faker>(model: Model, declaration: ResourceDeclaration<Faker>): Resource<Faker> {
  const [singleton = '', set = ''] = declaration.path.split('/')
  const type = model.singleton(singleton)?.navigations.get(set)?.type
  if (type?.kind !== 'entity') throw misdeclared(declaration.path, 'the schema has no such contained collection')
  for (const action of Object.keys(declaration.actions)) {
    if (!model.hasAction(type, action))
      throw misdeclared(declaration.path, `the schema binds no action '${action}' to ${type.name}`)
  }
  for (const name of Object.keys(declaration.defaults)) {
    if (!type.properties.has(name)) throw misdeclared(declaration.path, `${type.name} has no '${name}' to default`)
  }
  return { ...declaration, singleton, set, type, blank: blankRow(type, declaration) }
}

function blankRow(type: StructuredType, { path, defaults }: Pick<ResourceDeclaration, 'path' | 'defaults'>): Row {
  const row: Record<string, Row[string]> = {}
  for (const { name, collection, nullable } of type.properties.values()) {
    const value = defaults[name] ?? (collection ? [] : null)
    if (value === null && !nullable && name !== 'id')
      throw misdeclared(path, `'${name}' is not nullable and has no default`)
    row[name] = value
  }
  return row
}

function misdeclared(path: string, why: string): Error {
  return new Error(`Failed to define the resource '${path}': ${why}. Mend mocks/ or the schema.`)
}
