import { GraphError } from './graph-error.js'

/** Errors of query options: `BadRequest`, with the texts of the OData library (ODL) unless a comment says otherwise. */
const badRequest = (message: string, hint?: string): GraphError =>
  new GraphError({ status: 400, code: 'BadRequest', message, hint })

/** Recorded alone, and with ODL's text behind a colon. */
export const invalidFilter = (text: string, hint?: string): GraphError =>
  badRequest(`Invalid filter clause: ${text}`, hint)

export const invalidOrderBy = (text: string, hint?: string): GraphError => badRequest(text, hint)

export const notSortable = (): GraphError =>
  badRequest('The $orderby expression must evaluate to a single value of primitive type.')

export const filterNotBoolean = (): GraphError =>
  invalidFilter('The $filter expression must evaluate to a single boolean value.')

/** Recorded. */
export const invalidSelectOrExpand = (text: string, hint?: string): GraphError =>
  badRequest(`Parsing OData Select and Expand failed: ${text}`, hint)

export const invalidInteger = (option: string, value: string): GraphError =>
  badRequest(
    `Invalid value '${value}' for ${option} query option found. The ${option} query option requires a non-negative integer value.`,
  )

export const invalidCount = (value: string): GraphError =>
  badRequest(`Invalid value '${value}' for $count query option found. Valid values are 'true, false'.`)

export const repeatedOption = (option: string): GraphError =>
  badRequest(`Query option '${option}' was specified more than once, but it must be specified at most once.`)

export const unknownQueryOption = (option: string): GraphError =>
  badRequest(`The query parameter '${option}' is not supported.`, 'Options without $ are ignored.')

/** The same words for an option that Graph has, where this address has no use for it. */
export const uselessOption = (option: string, known: readonly string[]): GraphError =>
  badRequest(
    `The query parameter '${option}' is not supported.`,
    known.length > 0 ? `This address takes: ${known.join(', ')}.` : 'This address takes no query options.',
  )

/** The words that Intune is recorded with for $filter on a set that forbids it. */
export const optionNotAllowed = (option: string, hint: string): GraphError =>
  badRequest(
    `The query specified in the URI is not valid. Query option '${option}' is not allowed. To allow it, set the 'AllowedQueryOptions' property on EnableQueryAttribute or QueryValidationSettings.`,
    hint,
  )

/** The words are ours: Graph's tokens are opaque, and what it says of a bad one is not on record for Intune. */
export const invalidSkipToken = (): GraphError =>
  badRequest(
    'The $skiptoken is not valid.',
    'Follow @odata.nextLink as it is: the token belongs to its tenant, $filter and $orderby.',
  )

/** Only the status is documented; the sentence is ODL's. */
export const notAcceptable = (asked: string, supported: readonly string[]): GraphError =>
  new GraphError({
    status: 406,
    code: 'NotAcceptable',
    message: `A supported MIME type could not be found that matches the acceptable MIME types for the request. The supported type(s) '${supported.join(', ')}' do not match any of the acceptable MIME types '${asked}'.`,
    hint: 'Send Accept: application/json, or none.',
  })

/** Recorded for `/$count`: it is plain text, and JSON is refused with 415. The sentence is ODL's. */
export const notPlainText = (asked: string): GraphError =>
  new GraphError({
    status: 415,
    code: 'UnsupportedMediaType',
    message: `A supported MIME type could not be found that matches the acceptable MIME types for the request. The supported type(s) 'text/plain' do not match any of the acceptable MIME types '${asked}'.`,
    hint: '$count is plain text: send Accept: text/plain, */* or none.',
  })
