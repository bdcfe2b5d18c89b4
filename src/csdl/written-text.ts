import { copyOf } from '../encoding/copy-of.js'
import type { Model } from './model.js'
import type { Row } from './read-value.js'

/** Makes nothing: the fields of a class that extends it are put into the object that it is given. */
const Inside = function (object: object) {
  return object
} as unknown as new (object: object) => object

/**
 * A text in private fields of a row, which stay writable when it is frozen. A WeakMap, or an object beside the row, would be
 * one more place in memory to go to, and cold in a large set.
 */
class WrittenText extends Inside {
  #model: Model | undefined
  #text: string | undefined

  static in(row: Row, model: Model, write: (row: Row) => string): string {
    if (!(#text in row)) return write(row)
    if (row.#text === undefined || row.#model !== model) {
      row.#text = copyOf(write(row))
      row.#model = model
    }
    return row.#text
  }
}

/**
 * Makes room for a text in an object, which is frozen afterwards: fields may not always be put into a frozen one
 * (TC39, nonextensible applies to private).
 *
 * @returns the same object, to go on with: Rollup leaves out a `new` whose result is not used
 */
export function withRoomForText<T extends object>(row: T): T {
  return new WrittenText(row) as object as T
}

/**
 * The text that is made of a row, by the model that it is made with. It is kept with rows of a collection, which never change.
 */
export function writtenText(row: Row, model: Model, write: (row: Row) => string): string {
  return WrittenText.in(row, model, write)
}
