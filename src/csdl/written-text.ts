import type { Model } from './model.js'
import type { Row } from './read-value.js'

/** A text that was made of a row, by the model that it was made with. */
export interface WrittenText {
  model?: Model
  text?: string
}

const WRITTEN = Symbol('written')

/** Makes room for a text beside the members of a row that will be frozen. */
export function makeRoomForText(row: object): void {
  Object.defineProperty(row, WRITTEN, { value: {} })
}

/**
 * Beside the row rather than in a WeakMap: that would be found by way of three places in memory that are cold in a large set,
 * and looked through by each garbage collection.
 *
 * @returns undefined for a row that no collection has made: it may change
 */
export function writtenText(row: Row): WrittenText | undefined {
  return (row as { readonly [WRITTEN]?: WrittenText })[WRITTEN]
}
