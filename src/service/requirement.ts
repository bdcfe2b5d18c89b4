import type { Api } from './api.js'
import type { Requirement } from './authorize.js'
import type { Target } from './route.js'

/**
 * The scopes that a request asks for.
 *
 * @param strict whether those that are documented are the only ones that do
 * @returns undefined for what asks for none
 */
export function requirementOf(target: Target, method: string, api: Api, strict: boolean): Requirement | undefined {
  if (target.kind === 'singleton') return { accepted: api.singletonScopes, printed: api.singletonScopes }
  if (!('resource' in target)) return undefined
  const kind = target.kind === 'action' ? target.action : method === 'GET' ? 'read' : 'write'
  const { scopes, alsoAccepted, printedScopes } = target.resource
  const documented = scopes[kind] ?? []
  const accepted = strict ? documented : [...documented, ...(alsoAccepted[kind] ?? [])]
  return { accepted, printed: printedScopes[kind] ?? documented }
}
