import { badUrlSyntax } from '../../errors/gateway-errors.js'
import { repeatedOption } from '../../errors/query-errors.js'

/** The options of a URL. Those without `$` or `@` are the caller's own and left out. */
export interface QueryString {
  /** By name in lower case, `$` included. */
  readonly options: ReadonlyMap<string, string>
  /** Parameter aliases by name, `@` included. */
  readonly aliases: ReadonlyMap<string, string>
}

/**
 * Splits and decodes a query: at `&`, then at the first `=`, then each side percent-decoded once (URL conventions, 2.1).
 * A `+` is a space, as Graph reads it; a plus is `%2B` (github.com/microsoftgraph/msgraph-sdk-dotnet/issues/1605).
 *
 * @param url path and query
 * @throws GraphError 400 for an option that stands twice, or is no percent-encoded UTF-8
 */
export function readQueryString(url: string): QueryString {
  const options = new Map<string, string>()
  const aliases = new Map<string, string>()
  const start = url.indexOf('?')
  const parts = start < 0 ? [] : url.slice(start + 1).split('&')
  for (const part of parts) {
    const [name, value] = nameAndValue(part)
    const group = name.startsWith('$') ? options : name.startsWith('@') ? aliases : undefined
    const key = name.startsWith('$') ? name.toLowerCase() : name
    if (group?.has(key)) throw repeatedOption(key)
    group?.set(key, value)
  }
  return { options, aliases }
}

function nameAndValue(part: string): [string, string] {
  const equals = part.indexOf('=')
  const name = decode(equals < 0 ? part : part.slice(0, equals)).trim()
  return [name, equals < 0 ? '' : decode(part.slice(equals + 1))]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw badUrlSyntax(`'${text}' is no percent-encoded UTF-8.`)
  }
}
