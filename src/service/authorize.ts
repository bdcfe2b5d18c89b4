import { forbidden } from '../errors/intune-errors.js'
import type { Caller } from './authenticate.js'

/** What an operation asks for: one of `accepted`; `printed` is the list that Intune's refusal shows. */
export interface Requirement {
  readonly accepted: readonly string[]
  readonly printed: readonly string[]
}

/**
 * Checks scopes, as Intune does: Graph's gateway never refuses for them.
 *
 * @param url the address inside Intune that the refusal names
 * @throws GraphError 403
 */
export function authorize({ grants }: Caller, { accepted, printed }: Requirement, url: string): void {
  if (grants === 'all') return
  const { kind, names } = grants
  if (names.some((name) => accepted.includes(name))) return
  const hint = `The token has: ${names.join(' ') || 'nothing'}. It needs one of: ${accepted.join(', ')}.`
  if (kind === 'personal') throw forbidden('User is not authorized to perform this operation', url, PERSONAL)
  if (kind === 'app' && names.length === 0) throw forbidden(NO_ROLES, url, hint)
  throw forbidden(
    `${NOT_AUTHORIZED} Application must have one of the following scopes: ${printed.join(', ')}`,
    url,
    hint,
  )
}

const NOT_AUTHORIZED = 'Application is not authorized to perform this operation.'
const NO_ROLES =
  'Application is not authorized to perform this operation as called in app only context but does not have application permissions configured.'
const PERSONAL = 'Personal Microsoft accounts are not supported: sign in with a work or school account.'
