import type { Typed } from './typed-tree.js'

/** @returns whether evaluating the expression may throw for some row */
export function mayFail(typed: Typed): boolean {
  // A lambda may look at too many items.
  if (typed.kind === 'lambda' && typed.predicate) return true
  return (typed.kind === 'apply' && typed.mayFail === true) || operandsOf(typed).some(mayFail)
}

/** @returns whether the expression is worth another thing at another time */
export function readsClock(typed: Typed): boolean {
  return (typed.kind === 'constant' && typed.readsClock === true) || operandsOf(typed).some(readsClock)
}

function operandsOf(typed: Typed): readonly Typed[] {
  switch (typed.kind) {
    case 'constant':
    case 'variable':
      return []
    case 'member':
    case 'narrow':
    case 'isof':
    case 'count':
      return [typed.of]
    case 'lambda':
      return typed.predicate ? [typed.of, typed.predicate] : [typed.of]
    case 'apply':
    case 'compare':
      return typed.arguments
    case 'logic':
      return [typed.left, typed.right]
    case 'in':
      return [typed.of, ...typed.items]
  }
}
