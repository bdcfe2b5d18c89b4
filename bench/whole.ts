/** @returns the number for readers: groups of three, with spaces between; a digit after the point where it is small */
export function whole(value: number): string {
  if (Number.isNaN(value)) return '–'
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en').replaceAll(',', ' ')
}
