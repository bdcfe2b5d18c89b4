import { tooCostly } from './expression-error.js'
import type { Result, Typed } from './typed-tree.js'

/** Items that lambdas look at for one request, all rows together: nested any and all multiply. */
export const MAX_ITEMS = 5_000_000

/** Values of `$it` and of the variables in scope, by slot. `$it` is the row, or the values of those of its members that are read. */
export type Frame = unknown[]

export type Evaluate = (frame: Frame) => Result

/**
 * Makes one function of a checked expression. It allocates nothing that the expression does not make.
 *
 * The function throws ExpressionError for a division by zero and for too many items.
 *
 * @param members all that the expression reads of the row, in the order of the values that stand for the row; undefined where
 *   it is given the row itself
 */
export function compileExpression(typed: Typed, members?: readonly string[]): Evaluate {
  return new Compiler(members).compile(typed)
}

class Compiler {
  readonly #members: readonly string[] | undefined
  #itemsLeft = MAX_ITEMS

  constructor(members: readonly string[] | undefined) {
    this.#members = members
  }

  compile(typed: Typed): Evaluate {
    switch (typed.kind) {
      case 'constant': {
        const { value } = typed
        return () => value
      }
      case 'variable': {
        const { slot } = typed
        return (frame) => frame[slot]
      }
      case 'member':
        return this.#member(typed)
      case 'narrow':
        return this.#narrow(typed)
      case 'isof':
        return this.#isof(typed)
      case 'count': {
        const of = this.compile(typed.of)
        return (frame) => (of(frame) as readonly unknown[] | null)?.length ?? null
      }
      case 'lambda':
        return this.#lambda(typed)
      case 'apply':
        return this.#apply(typed)
      case 'compare':
        return this.#compare(typed)
      case 'logic':
        return this.#logic(typed)
      case 'in':
        return this.#in(typed)
    }
  }

  /** Members of the row itself, as they are: by far the most frequent, and short. */
  #member({ of, name, read, missing }: Extract<Typed, { kind: 'member' }>): Evaluate {
    if (of.kind === 'variable' && of.slot === 0) {
      const key = this.#members?.indexOf(name) ?? name
      if (!read) return (frame) => (frame[0] as Record<string | number, unknown>)[key] ?? missing
      return (frame) => {
        const value = (frame[0] as Record<string | number, unknown>)[key] ?? null
        return value === null ? missing : read(value as never)
      }
    }
    const parent = this.compile(of)
    return (frame) => {
      const object = parent(frame) as Record<string, unknown> | null
      if (object === null) return null
      const value = object[name] ?? null
      return value === null ? missing : read ? read(value as never) : value
    }
  }

  #narrow({ of, names }: Extract<Typed, { kind: 'narrow' }>): Evaluate {
    const value = this.compile(of)
    return (frame) => {
      const object = value(frame) as Record<string, string> | null
      return object !== null && names.has(object['@odata.type'] ?? '') ? object : null
    }
  }

  /** Null is of every type: a cast of it would not fail. */
  #isof({ of, names }: Extract<Typed, { kind: 'isof' }>): Evaluate {
    const value = this.compile(of)
    return (frame) => {
      const object = value(frame) as Record<string, string> | null
      return object === null || names.has(object['@odata.type'] ?? '')
    }
  }

  /** True or false, never null: an item whose predicate is null is one for which it is not true. */
  #lambda({ of, quantifier, slot, predicate }: Extract<Typed, { kind: 'lambda' }>): Evaluate {
    const collection = this.compile(of)
    if (!predicate) return (frame) => ((collection(frame) as readonly unknown[] | null)?.length ?? 0) > 0
    const test = this.compile(predicate)
    const any = quantifier === 'any'
    return (frame) => {
      for (const item of (collection(frame) as readonly unknown[] | null) ?? []) {
        if (--this.#itemsLeft < 0) throw tooCostly(MAX_ITEMS)
        frame[slot] = item
        if ((test(frame) === true) === any) return any
      }
      return !any
    }
  }

  #apply({ implementation, arguments: list }: Extract<Typed, { kind: 'apply' }>): Evaluate {
    const [first, second, ...rest] = list.map((each) => this.compile(each))
    const call = implementation as (...values: unknown[]) => Result
    if (!first) return () => call()
    if (!second) {
      return (frame) => {
        const value = first(frame)
        return value === null ? null : call(value)
      }
    }
    if (list.length === 2 && list[1]?.kind === 'constant' && list[1].value !== null) {
      const { value } = list[1]
      return (frame) => {
        const a = first(frame)
        return a === null ? null : call(a, value)
      }
    }
    if (rest.length === 0) {
      return (frame) => {
        const a = first(frame)
        const b = second(frame)
        return a === null || b === null ? null : call(a, b)
      }
    }
    return (frame) => {
      const [a, b] = [first(frame), second(frame)]
      if (a === null || b === null) return null
      const others = rest.map((each) => each(frame))
      return others.includes(null) ? null : call(a, b, ...others)
    }
  }

  #compare({ implementation, arguments: [left, right] }: Extract<Typed, { kind: 'compare' }>): Evaluate {
    const [a, b] = [this.compile(left), this.compile(right)]
    const test = implementation as (left: unknown, right: unknown) => boolean
    return (frame) => test(a(frame), b(frame))
  }

  /** Null is unknown: false and null is false, true or null is true, all else with null is null. */
  #logic({ operator, left, right }: Extract<Typed, { kind: 'logic' }>): Evaluate {
    const [a, b] = [this.compile(left), this.compile(right)]
    const decisive = operator === 'or'
    return (frame) => {
      const first = a(frame)
      if (first === decisive) return decisive
      const second = b(frame)
      if (second === decisive) return decisive
      return first === null || second === null ? null : !decisive
    }
  }

  #in({ of, items, equal }: Extract<Typed, { kind: 'in' }>): Evaluate {
    const value = this.compile(of)
    const list = items.map((item) => this.compile(item))
    const test = equal as (left: unknown, right: unknown) => boolean
    const constants = items.every((item) => item.kind === 'constant') ? list.map((item) => item([])) : undefined
    if (constants?.every((each) => typeof each === 'string' || each === null)) {
      const set = new Set(constants)
      return (frame) => set.has(value(frame) as string | null)
    }
    return (frame) => {
      const wanted = value(frame)
      return list.some((item) => test(wanted, item(frame)))
    }
  }
}
