import type { CsdlDocument } from '../src/csdl/document.js'
import type { Resource } from '../src/service/define-resource.js'

type Element = Readonly<Record<string, unknown>>

const CORE = '@Org.OData.Core.V1'
const CAPABILITIES = '@Org.OData.Capabilities.V1'

/**
 * The schema with what the emulator does, in OData's own vocabularies, for the converter to read. Microsoft's schema
 * annotates none of it, so `$metadata` does not either.
 */
export function annotated(document: CsdlDocument, namespace: string, resources: readonly Resource[]): CsdlDocument {
  const schema = document[namespace] as Readonly<Record<string, Element>>
  const [, container = ''] = (document.$EntityContainer ?? '').split(`${namespace}.`)
  return {
    ...document,
    [namespace]: {
      ...mapped(schema, (element) => mapped(element, annotatedMember)),
      // Actions are called by their plain name.
      [`${CORE}.DefaultNamespace`]: true,
      [container]: annotatedContainer(schema[container] ?? {}, resources),
    },
  }
}

/** The service makes ids. A collection declared with Nullable holds no null all the same: it is refused. */
function annotatedMember(member: unknown, name: string): unknown {
  if (name === 'id') return { ...(member as Element), [`${CORE}.Computed`]: true }
  if (!isElement(member) || !member.$Collection) return member
  return { ...member, $Nullable: false }
}

function annotatedContainer(container: Element, resources: readonly Resource[]): Element {
  const singletons = mapped(container, (singleton, name) =>
    isElement(singleton)
      ? { ...singleton, ...singletonAnnotations(resources.filter((it) => it.singleton === name)) }
      : singleton,
  )
  return { ...singletons, [`${CAPABILITIES}.KeyAsSegmentSupported`]: true }
}

function singletonAnnotations(resources: readonly Resource[]): Element {
  return {
    [`${CAPABILITIES}.UpdateRestrictions`]: { Updatable: false },
    [`${CAPABILITIES}.SelectSupport`]: { Supported: false },
    [`${CAPABILITIES}.ExpandRestrictions`]: { Expandable: false },
    [`${CAPABILITIES}.NavigationRestrictions`]: {
      RestrictedProperties: resources.map(({ set }) => ({
        NavigationProperty: set,
        SearchRestrictions: { Searchable: false },
      })),
    },
  }
}

/** Arrays, which are a name's actions, pass as they are. */
function mapped<T>(element: T, change: (value: unknown, name: string) => unknown): T {
  if (!isElement(element)) return element
  return Object.fromEntries(Object.entries(element).map(([name, value]) => [name, change(value, name)])) as T
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
