import type { App, User } from './directory.js'
import { consentNeeded } from './errors.js'
import type { Requested } from './scopes.js'

export interface GrantRules {
  /** What `.default` means for an app that does not declare it. */
  readonly defaultScopes: readonly string[]
  readonly strict: boolean
}

/** The application permissions of an app. One that has none gets a token all the same, as it does from Entra. */
export function applicationPermissions(app: App | undefined, { defaultScopes, strict }: GrantRules): readonly string[] {
  return app?.roles ?? (strict ? [] : defaultScopes)
}

/**
 * The delegated scopes of a token: what is asked for, where app and user have it.
 *
 * @throws EntraError 65001 for a scope that is asked for by name and not granted
 */
export function delegatedScopes(
  requested: Requested,
  { clientId, app, user }: { clientId: string; app: App | undefined; user: User | undefined },
  { defaultScopes, strict }: GrantRules,
): readonly string[] {
  const ofApp = app?.scopes ?? (strict ? [] : undefined)
  const isGranted = (name: string) => includes(ofApp, name) && includes(user?.scopes, name)
  const known = ofApp ?? user?.scopes ?? defaultScopes
  if (requested.isDefault) return known.filter(isGranted)
  const missing = requested.names.filter((name) => !isGranted(name))
  if (missing.length > 0) throw consentNeeded(clientId, missing)
  // A token has Entra's spelling, whatever the client's.
  return requested.names.map((name) => known.find((scope) => isSame(scope, name)) ?? name)
}

/** Entra compares scopes without regard to case. */
function includes(granted: readonly string[] | undefined, name: string): boolean {
  return granted?.some((scope) => isSame(scope, name)) ?? true
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
