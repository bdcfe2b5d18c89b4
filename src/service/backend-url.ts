import type { Exchange } from '../exchange/exchange.js'
import { withoutSecrets } from '../exchange/without-secrets.js'
import type { Api } from './api.js'
import type { Target } from './route.js'

/** The address inside Intune, for its messages: keys in parentheses and percent-encoded, the client's options appended. */
export function backendUrl({ backend }: Api, { url }: Exchange, target: Target): string {
  const query = url.includes('?') ? `&${withoutSecrets(url).slice(url.indexOf('?') + 1)}` : ''
  const apiVersion = backend.apiVersions.get(target.version.toLowerCase())
  return `${backend.origin}/${backend.name}/${pathOf(target)}?api-version=${apiVersion}${query}`
}

function pathOf(target: Target): string {
  if (target.kind === 'singleton') return target.name
  if (!('resource' in target)) return ''
  const { path } = target.resource
  if (target.kind === 'count') return `${path}/$count`
  if (!('id' in target)) return path
  const key = encodeURIComponent(`('${target.id}')`)
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')
    .replaceAll("'", '%27')
  return path + key + (target.kind === 'action' ? `/${target.action}` : '')
}
