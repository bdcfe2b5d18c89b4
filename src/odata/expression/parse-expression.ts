import { JsonSyntaxError, readJson } from '../../json/read-json.js'
import { cyclicAlias, syntaxError, tooDeep } from './expression-error.js'
import { jsonLiteral } from './json-literal.js'
import { type Aliases, isWord, MAX_DEPTH, type Shared, TokenReader } from './token-reader.js'
import type { Token, TokenKind } from './tokens.js'
import { type LiteralType, type Node, PRECEDENCE } from './tree.js'

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
  readonly #tokens: TokenReader
  readonly #variables: string[] = []

  constructor(text: string, shared: Shared) {
    this.#tokens = new TokenReader(text, shared)
  }

  whole(): Node {
    const node = this.#expression()
    this.#tokens.expectEnd()
    return node
  }

  list<T>(suffix: (node: Node, word: string | undefined) => T): T[] {
    const items: T[] = []
    do {
      const node = this.#expression()
      const word = this.#tokens.token.kind === 'name' ? this.#tokens.take() : undefined
      if (word && !isWord(word, 'asc') && !isWord(word, 'desc')) throw this.#tokens.error(word)
      items.push(suffix(node, word?.text.toLowerCase()))
    } while (this.#tokens.skip(','))
    this.#tokens.expectEnd()
    return items
  }

  #expression(level = 0): Node {
    if (level === PRECEDENCE.length) return this.#unary()
    let left = this.#expression(level + 1)
    for (;;) {
      const operator = this.#tokens.operator(PRECEDENCE[level] ?? [])
      if (!operator) return left
      left = this.#tokens.made({ kind: 'binary', operator, left, right: this.#expression(level + 1) })
    }
  }

  #unary(): Node {
    const token = this.#tokens.token
    if (token.kind === 'mark' && token.text === '-') return this.#negated()
    if (!isWord(token, 'not') || this.#variables.includes(token.text)) return this.#primary()
    this.#tokens.take()
    return this.#tokens.nested(() => this.#tokens.made({ kind: 'unary', operator: 'not', operand: this.#unary() }))
  }

  /** A minus that touches a number belongs to it. */
  #negated(): Node {
    const minus = this.#tokens.take()
    const number = this.#tokens.token
    if (number.kind === 'number' && number.at === minus.at + 1) {
      this.#tokens.take()
      return this.#primaryTail(this.#tokens.made({ kind: 'literal', type: 'number', text: `-${number.text}` }))
    }
    return this.#tokens.nested(() => this.#tokens.made({ kind: 'unary', operator: 'negate', operand: this.#unary() }))
  }

  #primary(): Node {
    return this.#primaryTail(this.#operand())
  }

  #primaryTail(first: Node): Node {
    let left = first
    for (;;) {
      const operator = this.#tokens.operator(['in', 'has'])
      if (!operator) return left
      const right = operator === 'in' && this.#tokens.is('(') ? this.#parenthesizedList() : this.#operand()
      left = this.#tokens.made({ kind: 'binary', operator, left, right })
    }
  }

  #parenthesizedList(): Node {
    this.#tokens.expect('(')
    const items = this.#tokens.nested(() => this.#arguments())
    this.#tokens.expect(')')
    return this.#tokens.made({ kind: 'list', items })
  }

  #operand(): Node {
    const token = this.#tokens.take()
    const literal = LITERALS[token.kind]
    if (literal) return this.#literal(token, literal)
    if (token.kind === 'alias') return this.#alias(token)
    if (token.kind === 'name') return this.#named(token)
    if (token.kind === 'dollar' && /^\$it$/i.test(token.text)) return this.#path(this.#variable('$it'))
    if (token.text !== '(') throw this.#tokens.error(token)
    const inner = this.#tokens.nested(() => this.#expression())
    this.#tokens.expect(')')
    return inner
  }

  #literal({ text }: Token, type: LiteralType): Node {
    if (type !== 'string' && type !== 'enum' && type !== 'duration')
      return this.#tokens.made({ kind: 'literal', type, text })
    const quote = text.indexOf("'")
    const value = text.slice(quote + 1, -1).replaceAll("''", "'")
    return this.#tokens.made({
      kind: 'literal',
      type,
      text: value,
      ...(type === 'enum' ? { enumType: text.slice(0, quote) } : {}),
    })
  }

  #named(token: Token): Node {
    const { text } = token
    if (this.#variables.includes(text)) return this.#path(this.#variable(text))
    if (this.#tokens.is('(')) return this.#call(text)
    if (/^(?:true|false)$/i.test(text))
      return this.#tokens.made({ kind: 'literal', type: 'boolean', text: text.toLowerCase() })
    if (/^null$/i.test(text)) return this.#tokens.made({ kind: 'null' })
    return this.#path(this.#segment(this.#variable('$it'), token))
  }

  #call(name: string): Node {
    this.#tokens.expect('(')
    const list = this.#tokens.is(')') ? [] : this.#tokens.nested(() => this.#arguments())
    this.#tokens.expect(')')
    return this.#path(this.#tokens.made({ kind: 'call', name: name.toLowerCase(), arguments: withType(name, list) }))
  }

  #arguments(): Node[] {
    const list = [this.#expression()]
    while (this.#tokens.skip(',')) list.push(this.#expression())
    return list
  }

  #path(start: Node): Node {
    let node = start
    while (this.#tokens.skip('/')) node = this.#segment(node, this.#tokens.take())
    return node
  }

  #segment(of: Node, token: Token): Node {
    if (token.kind === 'dollar' && /^\$count$/i.test(token.text)) return this.#tokens.made({ kind: 'count', of })
    if (token.kind !== 'name') throw this.#tokens.error(token)
    const quantifier = token.text.toLowerCase()
    if ((quantifier === 'any' || quantifier === 'all') && this.#tokens.is('(')) return this.#lambda(of, quantifier)
    if (token.text.includes('.')) return this.#tokens.made({ kind: 'narrow', of, type: token.text })
    return this.#tokens.made({ kind: 'member', of, name: token.text })
  }

  #lambda(of: Node, quantifier: 'any' | 'all'): Node {
    this.#tokens.expect('(')
    if (quantifier === 'any' && this.#tokens.skip(')')) return this.#tokens.made({ kind: 'lambda', quantifier, of })
    const variable = this.#tokens.take()
    if (variable.kind !== 'name') throw this.#tokens.error(variable)
    this.#tokens.expect(':')
    this.#variables.push(variable.text)
    const predicate = this.#tokens.nested(() => this.#expression())
    this.#variables.pop()
    this.#tokens.expect(')')
    return this.#tokens.made({ kind: 'lambda', quantifier, of, variable: variable.text, predicate })
  }

  /** An alias without a value is null (URL conventions, 5.1.1.18). */
  #alias({ text: name }: Token): Node {
    const { aliases, open } = this.#tokens.shared
    const text = aliases.get(name)
    if (text === undefined) return this.#tokens.made({ kind: 'null' })
    if (open.includes(name)) throw cyclicAlias(name)
    if (open.length >= MAX_DEPTH) throw tooDeep(MAX_DEPTH)
    if (/^\s*[[{]/.test(text)) return this.#json(text)
    open.push(name)
    const node = new Parser(text, this.#tokens.shared).whole()
    open.pop()
    return this.#path(node)
  }

  #json(text: string): Node {
    try {
      return jsonLiteral(readJson(text), (node) => this.#tokens.made(node))
    } catch (error) {
      if (error instanceof JsonSyntaxError) throw syntaxError(0, text)
      throw error
    }
  }

  #variable(name: string): Node {
    return this.#tokens.made({ kind: 'variable', name })
  }
}

/** The last argument of `cast` and `isof` names a type. */
function withType(name: string, list: readonly Node[]): readonly Node[] {
  if (!/^(?:cast|isof)$/i.test(name)) return list
  return list.map((node, index) => {
    if (index < list.length - 1 || node.kind !== 'narrow' || node.of.kind !== 'variable') return node
    return { kind: 'type', name: node.type }
  })
}
