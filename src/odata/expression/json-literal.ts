import { JsonNumber, JsonObject, type JsonValue } from '../../json/read-json.js'
import { ExpressionError } from './expression-error.js'
import type { Node } from './tree.js'

/**
 * A JSON value behind a parameter alias, as an expression.
 *
 * @param made is told of each node
 * @throws ExpressionError for an object: no member of the model compares with one
 */
export function jsonLiteral(value: JsonValue, made: (node: Node) => Node): Node {
  if (value === null) return made({ kind: 'null' })
  if (typeof value === 'string') return made({ kind: 'literal', type: 'string', text: value })
  if (typeof value === 'boolean') return made({ kind: 'literal', type: 'boolean', text: String(value) })
  if (value instanceof JsonNumber) return made({ kind: 'literal', type: 'number', text: value.text })
  if (value instanceof JsonObject) throw new ExpressionError('An object cannot be compared here.')
  return made({ kind: 'list', items: value.map((item) => jsonLiteral(item, made)) })
}
