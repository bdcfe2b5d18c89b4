import { JsonSyntaxError, readJson } from '../../json/read-json.js'
import { cyclicAlias, syntaxError, tooDeep, tooManyNodes } from './expression-error.js'
import { jsonLiteral } from './json-literal.js'
import { type Token, type TokenKind, tokenize } from './tokens.js'
import { type BinaryOperator, type LiteralType, type Node, PRECEDENCE } from './tree.js'

/** ODL's default is 800 for $filter; a list of ids is longer. */
export const MAX_NODES = 5000
/** Parentheses, arguments and lambdas inside each other; ODL's default. */
export const MAX_DEPTH = 100

/** Parameter aliases by name, `@` included: the texts of the query options of that name. */
export type Aliases = ReadonlyMap<string, string>

/**
 * Reads an expression. The grammar, after the OData ABNF 4.01:
 *
 *     expression = unary, with the binary operators of PRECEDENCE between, all left-associative
 *     unary      = ( "not" / "-" ) unary / primary
 *     primary    = operand *( "has" operand / "in" ( list / operand ) )
 *     operand    = literal / "(" expression ")" / alias / call / path
 *     call       = name "(" [ expression *( "," expression ) ] ")"
 *     path       = ( "$it" / variable / name ) *( "/" ( name / "$count" / lambda ) )
 *     lambda     = "any" "(" [ variable ":" expression ] ")" / "all" "(" variable ":" expression ")"
 *     list       = "(" expression *( "," expression ) ")"
 *
 * Operators and functions are read in any case, as 4.01 asks.
 *
 * @throws ExpressionError
 */
export function parseExpression(text: string, aliases: Aliases = new Map()): Node {
  const parser = new Parser(text, { aliases, open: [], nodes: 0 })
  return parser.whole()
}

/**
 * Reads expressions with commas between, each with what may follow it.
 *
 * @param suffix takes the words that may stand behind an expression
 */
export function parseList<T>(text: string, aliases: Aliases, suffix: (node: Node, word: string | undefined) => T): T[] {
  const parser = new Parser(text, { aliases, open: [], nodes: 0 })
  return parser.list(suffix)
}

interface Shared {
  readonly aliases: Aliases
  /** Aliases that are being read. */
  readonly open: string[]
  nodes: number
}

const LITERALS: Partial<Record<TokenKind, LiteralType>> = {
  string: 'string',
  number: 'number',
  guid: 'guid',
  date: 'date',
  dateTimeOffset: 'dateTimeOffset',
  timeOfDay: 'timeOfDay',
  duration: 'duration',
  enum: 'enum',
}

class Parser {
  readonly #text: string
  readonly #tokens: Token[]
  readonly #shared: Shared
  readonly #variables: string[] = []
  #next = 0
  #depth = 0

  constructor(text: string, shared: Shared) {
    this.#text = text
    this.#tokens = tokenize(text)
    this.#shared = shared
  }

  whole(): Node {
    const node = this.#expression()
    this.#expectEnd()
    return node
  }

  list<T>(suffix: (node: Node, word: string | undefined) => T): T[] {
    const items: T[] = []
    do {
      const node = this.#expression()
      const word = this.#token.kind === 'name' ? this.#take().text : undefined
      if (word !== undefined && !/^(?:asc|desc)$/i.test(word)) throw this.#error(this.#tokens[this.#next - 1])
      items.push(suffix(node, word?.toLowerCase()))
    } while (this.#skip(','))
    this.#expectEnd()
    return items
  }

  #expression(level = 0): Node {
    if (level === PRECEDENCE.length) return this.#unary()
    let left = this.#expression(level + 1)
    for (;;) {
      const operator = this.#operator(PRECEDENCE[level] ?? [])
      if (!operator) return left
      left = this.#node({ kind: 'binary', operator, left, right: this.#expression(level + 1) })
    }
  }

  #unary(): Node {
    const token = this.#token
    if (token.kind === 'mark' && token.text === '-') return this.#negated()
    if (!isWord(token, 'not') || this.#variables.includes(token.text)) return this.#primary()
    this.#take()
    return this.#nested(() => this.#node({ kind: 'unary', operator: 'not', operand: this.#unary() }))
  }

