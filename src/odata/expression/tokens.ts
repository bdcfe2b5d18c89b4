import { invalidCharacter, unterminatedString } from './expression-error.js'

/*
 * The lexical rules of the OData ABNF 4.01 that expressions need. What begins with a digit may be a GUID, a date, a time
 * or a number: the longest form is tried first.
 */

const NAME = String.raw`[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*`
const END = String.raw`(?![\p{L}\p{N}_])`

const RULES = [
  ['space', /[ \t]+/y],
  ['guid', new RegExp(String.raw`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}${END}`, 'iuy')],
  [
    'dateTimeOffset',
    new RegExp(String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+-]\d\d:\d\d)${END}`, 'iuy'),
  ],
  ['date', new RegExp(String.raw`\d{4}-\d\d-\d\d${END}`, 'uy')],
  ['timeOfDay', new RegExp(String.raw`\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?${END}`, 'uy')],
  ['number', new RegExp(String.raw`(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|INF|NaN)${END}(?!\.)`, 'iuy')],
  ['duration', /duration'[^']*'/iy],
  ['enum', new RegExp(String.raw`${NAME}(?:\.${NAME})+'(?:[^']|'')*'`, 'uy')],
  ['string', /'(?:[^']|'')*'/y],
  ['name', new RegExp(String.raw`${NAME}(?:\.${NAME})*`, 'uy')],
  ['alias', new RegExp(String.raw`@${NAME}`, 'uy')],
  ['dollar', new RegExp(String.raw`\$${NAME}`, 'uy')],
  ['mark', /[(),/:\-*]/y],
] as const

export type TokenKind = Exclude<(typeof RULES)[number][0], 'space'> | 'end'

export interface Token {
  readonly kind: TokenKind
  readonly text: string
  /** Where it starts, in UTF-16 units. */
  readonly at: number
}

/**
 * Splits an expression.
 *
 * @returns its tokens, then one of kind `end`
 * @throws ExpressionError
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < text.length;) {
    const token = tokenAt(text, at)
    if (token.kind !== 'space') tokens.push(token as Token)
    at += token.text.length
  }
  tokens.push({ kind: 'end', text: '', at: text.length })
  return tokens
}

function tokenAt(text: string, at: number): { kind: (typeof RULES)[number][0]; text: string; at: number } {
  for (const [kind, rule] of RULES) {
    rule.lastIndex = at
    const match = rule.exec(text)
    if (match) return { kind, text: match[0], at }
  }
  const character = text[at] as string
  if (character === "'") throw unterminatedString(at, text)
  const hint = character === '+' ? "A '+' in a URL is a space, and %2B is a plus: encode once, not twice." : undefined
  throw invalidCharacter(character, at, text, hint)
}
