import { JsonNumber, JsonObject, type JsonValue } from './read-json.js'

/** Writes what `readJson` reads, compact: numbers as they were spelled, and a repeated name repeated again. */
export function writeJson(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.text
  if (value instanceof JsonObject) return writeObject(value)
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`
  return JSON.stringify(value)
}

function writeObject({ members, duplicate }: JsonObject): string {
  const written = Array.from(members, ([name, value]) => `${JSON.stringify(name)}:${writeJson(value)}`)
  // Only the last value of a repeated name is kept. Repeating that one instead of null would double per level.
  const repeated = duplicate === undefined ? [] : [`${JSON.stringify(duplicate)}:null`]
  return `{${[...repeated, ...written].join(',')}}`
}
