import { GraphError } from './graph-error.js'

/**
 * Errors that Graph's gateway answers before Intune sees the request: `BadRequest` and a plain sentence.
 * The words are those of recorded bodies unless a comment says otherwise.
 */
const badRequest = (message: string, hint?: string): GraphError =>
  new GraphError({ status: 400, code: 'BadRequest', message, hint })

export const unreadableJson = (hint: string): GraphError =>
  badRequest(
    'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    hint,
  )

export const emptyPayload = (): GraphError =>
  badRequest('Empty Payload. JSON content expected.', 'Send a JSON object as the body; {} will do.')

export const notJsonContentType = (contentType: string): GraphError =>
  badRequest(
    'Entity only allows writes with a JSON Content-Type header.',
    `Content-Type is '${contentType}'. Send 'Content-Type: application/json'.`,
  )

export const unknownSegment = (segment: string, hint?: string): GraphError =>
  badRequest(`Resource not found for the segment '${segment}'.`, hint)

/**
 * Two forms are on record: this one (2023), and 404 `ResourceNotFound` with `Invalid version: name` (2025).
 * The 400 is chosen, as for every other address that does not resolve.
 */
export const invalidVersion = (version: string, known: readonly string[]): GraphError =>
  badRequest('Invalid version.', `'${version}' is no version. Use one of: ${known.join(', ')}.`)

/** ODL's text for a key or a percent-encoding that it cannot read; not seen on the wire. */
export const badUrlSyntax = (hint: string): GraphError => badRequest('Bad Request - Error in query syntax.', hint)

/** Only the status is documented (concepts/errors.md); the code and the words are the emulator's. */
export const payloadTooLarge = (limit: number): GraphError =>
  new GraphError({
    status: 413,
    code: 'RequestEntityTooLarge',
    message: 'The request entity is too large.',
    hint: `A body may have ${limit} bytes.`,
  })

/** What Graph answers and the emulator does not yet. Never a silent 200. */
export const notEmulated = (feature: string): GraphError =>
  new GraphError({
    status: 501,
    code: 'NotSupported',
    message: `intune-emulator does not emulate ${feature} yet.`,
    hint: 'Put a msw handler of your own in front for it.',
  })

/** A defect of the emulator itself; the process stays up and says so. */
export const internalServerError = (cause: unknown): GraphError =>
  new GraphError({
    status: 500,
    code: 'InternalServerError',
    message: 'An internal server error has occurred.',
    hint: `This is a defect of intune-emulator: ${cause instanceof Error ? cause.message : String(cause)}`,
  })

/** Graph's documented sample (json-batching) of a method that an address does not take. */
export const methodNotAllowed = (allowed: string): GraphError =>
  new GraphError({
    status: 405,
    code: 'Request_BadRequest',
    message: 'Specified HTTP method is not allowed for the request target.',
    hint: `It answers: ${allowed}.`,
    headers: { Allow: allowed },
  })

/** Nothing that Graph could answer: a msw handler of the user's own has taken the body and answered nothing. */
export const bodyTaken = (): GraphError =>
  new GraphError({
    status: 500,
    code: 'InternalServerError',
    message: 'An internal server error has occurred.',
    hint: 'A handler of yours in front has read the body and passed the request on. Let it read request.clone().',
  })
