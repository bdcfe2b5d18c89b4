import { isStructured, type Model, type StructuredType, derives } from '../../csdl/model.js'
import { invalidSelectOrExpand } from '../../errors/query-errors.js'
import {
  memberOfPrimitive,
  syntaxError,
  unknownMember,
  unknownType,
  unrelatedCast,
} from '../expression/expression-error.js'

/** What $select names: members, each whole (`true`) or in part. */
export interface Selection {
  readonly members: ReadonlyMap<string, Selection | true>
  /** As `@odata.context` prints it. */
  readonly text: string
}

type Members = Map<string, { readonly members: Members } | true>

/**
 * Reads $select: members, `*`, paths into complex members, type-cast segments in front of members.
 *
 * @returns undefined where every member is named by `*`
 * @throws GraphError 400
 */
export function readSelect(text: string, type: StructuredType, model: Model): Selection | undefined {
  const members: Members = new Map()
  const paths = [...new Set(text.split(',').map((path) => path.trim()))]
  for (const [index, path] of paths.entries()) {
    if (!/^[^\s()$;']+$/.test(path)) throw failed(syntaxError(position(text, index), text))
    if (path !== '*') add(members, path.split('/'), type, model)
  }
  if (paths.includes('*')) return undefined
  return { ...selection(members), text: paths.join(',') }
}

function add(members: Members, [name = '', ...rest]: readonly string[], type: StructuredType, model: Model): void {
  if (name.includes('.')) return addNarrowed(members, name, rest, type, model)
  const property = type.properties.get(name)
  if (!property) throw failed(unknownMember(name, type.name, [...type.properties.keys()]))
  if (rest.length === 0) return void members.set(name, true)
  if (!isStructured(property.type)) throw failed(memberOfPrimitive(rest[0] as string, property.type.name))
  const known = members.get(name)
  if (known === true) return
  const part = known ?? { members: new Map() }
  members.set(name, part)
  add(part.members, rest, property.type, model)
}

function addNarrowed(
  members: Members,
  name: string,
  rest: readonly string[],
  type: StructuredType,
  model: Model,
): void {
  const narrowed = model.type(model.qualified(name))
  if (!narrowed || !isStructured(narrowed)) throw failed(unknownType(name))
  if (!derives(narrowed, type) && !derives(type, narrowed)) throw failed(unrelatedCast(type.name, narrowed.name))
  if (rest.length === 0) throw failed(unknownMember(name, type.name, [...type.properties.keys()]))
  add(members, rest, narrowed, model)
}

function selection(members: Members): Selection {
  const entries = Array.from(members, ([name, part]): [string, Selection | true] => [
    name,
    part === true ? true : selection(part.members),
  ])
  return { members: new Map(entries), text: '' }
}

function position(text: string, index: number): number {
  return text.split(',').slice(0, index).join(',').length
}

function failed({ message, hint }: { message: string; hint: string | undefined }): Error {
  return invalidSelectOrExpand(message, hint)
}
