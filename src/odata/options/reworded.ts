import { ExpressionError } from '../expression/expression-error.js'

/**
 * Runs what reads or evaluates an expression.
 *
 * @param word makes the service's error of an expression's text and hint
 * @throws what `word` makes of an ExpressionError
 */
export function reworded<T>(run: () => T, word: (message: string, hint?: string) => Error): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof ExpressionError) throw word(error.message, error.hint)
    throw error
  }
}
