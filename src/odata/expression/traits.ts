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

/** @returns names of the row's members that the expression reads; undefined where it asks the row itself, as `$it ne null` */
export function membersRead(typed: Typed): readonly string[] | undefined {
  if (isRow(typed)) return undefined
  if (typed.kind === 'member' && isRow(typed.of)) return [typed.name]
  const names = new Set<string>()
  for (const operand of operandsOf(typed)) {
    const read = membersRead(operand)
    if (!read) return undefined
    for (const name of read) names.add(name)
  }
  return [...names]
}

function isRow(typed: Typed): boolean {
  return typed.kind === 'variable' && typed.slot === 0
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
