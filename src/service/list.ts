import { notPlainText } from '../errors/query-errors.js'
import { negotiateType } from '../odata/media-type.js'
import { type RowSource, selectPage } from '../odata/options/page.js'
import { withValue } from '../odata/payload.js'
import { readSkipToken, type TokenScope, writeSkipToken } from '../odata/options/skip-token.js'
import { preferredPageSize } from '../odata/prefer.js'
import { sequenceOf } from '../store/collection.js'
import { hash } from '../store/ids.js'
import { contextRoot, nextLink } from './links.js'
import { type At, contextOf, type Outcome, rowsOf, rowWriter } from './operations.js'

/** Intune's page for managed devices; partner sets are a handful of rows, and no link to a next page was ever seen. */
const PAGE_SIZE = 1000

/** A page of rows. */
export function list(operation: At<'collection'>): Outcome {
  const { exchange, target, options, format } = operation
  const after = options.skipToken === undefined ? undefined : readSkipToken(options.skipToken, tokenScope(operation))
  const preference = preferredPageSize(exchange.header('prefer'))
  const { filter, orderBy, skip = 0, top } = options
  const pageSize = Math.min(preference?.size ?? after?.pageSize ?? PAGE_SIZE, PAGE_SIZE)
  const counted = options.count ?? false
  const request = { filter, orderBy, skip, top, pageSize, after, counted, sequenceOf }
  const page = selectPage(sourceOf(operation), request)
  const selected = options.select ? `(${options.select.text})` : ''
  const next = page.next && nextLink(exchange, writeSkipToken(page.next, tokenScope(operation)))
  const members = {
    ...contextOf(`${contextRoot(exchange, target)}#${target.resource.path}${selected}`, format),
    ...(page.count === undefined ? {} : { '@odata.count': format.ieee754Compatible ? String(page.count) : page.count }),
    ...(next ? { '@odata.nextLink': next } : {}),
  }
  const body = withValue(members, page.rows, rowWriter(operation))
  return { status: 200, body, ...(preference ? { headers: { 'Preference-Applied': preference.applied } } : {}) }
}

/** The number of rows, as plain text. */
export function count(operation: At<'count'>): Outcome {
  const { exchange } = operation
  const accept = exchange.header('accept')
  if (negotiateType(accept, ['text/plain']) === undefined) throw notPlainText(accept ?? '')
  return { status: 200, text: { contentType: 'text/plain', content: String(numberOf(operation)) } }
}

/** Versions know different members of an enum, so an order is its version's own. */
function sourceOf(operation: At<'collection'>): RowSource {
  const rows = rowsOf(operation)
  const version = operation.target.version.toLowerCase()
  return {
    size: rows.size,
    values: () => rows.values(),
    ordered: (order) => rows.ordered({ ...order, name: `${version} ${order.name}` }),
  }
}

function numberOf(operation: At<'count'>): number {
  const rows = rowsOf(operation)
  const { filter } = operation.options
  if (!filter) return rows.size
  let matching = 0
  for (const row of rows.values()) if (filter.matches(row)) matching += 1
  return matching
}

function tokenScope({ tenant, target, options }: At<'collection'>): TokenScope {
  const text = JSON.stringify([tenant.id, target.resource.path, options.identity()])
  return { text, keyTypes: options.orderBy?.types ?? [], hash: (content) => hash(content, 0) }
}
