import type { Call } from './call.js'
import { cloudOf } from './clouds.js'
import { resourceOnV2 } from './errors.js'
import { type Parameters, required } from './parameters.js'
import { readResource, readScope, type Requested } from './scopes.js'

/**
 * What a request asks for: `scope` at the v2 endpoints, `resource` at those of version 1.
 *
 * @param known what was agreed on before, where this request may leave it out
 * @throws EntraError 900144, 901002, 70011, 28000
 */
export function readRequested(call: Call, parameters: Parameters, known?: Requested): Requested {
  if (call.route.version === 1) return readVersion1(parameters, known)
  if (parameters.get('resource')) throw resourceOnV2()
  if (known && !parameters.get('scope')) return known
  const requested = readScope(required(parameters, 'scope'), graphOf(call))
  // OpenID's scopes stay agreed on: a client asks for a further resource with that resource's scope alone.
  return known ? { ...requested, openId: [...new Set([...known.openId, ...requested.openId])] } : requested
}

/** The address of Graph in the cloud that was asked: the emulator's own address is the global cloud. */
export function graphOf({ exchange }: Call): string {
  return `https://${cloudOf(exchange.origin)?.graphHost ?? 'graph.microsoft.com'}`
}

function readVersion1(parameters: Parameters, known: Requested | undefined): Requested {
  if (known && !parameters.get('resource')) return known
  return readResource(required(parameters, 'resource'), parameters.get('scope'))
}
