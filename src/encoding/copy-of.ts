/**
 * V8 cuts a text out of another by pointing into it, and puts texts together by pointing at them. A copy is in one piece, and
 * lies in memory beside what is made before and after it.
 *
 * @returns the same text
 */
export function copyOf(text: string): string {
  return [text.slice(0, 1), text.slice(1)].join('')
}