  /** A minus that touches a number belongs to it. */
  #negated(): Node {
    const minus = this.#take()
    const number = this.#token
    if (number.kind === 'number' && number.at === minus.at + 1) {
      this.#take()
      return this.#primaryTail(this.#node({ kind: 'literal', type: 'number', text: `-${number.text}` }))
    }
    return this.#nested(() => this.#node({ kind: 'unary', operator: 'negate', operand: this.#unary() }))
  }

  #primary(): Node {
    return this.#primaryTail(this.#operand())
  }

  #primaryTail(first: Node): Node {
    let left = first
    for (;;) {
      const operator = this.#operator(['in', 'has'])
      if (!operator) return left
      const right = operator === 'in' && this.#is('(') ? this.#parenthesizedList() : this.#operand()
      left = this.#node({ kind: 'binary', operator, left, right })
    }
  }

  #parenthesizedList(): Node {
    this.#expect('(')
    const items = this.#nested(() => this.#arguments())
    this.#expect(')')
    return this.#node({ kind: 'list', items })
  }

  #operand(): Node {
    const token = this.#take()
    const literal = LITERALS[token.kind]
    if (literal) return this.#literal(token, literal)
    if (token.kind === 'alias') return this.#alias(token)
    if (token.kind === 'name') return this.#named(token)
    if (token.kind === 'dollar' && /^\$it$/i.test(token.text)) return this.#path(this.#variable('$it'))
    if (token.text !== '(') throw this.#error(token)
    const inner = this.#nested(() => this.#expression())
    this.#expect(')')
    return inner
  }

  #literal({ text }: Token, type: LiteralType): Node {
    if (type !== 'string' && type !== 'enum' && type !== 'duration') return this.#node({ kind: 'literal', type, text })
    const quote = text.indexOf("'")
    const value = text.slice(quote + 1, -1).replaceAll("''", "'")
    return this.#node({
      kind: 'literal',
      type,
      text: value,
      ...(type === 'enum' ? { enumType: text.slice(0, quote) } : {}),
    })
  }

  #named(token: Token): Node {
    const { text } = token
    if (this.#variables.includes(text)) return this.#path(this.#variable(text))
    if (this.#is('(')) return this.#call(text)
    if (/^(?:true|false)$/i.test(text))
      return this.#node({ kind: 'literal', type: 'boolean', text: text.toLowerCase() })
    if (/^null$/i.test(text)) return this.#node({ kind: 'null' })
    return this.#path(this.#segment(this.#variable('$it'), token))
  }

  #call(name: string): Node {
    this.#expect('(')
    const list = this.#is(')') ? [] : this.#nested(() => this.#arguments())
    this.#expect(')')
    return this.#path(this.#node({ kind: 'call', name: name.toLowerCase(), arguments: withType(name, list) }))
  }

  #arguments(): Node[] {
    const list = [this.#expression()]
    while (this.#skip(',')) list.push(this.#expression())
    return list
  }

  #path(start: Node): Node {
    let node = start
    while (this.#skip('/')) node = this.#segment(node, this.#take())
    return node
  }

  #segment(of: Node, token: Token): Node {
    if (token.kind === 'dollar' && /^\$count$/i.test(token.text)) return this.#node({ kind: 'count', of })
    if (token.kind !== 'name') throw this.#error(token)
    const quantifier = token.text.toLowerCase()
    if ((quantifier === 'any' || quantifier === 'all') && this.#is('(')) return this.#lambda(of, quantifier)
    if (token.text.includes('.')) return this.#node({ kind: 'narrow', of, type: token.text })
    return this.#node({ kind: 'member', of, name: token.text })
  }

  #lambda(of: Node, quantifier: 'any' | 'all'): Node {
    this.#expect('(')
    if (quantifier === 'any' && this.#skip(')')) return this.#node({ kind: 'lambda', quantifier, of })
    const variable = this.#take()
    if (variable.kind !== 'name') throw this.#error(variable)
    this.#expect(':')
    this.#variables.push(variable.text)
    const predicate = this.#nested(() => this.#expression())
    this.#variables.pop()
    this.#expect(')')
    return this.#node({ kind: 'lambda', quantifier, of, variable: variable.text, predicate })
  }

  /** An alias without a value is null (URL conventions, 5.1.1.18). */
  #alias({ text: name }: Token): Node {
    const { aliases, open } = this.#shared
    const text = aliases.get(name)
    if (text === undefined) return this.#node({ kind: 'null' })
    if (open.includes(name)) throw cyclicAlias(name)
    if (open.length >= MAX_DEPTH) throw tooDeep(MAX_DEPTH)
    if (/^\s*[[{]/.test(text)) return this.#json(text)
    open.push(name)
    const node = new Parser(text, this.#shared).whole()
    open.pop()
    return this.#path(node)
  }

  #json(text: string): Node {
    try {
      return jsonLiteral(readJson(text), (node) => this.#node(node))
    } catch (error) {
      if (error instanceof JsonSyntaxError) throw syntaxError(0, text)
      throw error
    }
  }

  #variable(name: string): Node {
    return this.#node({ kind: 'variable', name })
  }

  #node<T extends Node>(node: T): T {
    if (++this.#shared.nodes > MAX_NODES) throw tooManyNodes(MAX_NODES)
    return node
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw tooDeep(MAX_DEPTH)
    const result = read()
    this.#depth--
    return result
  }

  #operator<T extends BinaryOperator>(operators: readonly T[]): T | undefined {
    const operator = operators.find((candidate) => isWord(this.#token, candidate))
    if (operator) this.#next++
    return operator
  }

  get #token(): Token {
    return this.#tokens[this.#next] as Token
  }

  #take(): Token {
    const token = this.#token
    if (token.kind !== 'end') this.#next++
    return token
  }

  #is(mark: string): boolean {
    return this.#token.kind === 'mark' && this.#token.text === mark
  }

  #skip(mark: string): boolean {
    const found = this.#is(mark)
    if (found) this.#next++
    return found
  }

  #expect(mark: string): void {
    if (!this.#skip(mark)) throw this.#error(this.#token)
  }

  #expectEnd(): void {
    if (this.#token.kind !== 'end') throw this.#error(this.#token)
  }

  #error(token: Token | undefined): Error {
    return syntaxError(token?.at ?? 0, this.#text)
  }
}

function isWord({ kind, text }: Token, word: string): boolean {
  return kind === 'name' && text.toLowerCase() === word
}

/** The last argument of `cast` and `isof` names a type. */
function withType(name: string, list: readonly Node[]): readonly Node[] {
  if (!/^(?:cast|isof)$/i.test(name)) return list
  return list.map((node, index) => {
    if (index < list.length - 1 || node.kind !== 'narrow' || node.of.kind !== 'variable') return node
    return { kind: 'type', name: node.type }
  })
}
