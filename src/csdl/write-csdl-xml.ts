import type { CsdlAction, CsdlDocument, CsdlElement, CsdlMember } from './document.js'
import { writeXml, type XmlElement } from './xml-element.js'

const EDMX = 'http://docs.oasis-open.org/odata/ns/edmx'
const EDM = 'http://docs.oasis-open.org/odata/ns/edm'

type Attributes = XmlElement['attributes']
type Bag = Readonly<Record<string, unknown>>

/**
 * The document as CSDL XML 4.0, with the namespace's alias where the document has it, as Graph's `$metadata` does.
 *
 * @throws Error naming what this does not write: annotations, functions, entity sets, bindings
 */
export function writeCsdlXml(document: CsdlDocument): string {
  const schemas = named(document).map(([namespace, schema]) => schemaElement(namespace, schema as Bag))
  const services = { name: 'edmx:DataServices', attributes: {}, children: schemas }
  const root = { name: 'edmx:Edmx', attributes: { Version: '4.0', 'xmlns:edmx': EDMX }, children: [services] }
  return `<?xml version="1.0" encoding="utf-8"?>\n${writeXml(root)}`
}

function schemaElement(namespace: string, schema: Bag): XmlElement {
  return {
    name: 'Schema',
    attributes: { Namespace: namespace, ...facets(schema), xmlns: EDM },
    children: named(schema).flatMap(([name, element]) =>
      Array.isArray(element)
        ? (element as CsdlAction[]).map((overload) => actionElement(name, overload))
        : schemaChild(name, element as CsdlElement),
    ),
  }
}

function schemaChild(name: string, element: CsdlElement): XmlElement {
  switch (element.$Kind) {
    case 'EnumType':
      return typeElement(name, element, enumMember)
    case 'ComplexType':
    case 'EntityType':
      return typeElement(name, element, property)
    case 'EntityContainer':
      return typeElement(name, element, singleton)
    default:
      throw unwritable(name, `its kind '${element.$Kind}' is not known`)
  }
}

function typeElement(
  name: string,
  element: CsdlElement,
  write: (member: string, value: unknown) => XmlElement,
): XmlElement {
  const children = named(element).map(([member, value]) => write(member, value))
  const attributes = { Name: name, ...facets(element, '$Kind', '$Key') }
  return { name: element.$Kind, attributes, children: [...keyElements(element.$Key), ...children] }
}

function keyElements(key: readonly string[] | undefined): XmlElement[] {
  if (!key) return []
  return [
    { name: 'Key', attributes: {}, children: key.map((name) => ({ name: 'PropertyRef', attributes: { Name: name } })) },
  ]
}

function enumMember(name: string, value: unknown): XmlElement {
  if (typeof value !== 'number') throw unwritable(name, 'it is no number')
  return { name: 'Member', attributes: { Name: name, Value: String(value) } }
}

function property(name: string, value: unknown): XmlElement {
  const member = value as CsdlMember
  return { name: member.$Kind ?? 'Property', attributes: { Name: name, ...typeFacets(member) } }
}

function singleton(name: string, value: unknown): XmlElement {
  const member = value as CsdlMember
  if (member.$Collection) throw unwritable(name, 'it is an entity set')
  return { name: 'Singleton', attributes: { Name: name, ...facets(member) } }
}

function actionElement(name: string, action: CsdlAction): XmlElement {
  if (action.$Kind !== 'Action') throw unwritable(name, `its kind '${action.$Kind}' is not known`)
  const children = (action.$Parameter ?? []).map(({ $Name, ...parameter }) => ({
    name: 'Parameter',
    attributes: { Name: $Name, ...typeFacets(parameter) },
  }))
  return { name: 'Action', attributes: { Name: name, ...facets(action, '$Kind', '$Parameter') }, children }
}

function typeFacets(member: CsdlMember): Attributes {
  const { $Type = 'Edm.String', $Collection } = member
  return {
    Type: $Collection ? `Collection(${$Type})` : $Type,
    Nullable: nullable(member),
    ...facets(member, '$Kind', '$Type', '$Collection', '$Nullable'),
  }
}

/**
 * Absent means true in XML for a single value, false in JSON. A collection has no default in XML, so its items' is
 * always written; a collection-valued navigation property must not have one (CSDL XML 4.01, 7.2.1 and 8.3).
 */
function nullable({ $Kind, $Collection, $Nullable = false }: CsdlMember): string | undefined {
  if ($Collection) return $Kind === 'NavigationProperty' ? undefined : String($Nullable)
  return $Nullable ? undefined : 'false'
}

/** What is the same in both formats: `$Abstract: true` is `Abstract="true"`. False is the default of every one. */
function facets(element: object, ...writtenElsewhere: readonly string[]): Attributes {
  const entries = Object.entries(element).filter(
    ([name, value]) => name.startsWith('$') && !writtenElsewhere.includes(name) && value !== false,
  )
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(1), facetText(name, value)]))
}

function facetText(name: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw unwritable(name, 'it has parts')
}

/** The members that carry a name of the schema's own. */
function named(element: object): [string, unknown][] {
  const entries = Object.entries(element).filter(([name]) => !name.startsWith('$'))
  const annotation = entries.find(([name]) => name.includes('@'))
  if (annotation) throw unwritable(annotation[0], 'it is an annotation')
  return entries
}

function unwritable(name: string, why: string): Error {
  return new Error(`Failed to write the schema as XML: '${name}' is not supported, ${why}. Add it to src/csdl.`)
}
