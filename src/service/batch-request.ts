import { invalidBatchPayload, missingBatchContentType, tooManyBatchRequests } from '../errors/batch-errors.js'
import { JsonObject, type JsonValue } from '../json/read-json.js'
import { writeJson } from '../json/write-json.js'
import { decodeBase64Url } from '../encoding/base64url.js'

/** One request of a batch, read and found in order. */
export interface BatchRequest {
  readonly id: string
  /** In upper case. */
  readonly method: string
  /** Relative to the version, without a leading slash; as sent. */
  readonly url: string
  /** By their names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  /** The body as it would be on the wire; undefined for none. */
  readonly body: string | undefined
  readonly dependsOn: readonly string[]
}

type Members = ReadonlyMap<string, JsonValue>

const MAX_REQUESTS = 20
const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']
const WRITES = ['POST', 'PATCH', 'PUT']

/**
 * Reads the payload of `$batch`. Members that Graph does not define are ignored, as it does: a misspelt `depends_on` has
 * no effect there (msgraph-sdk-python-core#996). Which of several faults it reports is not known.
 *
 * @throws GraphError 400 for the batch as a whole
 */
export function readBatchRequests(payload: JsonValue): BatchRequest[] {
  const requests = readMembers(payload, 'The body').get('requests')
  if (!Array.isArray(requests) || requests.length === 0)
    throw invalidBatchPayload("Send {\"requests\": [...]} with at least one request: its 'id', 'method' and 'url'.")
  if (requests.length > MAX_REQUESTS) throw tooManyBatchRequests(requests.length, MAX_REQUESTS)
  return requests.map((request, index) => readRequest(request, `requests[${index}]`))
}

function readRequest(value: JsonValue, where: string): BatchRequest {
  const members = readMembers(value, where)
  const request = {
    id: readText(members, 'id', where),
    method: readMethod(members, where),
    url: readUrl(members, where),
    headers: readHeaders(members, where),
    body: readBody(members, where),
    dependsOn: readDependsOn(members, where),
  }
  const needsContentType = request.body !== undefined || WRITES.includes(request.method)
  if (needsContentType && !request.headers.get('content-type')?.trim()) throw missingBatchContentType(request.id)
  return request
}

/** A name that occurs twice is refused: no one knows which of the two Graph would take. */
function readMembers(value: JsonValue, where: string): Members {
  if (!(value instanceof JsonObject)) throw invalidBatchPayload(`${where} takes a JSON object.`)
  if (value.duplicate !== undefined) throw invalidBatchPayload(`${where} has '${value.duplicate}' twice.`)
  return value.members
}

function readText(members: Members, name: string, where: string): string {
  const value = members.get(name)
  if (typeof value === 'string' && value !== '') return value
  throw invalidBatchPayload(`${where} takes '${name}', a text that is not empty.`)
}

/** OPTIONS and HEAD are nothing that one would batch; what Graph answers them is not known. */
function readMethod(members: Members, where: string): string {
  const method = readText(members, 'method', where).toUpperCase()
  if (METHODS.includes(method)) return method
  throw invalidBatchPayload(`${where} has the method '${method}'. Use one of: ${METHODS.join(', ')}.`)
}

/** Both `/users` and `users` are documented; a surrogate on its own is no character and has no percent-encoding. */
function readUrl(members: Members, where: string): string {
  const url = readText(members, 'url', where)
  if (/\p{Surrogate}/u.test(url)) throw invalidBatchPayload(`${where} has a 'url' that is no well-formed Unicode.`)
  return url.startsWith('/') ? url.slice(1) : url
}

function readHeaders(members: Members, where: string): Map<string, string> {
  const headers = new Map<string, string>()
  const sent = members.get('headers') ?? null
  if (sent === null) return headers
  for (const [name, value] of readMembers(sent, `${where}.headers`)) {
    if (typeof value !== 'string') throw invalidBatchPayload(`${where}.headers takes texts; '${name}' is none.`)
    if (headers.has(name.toLowerCase())) throw invalidBatchPayload(`${where}.headers has '${name}' twice.`)
    headers.set(name.toLowerCase(), value)
  }
  return headers
}

/** "Can be a JSON object or a base64 URL-encoded value" (concepts/json-batching.md). */
function readBody(members: Members, where: string): string | undefined {
  const body = members.get('body') ?? null
  if (body === null) return undefined
  if (body instanceof JsonObject) return writeJson(body)
  const text = typeof body === 'string' ? decodeBase64Url(body) : undefined
  if (text !== undefined) return text
  throw invalidBatchPayload(`${where} takes a 'body' that is a JSON object, or base64url where it is no JSON.`)
}

function readDependsOn(members: Members, where: string): string[] {
  const ids = members.get('dependsOn') ?? null
  if (ids === null) return []
  if (Array.isArray(ids) && ids.every((id) => typeof id === 'string')) return ids
  throw invalidBatchPayload(`${where} takes 'dependsOn', a list of ids.`)
}
