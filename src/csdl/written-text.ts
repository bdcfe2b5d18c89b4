import type { Model } from './model.js'
import type { Row } from './read-value.js'

/** Makes nothing: the fields of a class that extends it are put into the object that it is given. */
const Inside = function (object: object) {
  return object
} as unknown as new (object: object) => object

/**
 * A text beside the members of a row, in private fields: those of a frozen object can be written. Beside the row rather than
 * in a WeakMap, or an object of its own: each of these would be one more place in memory, and cold in a large set.
 */
class WrittenText extends Inside {
  #model: Model | undefined
  #text: string | undefined

  static in(row: Row, model: Model, write: (row: Row) => string): string {
    if (!(#text in row)) return write(row)
    if (row.#text === undefined || row.#model !== model) {
      row.#text = inOnePiece(write(row))
      row.#model = model
    }
    return row.#text
  }
}

/** V8 cuts a text out of another by pointing into it, and puts texts together by pointing at them; a list is copied. */
function inOnePiece(text: string): string {
  return [text.slice(0, 1), text.slice(1)].join('')
}

/** Makes room for a text in a row that will be frozen. */
export function makeRoomForText(row: object): void {
  new WrittenText(row)
}

/**
 * The text that is made of a row, by the model that it is made with. It is kept with rows of a collection, which never change.
 */
export function writtenText(row: Row, model: Model, write: (row: Row) => string): string {
  return WrittenText.in(row, model, write)
}
