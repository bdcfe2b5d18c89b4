import { emptyPayload, notJsonContentType, unreadableJson } from '../errors/gateway-errors.js'
import { unknownParameter } from '../errors/model-validation-errors.js'
import { JsonObject, JsonSyntaxError, type JsonValue, readJson } from '../json/read-json.js'
import type { Exchange } from '../exchange/exchange.js'

/**
 * Reads the body of a write as JSON.
 *
 * @throws GraphError 400 for another content type, no body, or a text that is no JSON
 */
export async function readBody(exchange: Exchange): Promise<JsonValue> {
  const contentType = exchange.header('content-type')
  if (contentType !== undefined && !isJson(contentType)) throw notJsonContentType(contentType)
  const text = await exchange.text()
  if (text.trim() === '') throw emptyPayload()
  if (contentType === undefined)
    throw unreadableJson("There is no Content-Type. Send 'Content-Type: application/json'.")
  return parse(text)
}

/**
 * Reads the body of an action that has no parameters: none, or an empty object. $batch cannot leave it out.
 *
 * @returns the parameters that were sent
 * @throws GraphError 400
 */
export async function readParameters(exchange: Exchange): Promise<JsonValue> {
  const text = await exchange.text()
  if (text.trim() === '') return new JsonObject()
  const contentType = exchange.header('content-type')
  if (contentType !== undefined && !isJson(contentType)) throw notJsonContentType(contentType)
  return parse(text)
}

/** @throws GraphError 400 for any parameter */
export function refuseParameters(parameters: JsonValue, action: string): void {
  const names = parameters instanceof JsonObject ? [...parameters.members.keys()] : ['']
  const name = names.find((candidate) => !candidate.includes('@'))
  if (name !== undefined) throw unknownParameter(name, action)
}

function isJson(contentType: string): boolean {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() === 'application/json'
}

function parse(text: string): JsonValue {
  try {
    return readJson(text.startsWith('\uFEFF') ? text.slice(1) : text)
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw unreadableJson(`The body is no JSON: ${error.message}.`)
    // Never seen: a defect of the reader, which becomes a 500.
    throw error
  }
}
