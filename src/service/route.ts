import { badUrlSyntax, invalidVersion, notEmulated, unknownSegment } from '../errors/gateway-errors.js'
import type { Model, StructuredType } from '../csdl/model.js'
import type { Api } from './api.js'
import type { Resource } from './define-resource.js'

interface Address {
  /** The version segment as the caller wrote it. */
  readonly version: string
  readonly model: Model
}

/** What a URL's path leads to. `template` is OData's, as the service prints it. */
export type Target = Address &
  (
    | {
        readonly kind: 'singleton'
        readonly name: string
        readonly type: StructuredType
        readonly template: '~/singleton'
      }
    | { readonly kind: 'collection'; readonly resource: Resource; readonly template: '~/singleton/navigation' }
    | {
        readonly kind: 'entity'
        readonly resource: Resource
        readonly id: string
        readonly template: '~/singleton/navigation/key'
      }
    | {
        readonly kind: 'property'
        readonly resource: Resource
        readonly id: string
        readonly template: '~/singleton/navigation/key/property'
      }
    | {
        readonly kind: 'action'
        readonly resource: Resource
        readonly id: string
        readonly action: string
        readonly template: '~/singleton/navigation/key/action'
      }
  )

/**
 * Resolves a path against the model: version, singleton, collection, key, action or property.
 *
 * @param path percent-encoded, without a query
 * @throws GraphError 400 for what leads nowhere, 501 for what only the real service has
 */
export function route(path: string, api: Api): Target {
  const [version = '', ...segments] = split(path)
  const model = api.versions.get(version.toLowerCase())
  if (!model) throw invalidVersion(version, [...api.versions.keys()])
  return routeSingleton({ version, model }, segments.flatMap(keySegments), api)
}

/** @returns whether the path is a part of Graph that the emulator leaves out */
export function isElsewhere(path: string, api: Api): boolean {
  const [, root = '', navigation = ''] = path.split('/', 4).slice(1)
  return api.elsewhere.roots.has(root) || (api.elsewhere.navigations.get(root)?.has(navigation) ?? false)
}

/** @returns whether the path begins with a version of Graph */
export function hasVersion(path: string, api: Api): boolean {
  return api.versions.has((path.split('/', 2)[1] ?? '').toLowerCase())
}

function routeSingleton(address: Address, [name, ...rest]: readonly string[], api: Api): Target {
  if (name === undefined) throw notEmulated('the service document')
  if (name === '$metadata' || name === '$batch') throw notEmulated(name)
  const type = address.model.singleton(name)
  if (type && rest.length === 0) return { ...address, kind: 'singleton', name, type, template: '~/singleton' }
  if (type) return routeCollection(address, name, rest, api)
  if (api.elsewhere.roots.has(name)) throw notEmulated(`/${name}`)
  throw unknownSegment(name, closest(name, address.model.singleton('deviceManagement') ? ['deviceManagement'] : []))
}

function routeCollection(
  address: Address,
  singleton: string,
  [name = '', ...rest]: readonly string[],
  api: Api,
): Target {
  const resource = api.resources.find((candidate) => candidate.singleton === singleton && candidate.set === name)
  if (resource) return routeKey(address, resource, rest)
  if (api.elsewhere.navigations.get(singleton)?.has(name)) throw notEmulated(`/${singleton}/${name}`)
  throw unknownSegment(
    name,
    closest(
      name,
      api.resources.map(({ set }) => set),
    ),
  )
}

function routeKey(address: Address, resource: Resource, [id, ...rest]: readonly string[]): Target {
  if (id === undefined) return { ...address, kind: 'collection', resource, template: '~/singleton/navigation' }
  if (id === '$count') throw notEmulated('/$count')
  if (id.startsWith('$')) throw unknownSegment(id)
  if (rest.length === 0) return { ...address, kind: 'entity', resource, id, template: '~/singleton/navigation/key' }
  return routeMember(address, resource, id, rest)
}

function routeMember(
  address: Address,
  resource: Resource,
  id: string,
  [member = '', ...rest]: readonly string[],
): Target {
  if (rest.length > 0) throw unknownSegment(rest[0] as string)
  const prefix = `${address.model.namespace}.`
  const action = member.startsWith(prefix) ? member.slice(prefix.length) : member
  if (Object.hasOwn(resource.actions, action)) {
    return { ...address, kind: 'action', resource, id, action, template: '~/singleton/navigation/key/action' }
  }
  if (resource.type.properties.has(member)) {
    return { ...address, kind: 'property', resource, id, template: '~/singleton/navigation/key/property' }
  }
  throw unknownSegment(member, closest(member, Object.keys(resource.actions)))
}

function split(path: string): string[] {
  const segments = path.split('/').slice(1)
  if (segments.at(-1) === '') segments.pop()
  return segments.map(decode)
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw badUrlSyntax(`'${segment}' is no percent-encoded UTF-8.`)
  }
}

/** name "(" [ keyName "=" ] "'" *( char / "''" ) "'" ")" */
const KEY_PREDICATE = /^([^('"]+)\((?:id=)?'((?:[^']|'')*)'\)$/

/** `set('key')` is the same as `set/key`; a quote inside the key is doubled. */
function keySegments(segment: string): string[] {
  if (!segment.endsWith(')') || !segment.includes('(')) return [segment]
  const match = KEY_PREDICATE.exec(segment)
  if (!match) throw badUrlSyntax(`'${segment}' is no key. Write name('key') or name/key.`)
  return [match[1] as string, (match[2] as string).replaceAll("''", "'")]
}

function closest(name: string, known: readonly string[]): string {
  const same = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase())
  return same ? `Names are case-sensitive here: '${same}'.` : `Known here: ${known.join(', ')}.`
}
