import { SYSTEM_OPTIONS, type SystemOption } from '../odata/options/read-options.js'
import type { Target } from './route.js'

const ITEM: readonly SystemOption[] = ['$select', '$expand', '$format']
const FORMAT: readonly SystemOption[] = ['$format']

/** The query options that are of use, by what is addressed and how. An answer that is an entity can be selected from. */
const ALLOWED: Partial<Record<Target['kind'], Partial<Record<string, readonly SystemOption[]>>>> = {
  service: { GET: FORMAT },
  metadata: { GET: FORMAT },
  singleton: { GET: ITEM },
  collection: { GET: SYSTEM_OPTIONS, POST: ITEM },
  count: { GET: ['$filter', '$search'] },
  entity: { GET: ITEM, PATCH: ITEM },
}

export function allowedOptions({ kind }: Target, method: string): readonly SystemOption[] {
  const byMethod = ALLOWED[kind] ?? {}
  return (Object.hasOwn(byMethod, method) ? byMethod[method] : undefined) ?? []
}
