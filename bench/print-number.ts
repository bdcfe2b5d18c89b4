/** @returns the number for readers: whole, in groups of three with spaces between; with one decimal below 10; a dash for NaN */
export function printNumber(value: number): string {
  if (Number.isNaN(value)) return '–'
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en').replaceAll(',', ' ')
}
