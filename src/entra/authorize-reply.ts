import type { ReplyTo } from './authorize-request.js'
import type { Answer } from './call.js'
import { hiddenFields, html, page, SUBMIT_DIGEST, SUBMIT_SCRIPT } from './page.js'

/** Sends the members to the app, the way it has asked for (OAuth 2.0 Multiple Response Types, Form Post Response Mode). */
export function replyToApp({ redirectUri, mode, state }: ReplyTo, given: Readonly<Record<string, string>>): Answer {
  const members = { ...given, ...(state === undefined ? {} : { state }) }
  if (mode === 'form_post') return formPost(redirectUri, members)
  const url = new URL(redirectUri)
  const text = new URLSearchParams(members).toString()
  if (mode === 'fragment') url.hash = text
  else url.search = url.search === '' ? text : `${url.search}&${text}`
  return { status: 302, headers: { Location: url.href } }
}

/** The form sends itself, or its user does. */
function formPost(redirectUri: string, members: Readonly<Record<string, string>>): Answer {
  const form = html`<form method="post" action="${redirectUri}">
      ${hiddenFields(Object.entries(members))}<button>Continue</button>
    </form>
    ${SUBMIT_SCRIPT}`
  return page('Signing in', form, { script: `'${SUBMIT_DIGEST}'` })
}
