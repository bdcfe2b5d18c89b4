import type { Exchange } from '../exchange/exchange.js'
import { missingParameter, repeatedParameter, tooLong } from './errors.js'

export type Parameters = ReadonlyMap<string, string>

/** Ample for an assertion with its chain of certificates; a client's values are kept while its codes are valid. */
const MAX_LENGTH = 64 * 1024

/** Reads the query. @throws EntraError 90015, 9000411 */
export function readQuery({ url }: Exchange): Parameters {
  const at = url.indexOf('?')
  return parse(at === -1 ? '' : url.slice(at + 1))
}

/** Reads a form; of other media types every parameter is missing, as Entra says. @throws EntraError 90015, 9000411 */
export async function readForm(exchange: Exchange): Promise<Parameters> {
  const type = exchange.header('content-type')
  if (type !== undefined && !/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type.trim())) return new Map()
  return parse(await exchange.text())
}

/** An empty value counts as missing (RFC 6749, 3.1). @throws EntraError 900144 */
export function required(parameters: Parameters, name: string): string {
  const value = parameters.get(name)
  if (!value) throw missingParameter(name)
  return value
}

function parse(text: string): Parameters {
  if (text.length > MAX_LENGTH) throw tooLong()
  const parameters = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text)) {
    if (parameters.has(name)) throw repeatedParameter(name.slice(0, 40).replaceAll(/[^\w-]/g, '?'))
    parameters.set(name, value)
  }
  return parameters
}
