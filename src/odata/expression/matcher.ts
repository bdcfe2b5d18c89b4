import { notRegular } from './expression-error.js'

/** Makes a test of a pattern; it throws ExpressionError for one that is not regular. */
export type Matcher = (pattern: string) => (text: string) => boolean

/**
 * Loads the regular expressions of `matchesPattern`, where a text asks for them. JavaScript's own backtrack: a pattern of
 * a dozen characters can hang the process. RE2 takes time in proportion to the text.
 *
 * @returns undefined where no text asks for them
 */
export async function loadMatcher(texts: readonly string[]): Promise<Matcher | undefined> {
  if (!texts.some((text) => /matchespattern/i.test(text))) return undefined
  const { RE2JS } = await import('re2js')
  return (pattern) => {
    try {
      const compiled = RE2JS.compile(pattern)
      return (text) => compiled.matcher(text).find()
    } catch (error) {
      throw notRegular(pattern, (error as Error).message)
    }
  }
}
