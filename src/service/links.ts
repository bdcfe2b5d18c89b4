import type { Exchange } from '../exchange/exchange.js'
import type { Resource } from './define-resource.js'

/** Where `@odata.context` points, without what it says of the payload. */
export function contextRoot({ origin }: Exchange, { version }: { readonly version: string }): string {
  return `${origin}/${version}/$metadata`
}

/** The address of a row, its key in parentheses as Intune writes keys. */
export function entityUrl(
  { origin }: Exchange,
  { version, resource }: { readonly version: string; readonly resource: Resource },
  id: string,
): string {
  return `${origin}/${version}/${resource.path}('${encodeURIComponent(id.replaceAll("'", "''"))}')`
}

/** The same request's address with another $skiptoken: every other option as it was sent, $skip left out. */
export function nextLink({ origin, url }: Exchange, token: string): string {
  const [path, query] = splitOnce(url)
  const kept = query.split('&').filter((option) => option !== '' && !/^(?:\$|%24)skip(?:token)?(?:=|$)/i.test(option))
  return `${origin}${path}?${[...kept, `$skiptoken=${token}`].join('&')}`
}

function splitOnce(url: string): [string, string] {
  const at = url.indexOf('?')
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)]
}
