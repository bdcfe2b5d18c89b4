import { syntaxError, tooDeep, tooManyNodes } from './expression-error.js'
import { type Token, tokenize } from './tokens.js'
import type { BinaryOperator, Node } from './tree.js'

/** ODL's default is 800 for $filter; a list of ids is longer. */
export const MAX_NODES = 5000
/** Parentheses, arguments and lambdas inside each other; ODL's default. */
export const MAX_DEPTH = 100

/** Parameter aliases by name, `@` included: the texts of the query options of that name. */
export type Aliases = ReadonlyMap<string, string>

/** What the readers of an expression and of its aliases have in common. */
export interface Shared {
  readonly aliases: Aliases
  /** Aliases that are being read. */
  readonly open: string[]
  /** Nodes made so far: an alias may be named often. */
  nodes: number
}

/** The tokens of an expression, one after the other, and the limits of what is made of them. */
export class TokenReader {
  readonly shared: Shared
  readonly #text: string
  readonly #tokens: Token[]
  #next = 0
  #depth = 0

  /** @throws ExpressionError for what is no token */
  constructor(text: string, shared: Shared) {
    this.#text = text
    this.#tokens = tokenize(text)
    this.shared = shared
  }

  get token(): Token {
    return this.#tokens[this.#next] as Token
  }

  take(): Token {
    const token = this.token
    if (token.kind !== 'end') this.#next++
    return token
  }

  is(mark: string): boolean {
    return this.token.kind === 'mark' && this.token.text === mark
  }

  skip(mark: string): boolean {
    const found = this.is(mark)
    if (found) this.#next++
    return found
  }

  expect(mark: string): void {
    if (!this.skip(mark)) throw this.error(this.token)
  }

  expectEnd(): void {
    if (this.token.kind !== 'end') throw this.error(this.token)
  }

  /** Takes one of the operators, in any case. */
  operator<T extends BinaryOperator>(operators: readonly T[]): T | undefined {
    const operator = operators.find((candidate) => isWord(this.token, candidate))
    if (operator) this.#next++
    return operator
  }

  /** Counts a node. */
  made<T extends Node>(node: T): T {
    if (++this.shared.nodes > MAX_NODES) throw tooManyNodes(MAX_NODES)
    return node
  }

  /** Counts a level. */
  nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw tooDeep(MAX_DEPTH)
    const result = read()
    this.#depth--
    return result
  }

  error(token: Token): Error {
    return syntaxError(token.at, this.#text)
  }
}

export function isWord({ kind, text }: Token, word: string): boolean {
  return kind === 'name' && text.toLowerCase() === word
}
