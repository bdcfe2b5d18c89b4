import type { Row } from '../../csdl/read-value.js'
import { filterNotBoolean, invalidFilter } from '../../errors/query-errors.js'
import { type CheckContext, checkExpression } from '../expression/check-expression.js'
import { compileExpression } from '../expression/compile-expression.js'
import { convert } from '../expression/convert.js'
import { parseExpression } from '../expression/parse-expression.js'
import type { Aliases } from '../expression/token-reader.js'
import { reworded } from './reworded.js'

export type Predicate = (row: Row) => boolean

/**
 * Makes a predicate of a $filter. A row for which the expression is null is not in the result.
 *
 * The predicate throws GraphError 400 for what shows in the rows alone: a division by zero, too many items.
 *
 * @throws GraphError 400
 */
export function readFilter(text: string, aliases: Aliases, context: CheckContext): Predicate {
  return reworded(() => {
    const checked = checkExpression(parseExpression(text, aliases), context)
    const typed =
      checked.type.kind === 'null' ? undefined : convert(checked, { kind: 'primitive', name: 'Edm.Boolean' })
    if (!typed) throw filterNotBoolean()
    const evaluate = compileExpression(typed)
    const frame: unknown[] = []
    return (row) => {
      frame[0] = row
      return reworded(() => evaluate(frame) === true, invalidFilter)
    }
  }, invalidFilter)
}
