import { isOwnMachine } from './authorize-request.js'
import type { Answer, Call } from './call.js'
import { html, page } from './page.js'
import { readForm, readQuery } from './parameters.js'

/**
 * GET and POST /{tenant}/oauth2/v2.0/logout. There is no session to end; the browser goes back to the app, where the
 * address is one that an app has declared, or on this machine.
 */
export async function answerLogout({ exchange, state, route }: Call): Promise<Answer> {
  state.registrations.tenantId(route.tenant)
  const parameters = exchange.method === 'POST' ? await readForm(exchange) : readQuery(exchange)
  const uri = parameters.get('post_logout_redirect_uri')
  if (!uri || !URL.canParse(uri) || !(state.registrations.isDeclaredRedirect(uri) || isOwnPage(uri))) {
    return page('Signed out', html`<p>You signed out of your account.</p>`)
  }
  const url = new URL(uri)
  const given = parameters.get('state')
  if (given !== undefined) url.searchParams.set('state', given)
  return { status: 302, headers: { Location: url.href } }
}

function isOwnPage(uri: string): boolean {
  return ['http:', 'https:'].includes(new URL(uri).protocol) && isOwnMachine(uri)
}
