import type { ReplyTo } from './authorize-request.js'
import type { Exchange } from '../exchange/exchange.js'
import type { Answer, Call } from './call.js'
import { hostOf } from './clouds.js'
import { hiddenFields, type Html, html, page } from './page.js'
import type { Parameters } from './parameters.js'
import type { Registrations } from './registrations.js'

/** The field that the page adds to the app's own parameters. */
export const CHOICE = 'emulator_user'

/** No user's name: it has a space. */
export const CANCELLED = 'no one'

/** @returns whether a form comes from a page of the emulator's, as far as the browser says: a choice of another's is nobody's */
export function isOwnForm(exchange: Exchange): boolean {
  return ['same-origin', 'none'].includes(exchange.header('sec-fetch-site') ?? 'none')
}

/** Who shall sign in? A form without a script; its buttons are the tenant's users. */
export function signInPage({ state, route }: Call, to: ReplyTo, parameters: Parameters): Answer {
  const name = to.app?.displayName ?? to.clientId
  const target = hostOf(to.redirectUri) || new URL(to.redirectUri).protocol
  const carried = [...parameters].filter(([key]) => key !== CHOICE && key !== 'login_hint')
  const chosen = parameters.get(CHOICE)
  const problem = chosen ? html`<p role="alert">There is no user ${chosen.slice(0, 113)} here.</p>` : html``
  return page(
    'Sign in',
    html`<p><strong>${name}</strong> gets the answer at <strong>${target}</strong>.</p>
      ${problem}
      <form method="post">
        ${hiddenFields(carried)}${userButtons(state.registrations, route.tenant)}<button
          name="${CHOICE}"
          value="${CANCELLED}"
        >
          Cancel
        </button>
      </form>
      ${anyoneForm(state.registrations, route.tenant, carried)}`,
  )
}

/** A button for each user of a tenant. */
export function userButtons(registrations: Registrations, tenant: string): Html[] {
  return registrations
    .accounts(tenant)
    .map(
      ({ userPrincipalName, displayName }) =>
        html`<button name="${CHOICE}" value="${userPrincipalName}">${displayName} (${userPrincipalName})</button> `,
    )
}

/** Where no user is declared, any name will do. */
function anyoneForm(
  registrations: Registrations,
  tenant: string,
  carried: readonly (readonly [string, string])[],
): Html {
  if (registrations.hasUsers(tenant)) return html``
  return html`<form method="post">
    ${hiddenFields(carried)}<label>Someone else <input name="${CHOICE}" autocomplete="username" required /></label
    ><button>Sign in</button>
  </form>`
}
