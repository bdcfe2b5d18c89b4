/** Compares two texts in a time that tells nothing of where they differ. */
export function isSameSecret(known: string, given: string): boolean {
  let difference = known.length ^ given.length
  for (let index = 0; index < given.length; index++) {
    difference |= given.charCodeAt(index) ^ known.charCodeAt(index % known.length)
  }
  return difference === 0
}
