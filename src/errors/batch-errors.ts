import { GraphError } from './graph-error.js'

/**
 * Errors of `$batch`. Those that refuse a batch as a whole are all 400 `BadRequest`, their words recorded
 * unless a comment says otherwise.
 */
const badRequest = (message: string, hint: string): GraphError =>
  new GraphError({ status: 400, code: 'BadRequest', message, hint })

/** Graph has this one text for every payload that it cannot read, and for one without requests. */
export const invalidBatchPayload = (hint: string): GraphError => badRequest('Invalid batch payload format.', hint)

export const tooManyBatchRequests = (count: number, limit: number): GraphError =>
  badRequest(
    'Number of requests inside batch exceeds the limit.',
    `There are ${count} requests. Send ${limit} at most in a batch.`,
  )

export const repeatedBatchId = (id: string): GraphError =>
  badRequest(
    `Request Id ${id} has to be unique in a batch.`,
    "Give each request an 'id' of its own; 'a' and 'A' are the same.",
  )

/** Also on record for a POST or PATCH that has no body. */
export const missingBatchContentType = (id: string): GraphError =>
  badRequest(
    `Write request with id '${id}' does not contain a Content-Type header.`,
    `Add "headers": {"Content-Type": "application/json"} to it, and "body": {} where there is nothing to send.`,
  )

/** On record are the words up to "request Id" (msgraph-sdk-java#2109); what follows them is the emulator's. */
export const invalidBatchDependency = (id: string, dependency: string): GraphError =>
  badRequest(
    `Invalid dependency for request Id ${id}.`,
    `'dependsOn' names '${dependency}', which is no request before '${id}'. List a request after those it depends on.`,
  )

/** No answer to a batch inside a batch is on record; the words are the emulator's. */
export const nestedBatch = (): GraphError =>
  badRequest('A batch request cannot contain another batch.', 'List its requests in the outer batch, or send it apart.')

/** Only the status is documented (concepts/json-batching.md); the code and the words are the emulator's. */
export const failedDependency = (dependency: string): GraphError =>
  new GraphError({
    status: 424,
    code: 'FailedDependency',
    message: `The request was not run: request '${dependency}', on which it depends, failed.`,
    hint: `The response with the id '${dependency}' says why.`,
  })
