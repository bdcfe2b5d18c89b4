import type { Row } from '../../csdl/read-value.js'
import { filterNotBoolean, invalidFilter } from '../../errors/query-errors.js'
import { type CheckContext, checkExpression } from '../expression/check-expression.js'
import { compileExpression, type Evaluate } from '../expression/compile-expression.js'
import { convert } from '../expression/convert.js'
import { parseExpression } from '../expression/parse-expression.js'
import type { Aliases } from '../expression/token-reader.js'
import { mayFail, membersRead } from '../expression/traits.js'
import type { Typed } from '../expression/typed-tree.js'
import { reworded } from './reworded.js'

export interface Filter {
  /**
   * @returns whether the row is in the result
   * @throws GraphError 400 for what shows in the rows alone: a division by zero, too many items
   */
  matches(row: Row): boolean
  /** Whether `matches` may throw: then it has to see every row, for the answer not to depend on how many are wanted. */
  readonly mayFail: boolean
  /** The same for the members of a row that it reads; undefined where it asks the row itself. */
  readonly byMembers: MemberFilter | undefined
}

export interface MemberFilter {
  readonly names: readonly string[]
  /** @param values of the members, in the order of their names */
  matches(values: readonly unknown[]): boolean
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
    return filterOf(typed)
  }, invalidFilter)
}

function filterOf(typed: Typed): Filter {
  const names = membersRead(typed)
  const fails = mayFail(typed)
  const test = testOf(compileExpression(typed, names), fails)
  if (!names) return { matches: test, mayFail: fails, byMembers: undefined }
  const values: unknown[] = []
  const matches = (row: Row) => {
    for (let at = 0; at < names.length; at++) values[at] = row[names[at] as string]
    return test(values)
  }
  return { matches, mayFail: fails, byMembers: { names, matches: test } }
}

/** @returns a test of what is in the place of `$it` */
function testOf(evaluate: Evaluate, fails: boolean): (it: unknown) => boolean {
  const frame: unknown[] = []
  const test = (it: unknown) => {
    frame[0] = it
    return evaluate(frame) === true
  }
  return fails ? (it) => reworded(() => test(it), invalidFilter) : test
}
