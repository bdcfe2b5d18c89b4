import { forbidden } from '../errors/intune-errors.js'
import type { Grants } from './authenticate.js'

/** What an operation asks for: one of `accepted`; `printed` is the list that Intune's refusal shows. */
export interface Requirement {
  readonly accepted: readonly string[]
  readonly printed: readonly string[]
}

/**
 * Checks scopes, as Intune does: Graph's gateway never refuses for them.
 *
 * @param urlOf gives the address inside Intune that the refusal names
 * @throws GraphError 403
 */
export function authorize(
  { kind, names }: Exclude<Grants, 'all'>,
  { accepted, printed }: Requirement,
  urlOf: () => string,
): void {
  if (names.some((name) => accepted.includes(name))) return
  const url = urlOf()
  const held = names.join(' ').slice(0, 500) || 'nothing'
  const hint = `The token has: ${held}. It needs one of: ${accepted.join(', ')}.${remedy(kind, names, accepted)}`
  if (kind === 'personal') throw forbidden('User is not authorized to perform this operation', url, PERSONAL)
  if (kind === 'app' && names.length === 0) throw forbidden(NO_ROLES, url, hint)
  throw forbidden(
    `${NOT_AUTHORIZED} Application must have one of the following scopes: ${printed.join(', ')}`,
    url,
    hint,
  )
}

/** Entra leaves out of a token what was asked for and not granted: that shows here first. */
function remedy(kind: 'user' | 'app' | 'personal', names: readonly string[], accepted: readonly string[]): string {
  const misspelt = names.find((name) => accepted.some((scope) => scope.toLowerCase() === name.toLowerCase()))
  if (misspelt !== undefined) return ` Names are case-sensitive here: '${misspelt}'.`
  return kind === 'app'
    ? " An app gets the permissions that an administrator has granted, not those that it asks for: in a scenario, the app's 'roles'."
    : " A user's token has the scopes that were asked for at sign-in and granted: in a scenario, the app's and the user's 'scopes'."
}

const NOT_AUTHORIZED = 'Application is not authorized to perform this operation.'
const NO_ROLES =
  'Application is not authorized to perform this operation as called in app only context but does not have application permissions configured.'
const PERSONAL = 'Personal Microsoft accounts are not supported: sign in with a work or school account.'
