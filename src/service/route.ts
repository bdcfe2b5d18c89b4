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
    | { readonly kind: 'service'; readonly template: '~' }
    | { readonly kind: 'metadata'; readonly template: '~/$metadata' }
    | { readonly kind: 'batch'; readonly template: '~/$batch' }
    | {
        readonly kind: 'singleton'
        readonly name: string
        readonly type: StructuredType
        readonly template: '~/singleton'
      }
    | (OfResource & { readonly kind: 'collection'; readonly template: '~/singleton/navigation' })
    | (OfResource & { readonly kind: 'count'; readonly template: '~/singleton/navigation/$count' })
    | (OfRow & { readonly kind: 'entity'; readonly template: '~/singleton/navigation/key' })
    | (OfRow & { readonly kind: 'property'; readonly template: '~/singleton/navigation/key/property' })
    | (OfRow & {
        readonly kind: 'action'
        readonly action: string
        readonly template: '~/singleton/navigation/key/action'
      })
  )

interface OfResource {
  readonly resource: Resource
}

interface OfRow extends OfResource {
  readonly id: string
}

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
  return routeSingleton({ version, model }, segments, api)
}

/** @returns whether Graph answers without a token: the metadata and the service document are public */
export function isPublic(path: string): boolean {
  return /^\/[^/]+(?:\/(?:\$|%24)metadata)?\/?$/i.test(path)
}

/** @returns whether the path is a part of Graph that the emulator leaves out */
export function isElsewhere(path: string, api: Api): boolean {
  const [, root = '', navigation = ''] = path.split('/', 4).slice(1).map(withoutKey)
  return api.elsewhere.roots.has(root) || (api.elsewhere.navigations.get(root)?.has(navigation) ?? false)
}

/** @returns whether the path begins with a version of Graph */
export function hasVersion(path: string, api: Api): boolean {
  return api.versions.has((path.split('/', 2)[1] ?? '').toLowerCase())
}

function routeSingleton(address: Address, [name, ...rest]: readonly string[], api: Api): Target {
  if (name === undefined) return { ...address, kind: 'service', template: '~' }
  if (name === '$metadata' && rest.length === 0) return { ...address, kind: 'metadata', template: '~/$metadata' }
  if (name === '$batch' && rest.length === 0) return { ...address, kind: 'batch', template: '~/$batch' }
  const type = address.model.singleton(name)
  if (type && rest.length === 0) return { ...address, kind: 'singleton', name, type, template: '~/singleton' }
  if (type) return routeCollection(address, name, rest, api)
  if (api.elsewhere.roots.has(withoutKey(name))) throw notEmulated(`/${name}`)
  const twice = api.versions.has(name.toLowerCase())
  throw unknownSegment(name, twice ? VERSION_TWICE : closest(name, address.model.singletonNames()))
}

/** SDKs put the version between their base URL and the path; with it in both, it stands twice. */
const VERSION_TWICE = 'The version stands twice: in the base URL and in the path. Leave it out of one.'

function routeCollection(
  address: Address,
  singleton: string,
  [segment = '', ...rest]: readonly string[],
  api: Api,
): Target {
  const name = withoutKey(segment)
  const resource = api.resources.find((candidate) => candidate.singleton === singleton && candidate.set === name)
  if (resource) return routeKey(address, resource, keyOf(segment), rest)
  const known = api.elsewhere.navigations.get(singleton)?.has(name) ?? false
  const property = address.model.singleton(singleton)?.properties.has(name) ?? false
  if (known || property) throw notEmulated(`/${singleton}/${name}`)
  const sets = api.resources.map(({ set }) => set)
  throw unknownSegment(segment, closest(name, sets))
}

/** @param key from parentheses; undefined where the next segment is the key */
function routeKey(address: Address, resource: Resource, key: string | undefined, rest: readonly string[]): Target {
  const [first] = rest
  if (key !== undefined) return routeRow(address, resource, key, rest)
  const { version, model } = address
  // Not spread: these two are what nearly every request resolves to, and a literal is made several times as fast.
  if (first === undefined) return { version, model, kind: 'collection', resource, template: '~/singleton/navigation' }
  if (first === '$count' && rest.length === 1) {
    return { ...address, kind: 'count', resource, template: '~/singleton/navigation/$count' }
  }
  if (first.startsWith('$')) throw unknownSegment(first)
  return routeRow(address, resource, first, rest.slice(1))
}

function routeRow(address: Address, resource: Resource, id: string, rest: readonly string[]): Target {
  const { version, model } = address
  if (rest.length === 0) return { version, model, kind: 'entity', resource, id, template: '~/singleton/navigation/key' }
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
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    throw badUrlSyntax(`'${segment}' is no percent-encoded UTF-8.`)
  }
}

/** "(" [ keyName "=" ] "'" *( char / "''" ) "'" ")" */
const KEY_PREDICATE = /^\((?:id=)?'((?:[^']|'')*)'\)$/

/** `set('key')` is the same as `set/key`; a quote inside the key is doubled. */
function keyOf(segment: string): string | undefined {
  const start = segment.indexOf('(')
  if (start < 0) return undefined
  const match = KEY_PREDICATE.exec(segment.slice(start))
  if (!match) throw badUrlSyntax(`'${segment}' is no key. Write name('key') or name/key.`)
  return (match[1] as string).replaceAll("''", "'")
}

/** The name in front of a key, or of a function's parameters. */
function withoutKey(segment: string): string {
  const at = segment.indexOf('(')
  return at < 0 ? segment : segment.slice(0, at)
}

function closest(name: string, known: readonly string[]): string {
  const same = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase())
  return same ? `Names are case-sensitive here: '${same}'.` : `Known here: ${known.join(', ')}.`
}
