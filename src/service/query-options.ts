import { badUrlSyntax, notEmulated, unknownQueryOption } from '../errors/gateway-errors.js'

const SYSTEM_OPTIONS = [
  '$filter',
  '$select',
  '$orderby',
  '$top',
  '$skip',
  '$skiptoken',
  '$count',
  '$format',
  '$expand',
  '$search',
]

/**
 * Refuses query options, loudly: none is emulated yet, and an ignored one would teach something false.
 * Options without `$` are the caller's own and pass.
 *
 * @throws GraphError 400 for an unknown option, 501 for one that Graph has
 */
export function checkQueryOptions(url: string): void {
  const start = url.indexOf('?')
  if (start < 0) return
  for (const option of url.slice(start + 1).split('&')) {
    const name = decode(option.split('=', 1)[0] as string)
    if (!name.startsWith('$')) continue
    throw SYSTEM_OPTIONS.includes(name) ? notEmulated(`the query option ${name}`) : unknownQueryOption(name)
  }
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    throw badUrlSyntax(`'${name}' is no percent-encoded UTF-8.`)
  }
}
