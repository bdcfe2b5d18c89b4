/** What an expression says, before the model is asked. Positions are in UTF-16 units of its text. */
export type Node =
  | LiteralNode
  | { readonly kind: 'null' }
  /** A collection: the right side of `in`, in parentheses or as a JSON array behind an alias. */
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  /** `$it`, or the variable of a lambda. */
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Node; readonly name: string }
  /** A type-cast segment. */
  | { readonly kind: 'narrow'; readonly of: Node; readonly type: string }
  | { readonly kind: 'count'; readonly of: Node }
  | LambdaNode
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Node[] }
  /** The name of a type, as the last argument of `cast` and `isof`. */
  | { readonly kind: 'type'; readonly name: string }
  | { readonly kind: 'unary'; readonly operator: 'not' | 'negate'; readonly operand: Node }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node }

export interface LiteralNode {
  readonly kind: 'literal'
  readonly type: LiteralType
  /** As it stands in the text; a string without its quotes. */
  readonly text: string
  /** The type of an enum literal. */
  readonly enumType?: string
}

export type LiteralType =
  'string' | 'number' | 'boolean' | 'guid' | 'date' | 'dateTimeOffset' | 'timeOfDay' | 'duration' | 'enum'

export interface LambdaNode {
  readonly kind: 'lambda'
  readonly quantifier: 'any' | 'all'
  readonly of: Node
  /** Absent in `any()`. */
  readonly variable?: string
  readonly predicate?: Node
}

/**
 * Binary operators from the loosest to the tightest (OData URL conventions 4.01, 5.1.1.16). `in` and `has` bind tighter
 * than unary operators and are read with the primaries.
 */
export const PRECEDENCE = [
  ['or'],
  ['and'],
  ['eq', 'ne'],
  ['gt', 'ge', 'lt', 'le'],
  ['add', 'sub'],
  ['mul', 'div', 'divby', 'mod'],
] as const

export type BinaryOperator = (typeof PRECEDENCE)[number][number] | 'in' | 'has'
