import { readFileSync } from 'node:fs'

/** What every peer is started with: a port, and a file of rows. */
export const [, , port, file] = process.argv

/** @returns {Record<string, unknown>[]} */
export const readRows = () => JSON.parse(readFileSync(file, 'utf8'))

/** @returns {Map<string, Record<string, unknown>>} the rows by id */
export const rowsById = () => new Map(readRows().map((row) => [row.id, row]))

/** Those whose name has a text in it, the last heard of first. */
export function filtered(rows, text, limit) {
  return [...rows.values()]
    .filter((row) => row.displayName.includes(text))
    .sort((left, right) => (left.lastHeartbeatDateTime < right.lastHeartbeatDateTime ? 1 : -1))
    .slice(0, limit)
}

/** The first rows of a map, without walking through the others. */
export function first(rows, limit) {
  const page = []
  for (const row of rows.values()) {
    if (page.length === limit) break
    page.push(row)
  }
  return page
}
