import type { Model, StructuredType } from '../../csdl/model.js'
import {
  invalidCount,
  invalidInteger,
  invalidSelectOrExpand,
  optionNotAllowed,
  unknownQueryOption,
  uselessOption,
} from '../../errors/query-errors.js'
import { unknownMember } from '../expression/expression-error.js'
import { loadMatcher } from '../expression/matcher.js'
import { type Filter, readFilter } from './filter.js'
import { type OrderBy, readOrderBy } from './order-by.js'
import { readQueryString } from './query-string.js'
import { readSelect, type Selection } from './select.js'

/** The system query options that Graph has (contrib:concepts/query-parameters.md). */
export const SYSTEM_OPTIONS = [
  '$filter',
  '$select',
  '$orderby',
  '$top',
  '$skip',
  '$skiptoken',
  '$count',
  '$format',
  '$expand',
  '$search',
] as const

export type SystemOption = (typeof SYSTEM_OPTIONS)[number]

export interface QueryOptions {
  readonly filter?: Filter
  readonly orderBy?: OrderBy
  readonly select?: Selection
  readonly top?: number
  readonly skip?: number
  readonly count?: boolean
  readonly skipToken?: string
  readonly format?: string
  /** Gives the texts of $filter, $orderby and the aliases as one: what a $skiptoken belongs to. */
  readonly identity: () => string
}

export interface OptionsContext {
  readonly model: Model
  /** What the options speak of; undefined where there is nothing to select from. */
  readonly type: StructuredType | undefined
  /** The options that this address takes. */
  readonly allowed: readonly SystemOption[]
  readonly now: Date
}

/**
 * Reads the system query options of a URL. Nothing is left out silently: what is no option, stands twice, has a bad value or
 * is of no use here is refused. Options without `$` are the caller's own.
 *
 * @throws GraphError 400
 */
export async function readOptions(url: string, context: OptionsContext): Promise<QueryOptions> {
  if (!url.includes('?')) return NO_OPTIONS
  const { options, aliases } = readQueryString(url)
  for (const name of options.keys()) checkAllowed(name, context)
  const { type, model, now } = context
  if (!type) return { ...NO_OPTIONS, ...only('format', options.get('$format')) }
  const [filter, orderBy, select] = ['$filter', '$orderby', '$select'].map((name) => options.get(name))
  const expressions = [filter, orderBy, ...aliases.values()].filter((text) => text !== undefined)
  const matcher = await loadMatcher(expressions)
  const check = { model, it: type, now, ...only('matcher', matcher) }
  if (options.has('$expand')) throw cannotExpand(options.get('$expand') as string, type)
  return {
    identity: () => identityOf(filter, orderBy, aliases),
    ...only('filter', filter === undefined ? undefined : readFilter(filter, aliases, check)),
    ...only('orderBy', orderBy === undefined ? undefined : readOrderBy(orderBy, aliases, check)),
    ...only('select', select === undefined ? undefined : readSelect(select, type, model)),
    ...only('top', readInteger('$top', options)),
    ...only('skip', readInteger('$skip', options)),
    ...only('count', readCount(options.get('$count'))),
    ...only('skipToken', options.get('$skiptoken')),
    ...only('format', options.get('$format')),
  }
}

const NO_OPTIONS: QueryOptions = { identity: () => identityOf() }

/** The link to the second page of a plain list has options, and belongs to the plain list. */
function identityOf(filter?: string, orderBy?: string, aliases: ReadonlyMap<string, string> = new Map()): string {
  return JSON.stringify([filter, orderBy, [...aliases]])
}

function only<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>)
}

function checkAllowed(name: string, { allowed }: OptionsContext): void {
  if (!(SYSTEM_OPTIONS as readonly string[]).includes(name)) throw unknownQueryOption(name)
  if (!(allowed as readonly string[]).includes(name)) throw uselessOption(name, allowed)
  if (name === '$search')
    throw optionNotAllowed('Search', 'Nothing in Intune answers $search; contains() in a $filter may do.')
}

function readInteger(name: '$top' | '$skip', options: ReadonlyMap<string, string>): number | undefined {
  const text = options.get(name)
  if (text === undefined) return undefined
  const value = /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined
  if (value === undefined) throw invalidInteger(name, text)
  return value
}

function readCount(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined
  if (text !== 'true' && text !== 'false') throw invalidCount(text)
  return text === 'true'
}

/** The partner has no navigation properties: whatever is named can't be expanded (behaviour.md 10, row 23). */
function cannotExpand(text: string, type: StructuredType): Error {
  const name = text.split(/[,(/]/, 1)[0]?.trim() ?? ''
  if (type.properties.has(name)) {
    return invalidSelectOrExpand(
      `Property '${name}' on type '${type.name}' is not a navigation property or complex property. Only navigation properties can be expanded.`,
      `'${name}' is a part of the answer without $expand.`,
    )
  }
  const { message } = unknownMember(name, type.name, [])
  return invalidSelectOrExpand(message, `${type.name} has nothing to expand.`)
}
