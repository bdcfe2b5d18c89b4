/** A JSON object that keeps what `JSON.parse` drops: a repeated name, and `__proto__` as a name like any other. */
export class JsonObject {
  readonly members = new Map<string, JsonValue>()
  /** The first name that occurs twice. */
  duplicate: string | undefined
}

/** A JSON number as it is spelled: service texts print it so. */
export class JsonNumber {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type JsonValue = string | boolean | null | JsonNumber | JsonObject | JsonValue[]

/** Thrown for a text that is no JSON; the message says what is wrong and where. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError'
}

/** Deeper texts are refused, as ODL refuses them: no schema here is deeper than five. */
export const MAX_DEPTH = 100

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const PLAIN_STRING = /"[^"\\\u0000-\u001f]*"/y
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const WHITESPACE = /[ \t\n\r]*/y

/**
 * Reads an RFC 8259 text.
 *
 * @throws JsonSyntaxError
 */
export function readJson(text: string): JsonValue {
  const reader = new Reader(text)
  const value = reader.value(0)
  reader.end()
  return value
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
    this.#skip()
  }

  /** value = object / array / string / number / "true" / "false" / "null" */
  value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw this.#error(`more than ${MAX_DEPTH} levels`)
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth)
      case '[':
        return this.#array(depth)
      case '"':
        return this.#stringValue()
      case 't':
        return this.#word('true', true)
      case 'f':
        return this.#word('false', false)
      case 'n':
        return this.#word('null', null)
      default:
        return new JsonNumber(this.#match(NUMBER, 'a value'))
    }
  }

  end(): void {
    if (this.#at < this.#text.length) throw this.#error('the end of the text expected')
  }

  /** object = "{" [ string ":" value *( "," string ":" value ) ] "}" */
  #object(depth: number): JsonObject {
    const object = new JsonObject()
    this.#take('{')
    if (this.#tryTake('}')) return object
    do {
      const name = this.#string()
      this.#take(':')
      const value = this.value(depth + 1)
      if (object.members.has(name)) object.duplicate ??= name
      object.members.set(name, value)
    } while (this.#tryTake(','))
    this.#take('}')
    return object
  }

  /** array = "[" [ value *( "," value ) ] "]" */
  #array(depth: number): JsonValue[] {
    const items: JsonValue[] = []
    this.#take('[')
    if (this.#tryTake(']')) return items
    do items.push(this.value(depth + 1))
    while (this.#tryTake(','))
    this.#take(']')
    return items
  }

  /**
   * A text of its own. V8 cuts a text out of another by pointing into it: a row's name would keep the whole body that it
   * came with, and be found by way of it.
   */
  #stringValue(): string {
    return JSON.parse(this.#match(STRING, 'a value')) as string
  }

  #string(): string {
    const start = this.#at
    PLAIN_STRING.lastIndex = start
    if (!PLAIN_STRING.test(this.#text)) return JSON.parse(this.#match(STRING, 'a string')) as string
    const end = PLAIN_STRING.lastIndex
    this.#at = end
    this.#skip()
    return this.#text.slice(start + 1, end - 1)
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#error('a value expected')
    this.#at += word.length
    this.#skip()
    return value
  }

  #match(pattern: RegExp, expected: string): string {
    const start = this.#at
    pattern.lastIndex = start
    if (!pattern.test(this.#text)) throw this.#error(`${expected} expected`)
    const end = pattern.lastIndex
    this.#at = end
    this.#skip()
    return this.#text.slice(start, end)
  }

  #take(character: string): void {
    if (!this.#tryTake(character)) throw this.#error(`'${character}' expected`)
  }

  #tryTake(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at += 1
    this.#skip()
    return true
  }

  #skip(): void {
    if (this.#text.charCodeAt(this.#at) > 0x20) return
    WHITESPACE.lastIndex = this.#at
    WHITESPACE.test(this.#text)
    this.#at = WHITESPACE.lastIndex
  }

  #error(what: string): JsonSyntaxError {
    const lines = this.#text.slice(0, this.#at).split('\n')
    return new JsonSyntaxError(`${what} at line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`)
  }
}
