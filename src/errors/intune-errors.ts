import { GraphError, type RequestFacts } from './graph-error.js'

const NO_OPERATION = '00000000-0000-0000-0000-000000000000'

/**
 * Intune's `_version: 3` message: pretty JSON with CRLF in a string. The operation id is all zero in every
 * recorded body, the activity id is the client's request id.
 */
function versionThree(text: string, url: string, { clientRequestId }: RequestFacts): string {
  const document = {
    _version: 3,
    Message: `${text} - Operation ID (for customer support): ${NO_OPERATION} - Activity ID: ${clientRequestId} - Url: ${url}`,
    CustomApiErrorPhrase: '',
    RetryAfter: null,
    ErrorSourceService: '',
    HttpHeaders: '{}',
  }
  return JSON.stringify(document, null, 2).replaceAll('\n', '\r\n')
}

/** @param url the address inside Intune that the message names */
export const resourceNotFound = (url: string, hint: string): GraphError =>
  new GraphError({
    status: 404,
    code: 'ResourceNotFound',
    message: 'An error has occurred',
    describe: (request) => versionThree('An error has occurred', url, request),
    hint,
  })

/** Intune has no 405: a verb that a route lacks is a route that does not exist. */
export const noRoute = (template: string, method: string, path: string, hint: string): GraphError =>
  new GraphError({
    status: 400,
    code: 'No method match route template',
    message: `No OData route exists that match template ${template} with http verb ${method} for request ${path}.`,
    hint,
  })

/** A caller without the scopes; Intune's own answer, in its own form. */
export const forbidden = (text: string, url: string, hint: string): GraphError =>
  new GraphError({
    status: 403,
    code: 'Forbidden',
    message: text,
    describe: (request) => versionThree(text, url, request),
    hint,
  })
