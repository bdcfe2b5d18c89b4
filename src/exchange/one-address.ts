import type { Handles } from './handles.js'
import { pathOf } from './path-of.js'

/**
 * Two services at one address.
 *
 * @param isFirst which paths are the first one's; default: those that it owns. The others are the second one's.
 */
export function atOneAddress(
  first: Handles,
  second: Handles,
  isFirst: (path: string) => boolean = (path) => first.owns(path),
): Handles {
  const at = (path: string) => (isFirst(path) ? first : second)
  return {
    handle: (exchange) => at(pathOf(exchange.url)).handle(exchange),
    leaves: (path) => at(path).leaves(path),
    owns: (path) => at(path).owns(path),
  }
}
