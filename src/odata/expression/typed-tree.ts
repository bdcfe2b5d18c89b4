import type { EnumType, PrimitiveType, StructuredType } from '../../csdl/model.js'

/** The type of an expression. `null` is the literal's, which fits every type. */
export type ExpressionType =
  | { readonly kind: 'null' }
  | { readonly kind: 'collection'; readonly of: PrimitiveType | EnumType | StructuredType | { readonly kind: 'null' } }
  | PrimitiveType
  | EnumType
  | StructuredType

/** What an expression is worth for a row. By type: Edm.Decimal a Big, instants and durations as in temporal.ts, an enum member its number. */
export type Result = unknown

/** A function of values that are not null; with a null argument its result is null. */
export type Implementation = (...values: never[]) => Result

/** An expression that fits the model, ready to be compiled. */
export type Typed = { readonly type: ExpressionType } & (
  | { readonly kind: 'constant'; readonly value: Result; readonly readsClock?: true }
  /** `$it` is slot 0. */
  | { readonly kind: 'variable'; readonly slot: number }
  /** `missing` is what a value that the row leaves out is worth. */
  | {
      readonly kind: 'member'
      readonly of: Typed
      readonly name: string
      /** Undefined: the value as the row holds it. */
      readonly read: ((value: never) => Result) | undefined
      readonly missing: Result
    }
  /** Null for a value of another type. */
  | { readonly kind: 'narrow'; readonly of: Typed; readonly names: ReadonlySet<string> }
  | { readonly kind: 'isof'; readonly of: Typed; readonly names: ReadonlySet<string> }
  | { readonly kind: 'count'; readonly of: Typed }
  | {
      readonly kind: 'lambda'
      readonly quantifier: 'any' | 'all'
      readonly of: Typed
      readonly slot: number
      readonly predicate: Typed | undefined
    }
  | {
      readonly kind: 'apply'
      readonly implementation: Implementation
      readonly arguments: readonly Typed[]
      /** Set where the implementation may throw: arithmetic, and patterns that are not known before. */
      readonly mayFail?: true
    }
  /** Like `apply`, for what says itself what null means. */
  | { readonly kind: 'compare'; readonly implementation: Implementation; readonly arguments: readonly [Typed, Typed] }
  | { readonly kind: 'logic'; readonly operator: 'and' | 'or'; readonly left: Typed; readonly right: Typed }
  | { readonly kind: 'in'; readonly of: Typed; readonly items: readonly Typed[]; readonly equal: Implementation }
)

export function typeName(type: ExpressionType): string {
  if (type.kind === 'null') return '<null>'
  if (type.kind === 'collection') return `Collection(${typeName(type.of)})`
  return type.name
}
