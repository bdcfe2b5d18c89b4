import type { Row } from '../../csdl/read-value.js'
import { filterNotBoolean, invalidFilter } from '../../errors/query-errors.js'
import { type CheckContext, checkExpression } from '../expression/check-expression.js'
import { compileExpression } from '../expression/compile-expression.js'
import { convert } from '../expression/convert.js'
import { parseExpression } from '../expression/parse-expression.js'
import type { Aliases } from '../expression/token-reader.js'
import { mayFail } from '../expression/traits.js'
import { reworded } from './reworded.js'

export interface Filter {
  /**
   * @returns whether the row is in the result
   * @throws GraphError 400 for what shows in the rows alone: a division by zero, too many items
   */
  matches(row: Row): boolean
  /** Whether `matches` may throw: then it has to see every row, for the answer not to depend on how many are wanted. */
  readonly mayFail: boolean
}

/**
 * Reads a $filter. A row for which the expression is null is not in the result.
 *
 * @throws GraphError 400
 */
export function readFilter(text: string, aliases: Aliases, context: CheckContext): Filter {
  return reworded(() => {
    const checked = checkExpression(parseExpression(text, aliases), context)
    const typed =
      checked.type.kind === 'null' ? undefined : convert(checked, { kind: 'primitive', name: 'Edm.Boolean' })
    if (!typed) throw filterNotBoolean()
    const evaluate = compileExpression(typed)
    const frame: unknown[] = []
    const matches = (row: Row) => {
      frame[0] = row
      return evaluate(frame) === true
    }
    if (!mayFail(typed)) return { matches, mayFail: false }
    return { matches: (row) => reworded(() => matches(row), invalidFilter), mayFail: true }
  }, invalidFilter)
}
