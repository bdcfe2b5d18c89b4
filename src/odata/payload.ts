import { type EdmType, isStructured, type Model, type Property, type StructuredType } from '../csdl/model.js'
import type { Row, Value } from '../csdl/read-value.js'
import { writtenText } from '../csdl/written-text.js'
import { type JsonFormat, MINIMAL } from './media-type.js'
import type { Selection } from './options/select.js'

/*
 * How answers are written, in one place. The documented contract is the default: every object names its type, and dates
 * stay as they were sent. Live Intune names a type only where it differs from the declared one, and prints dates in
 * UTC; see docs/decisions/0004-documented-answers.md.
 */

const TYPE_ANNOTATION = '@odata.type'

export interface PayloadOptions {
  readonly model: Model
  readonly format?: JsonFormat
  /** Undefined: every member. */
  readonly select?: Selection | undefined
  /** The address of a row, for `odata.metadata=full`. */
  readonly urlOf?: (id: string) => string
  /** Whether the text of a row is kept for who asks for it next; true is the default. */
  readonly kept?: boolean
  /** Qualified names of the actions that are bound to the type. */
  readonly actions?: readonly string[]
}

/** @returns an entity of an answer: its type, then the selected members in the service's order */
export function writeEntity(row: Row, type: StructuredType, options: PayloadOptions): Record<string, unknown> {
  const { select, format = MINIMAL } = options
  const entity: Record<string, unknown> = format.metadata === 'none' ? {} : { [TYPE_ANNOTATION]: type.annotation }
  if (format.metadata === 'full') Object.assign(entity, linksOf(row, options))
  writeMembers(entity, row, type, select, options)
  return entity
}

/**
 * Makes what writes rows as the caller asked for them. A collection's row is frozen: as answers have it by default, it is
 * written once, and its text kept.
 *
 * @returns gives the JSON of an entity without its braces, for more members to stand in front
 */
export function entityWriter(type: StructuredType, options: PayloadOptions): (row: Row) => string {
  const write = (row: Row) => bareText(writeEntity(row, type, options))
  const { model, select, format = MINIMAL, kept = true } = options
  if (!kept || select || format.metadata !== 'minimal') return write
  return (row) => writtenText(row, model, write)
}

/** @returns the JSON of an object's members */
function bareText(members: Record<string, unknown>): string {
  return JSON.stringify(members).slice(1, -1)
}

/** @returns the JSON of an object that has these members in front of those of a bare text */
export function withMembers(members: Record<string, unknown>, bare: string): string {
  const front = bareText(members)
  return `{${front}${front !== '' && bare !== '' ? ',' : ''}${bare}}`
}

/**
 * Writes a page. It is joined once, its start and end included: V8 would copy all of `start + rows + end` again when it is
 * sent.
 *
 * @param bareOf gives the JSON of a row without its braces
 * @returns the JSON of an object that has these members, and the rows as `value` after them
 */
export function withValue(
  members: Record<string, unknown>,
  rows: readonly Row[],
  bareOf: (row: Row) => string,
): string {
  const start = JSON.stringify({ ...members, value: [] }).slice(0, -']}'.length)
  if (rows.length === 0) return `${start}]}`
  const last = rows.length - 1
  const texts = rows.map(bareOf)
  texts[0] = `${start}{${texts[0] as string}`
  texts[last] = `${texts[last] as string}}]}`
  return texts.join('},{')
}

/** What full metadata says of an entity besides its members (JSON format 4.01, 4.5). */
function linksOf(row: Row, { urlOf, actions = [], select }: PayloadOptions): Record<string, unknown> {
  if (!urlOf) return {}
  const url = urlOf(row.id as string)
  const links: Record<string, unknown> = { '@odata.id': url, '@odata.editLink': url }
  for (const action of select ? [] : actions) links[`#${action}`] = { title: action, target: `${url}/${action}` }
  return links
}

function writeMembers(
  written: Record<string, unknown>,
  row: Row,
  type: StructuredType,
  select: Selection | undefined,
  options: PayloadOptions,
): void {
  for (const property of type.properties.values()) {
    const part = select ? select.members.get(property.name) : true
    if (part === undefined) continue
    if (options.format?.metadata === 'full') annotate(written, property)
    const value = row[property.name] ?? missing(property)
    written[property.name] = isStructured(property.type)
      ? writeValue(value, part === true ? undefined : part, options)
      : value
  }
}

/** A version shows the members that it has: null, or an enum's first member, for one that the value lacks. */
function missing({ type, nullable }: Property): Value {
  return type.kind === 'enum' && !nullable ? ([...type.members.keys()][0] ?? null) : null
}

/** Full metadata names the types that a reader of JSON would not guess. */
function annotate(written: Record<string, unknown>, { name, type, collection }: Property): void {
  const short = shortName(type)
  if (collection) written[`${name}${TYPE_ANNOTATION}`] = `#Collection(${short})`
  else if (!isStructured(type) && !GUESSED.includes(type.name)) written[`${name}${TYPE_ANNOTATION}`] = `#${short}`
}

const GUESSED: readonly string[] = ['Edm.String', 'Edm.Boolean', 'Edm.Double']

/** Primitive types stand without `Edm.` here. */
function shortName(type: EdmType): string {
  return type.kind === 'primitive' ? type.name.slice('Edm.'.length) : type.name
}

function writeValue(value: Value, select: Selection | undefined, options: PayloadOptions): unknown {
  if (isCollection(value)) return value.map((item) => writeValue(item, select, options))
  if (typeof value !== 'object' || value === null) return value
  return writeComplex(value, select, options)
}

function isCollection(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

function writeComplex(value: Row, select: Selection | undefined, options: PayloadOptions): Record<string, unknown> {
  const name = value[TYPE_ANNOTATION] as string
  const written: Record<string, unknown> = options.format?.metadata === 'none' ? {} : { [TYPE_ANNOTATION]: name }
  const type = options.model.type(name.slice(1))
  if (type && isStructured(type)) writeMembers(written, value, type, select, options)
  return written
}
