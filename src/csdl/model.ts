import type { CsdlAction, CsdlDocument, CsdlElement, CsdlMember } from './document.js'
import { mergeDocuments } from './merge-documents.js'

export interface EnumType {
  readonly kind: 'enum'
  readonly name: string
  /** Value by member name, in the schema's order. */
  readonly members: ReadonlyMap<string, number>
}

export interface PrimitiveType {
  readonly kind: 'primitive'
  readonly name: string
}

export interface StructuredType {
  readonly kind: 'complex' | 'entity'
  readonly name: string
  /** How `@odata.type` names it: one text, for all values to share. */
  readonly annotation: string
  readonly abstract: boolean
  readonly base: StructuredType | undefined
  /** Structural properties in the service's order, inherited ones first. */
  readonly properties: ReadonlyMap<string, Property>
  readonly navigations: ReadonlyMap<string, Property>
}

export type EdmType = EnumType | PrimitiveType | StructuredType

export interface Property {
  readonly name: string
  readonly type: EdmType
  readonly collection: boolean
  readonly nullable: boolean
}

/** A schema with its names resolved. Every name in it is qualified with the namespace, never the alias. */
export class Model {
  readonly namespace: string
  /** The schema as one document, overlays laid on. */
  readonly document: CsdlDocument
  readonly #elements: Readonly<Record<string, unknown>>
  readonly #alias: string
  readonly #types = new Map<string, EdmType>()
  readonly #singletons = new Map<string, StructuredType>()
  readonly #actions = new Map<string, ReadonlySet<string>>()

  /**
   * @param overlays documents whose elements replace those of the same name
   * @throws Error naming what the schema refers to and lacks
   */
  constructor(namespace: string, document: CsdlDocument, ...overlays: readonly CsdlDocument[]) {
    this.namespace = namespace
    this.document = mergeDocuments(document, ...overlays)
    this.#elements = (this.document[namespace] ?? {}) as Readonly<Record<string, unknown>>
    this.#alias = typeof this.#elements.$Alias === 'string' ? this.#elements.$Alias : namespace
    for (const [name, element] of Object.entries(this.#elements)) this.#declare(name, element)
  }

  /** @returns the type, or undefined where the model lacks it; `name` is qualified */
  type(name: string): EdmType | undefined {
    return this.#types.get(name)
  }

  singleton(name: string): StructuredType | undefined {
    return this.#singletons.get(name)
  }

  singletonNames(): string[] {
    return [...this.#singletons.keys()]
  }

  /** @returns whether an action of this unqualified name is bound to the type */
  hasAction(type: StructuredType, action: string): boolean {
    return this.#actions.get(type.name)?.has(action) ?? false
  }

  /** @returns the concrete types that a value declared as `type` may have */
  concreteTypes(type: StructuredType): StructuredType[] {
    return [...this.#types.values()].filter(
      (candidate): candidate is StructuredType =>
        isStructured(candidate) && !candidate.abstract && derives(candidate, type),
    )
  }

  #declare(name: string, element: unknown): void {
    if (Array.isArray(element)) for (const action of element as CsdlAction[]) this.#declareAction(name, action)
    else if (isElement(element) && element.$Kind === 'EntityContainer') this.#declareContainer(element)
    else if (isElement(element)) this.#resolve(`${this.namespace}.${name}`)
  }

  #declareAction(name: string, action: CsdlAction): void {
    const binding = action.$IsBound ? action.$Parameter?.[0]?.$Type : undefined
    if (binding === undefined) return
    const type = this.#resolve(this.qualified(binding)).name
    this.#actions.set(type, new Set([...(this.#actions.get(type) ?? []), name]))
  }

  #declareContainer(container: CsdlElement): void {
    for (const [name, member] of members(container)) {
      const type = this.#resolve(this.qualified(member.$Type ?? ''))
      if (isStructured(type)) this.#singletons.set(name, type)
    }
  }

  #resolve(name: string): EdmType {
    const known = this.#types.get(name)
    if (known) return known
    const type = name.startsWith('Edm.') ? primitive(name) : this.#make(name)
    this.#types.set(name, type)
    return type
  }

  #make(name: string): EdmType {
    const element = this.#elements[name.slice(this.namespace.length + 1)]
    if (!isElement(element))
      throw new Error(`Failed to load the schema: '${name}' is referred to and not declared. Declare it.`)
    if (element.$Kind === 'EnumType') return enumType(name, element)
    return this.#structured(name, element)
  }

  #structured(name: string, element: CsdlElement): StructuredType {
    const base = element.$BaseType ? this.#resolve(this.qualified(element.$BaseType)) : undefined
    if (base && !isStructured(base)) throw new Error(`Failed to load the schema: the base of '${name}' has no members.`)
    const properties = new Map(base?.properties)
    const navigations = new Map(base?.navigations)
    const type: StructuredType = {
      kind: element.$Kind === 'EntityType' ? 'entity' : 'complex',
      name,
      annotation: `#${name}`,
      abstract: element.$Abstract ?? false,
      base,
      properties,
      navigations,
    }
    // Known before its members are read: one of them may be of this type.
    this.#types.set(name, type)
    for (const [member, declared] of members(element)) {
      const target = declared.$Kind === 'NavigationProperty' ? navigations : properties
      target.set(member, this.#property(member, declared))
    }
    return type
  }

  #property(name: string, member: CsdlMember): Property {
    return {
      name,
      type: this.#resolve(this.qualified(member.$Type ?? 'Edm.String')),
      collection: member.$Collection ?? false,
      nullable: member.$Nullable ?? false,
    }
  }

  /** @returns the name with the namespace in the place of its alias */
  qualified(name: string): string {
    return name.startsWith(`${this.#alias}.`) ? `${this.namespace}${name.slice(this.#alias.length)}` : name
  }
}

export function isStructured(type: EdmType): type is StructuredType {
  return type.kind === 'complex' || type.kind === 'entity'
}

export function derives(type: StructuredType, from: StructuredType): boolean {
  for (let at: StructuredType | undefined = type; at; at = at.base) if (at.name === from.name) return true
  return false
}

const PRIMITIVES = ['Edm.String', 'Edm.Boolean', 'Edm.DateTimeOffset', 'Edm.Guid', 'Edm.Int32']

function primitive(name: string): PrimitiveType {
  if (!PRIMITIVES.includes(name))
    throw new Error(`Failed to load the schema: '${name}' is not supported. Add it to src/csdl.`)
  return { kind: 'primitive', name }
}

function enumType(name: string, element: CsdlElement): EnumType {
  const values = Object.entries(element).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  return { kind: 'enum', name, members: new Map(values) }
}

function isElement(value: unknown): value is CsdlElement {
  return typeof value === 'object' && value !== null && '$Kind' in value
}

function members(element: CsdlElement): [string, CsdlMember][] {
  return Object.entries(element).filter(
    (entry): entry is [string, CsdlMember] => !entry[0].startsWith('$') && typeof entry[1] === 'object',
  )
}
