import { malformedTenant } from './errors.js'
import { stableGuid } from './random.js'

const GUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i
const DOMAIN = /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{0,62}$/i

/** Names of Entra's that leave the tenant to the user who signs in. */
const OPEN = new Set(['common', 'organizations', 'consumers'])

/** @returns whether the tenant is the user's own */
export function isOpen(name: string): boolean {
  return OPEN.has(name.toLowerCase())
}

export function isGuid(text: string): boolean {
  return GUID.test(text)
}

/** @returns whether a tenant can be called so */
export function isTenant(name: string): boolean {
  return GUID.test(name) || DOMAIN.test(name)
}

/**
 * The id of a tenant that is named by its GUID or a domain. Which tenant has a domain is Entra's to know: here each domain
 * name has a tenant of its own, always the same.
 *
 * @throws EntraError 900023
 */
export function tenantIdOf(name: string): string {
  const lower = name.toLowerCase()
  if (GUID.test(lower)) return lower
  if (DOMAIN.test(lower)) return stableGuid('tenant', lower)
  throw malformedTenant(name.slice(0, 100))
}
