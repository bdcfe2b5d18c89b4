import type { Answer } from './call.js'

/** Text that is safe in HTML, attributes included. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** A template whose values are escaped, but for those that are HTML already. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  const written = values.map((value) => {
    if (value instanceof Html) return value.text
    return typeof value === 'string' ? escape(value) : value.map(({ text }) => text).join('')
  })
  return new Html(parts.map((part, index) => part + (written[index] ?? '')).join(''))
}

const STYLE = new Html(`body{font:1rem/1.5 system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem}
button,input{font:inherit;display:block;width:100%;box-sizing:border-box;margin:.5rem 0;padding:.6rem .8rem;text-align:left}
.note{color:#555;font-size:.875rem}`)

/** The one script there is, and its digest for the content security policy: of the text between the tags, to the letter. */
export const SUBMIT_SCRIPT = new Html('<script>document.forms[0].submit()</script>')
export const SUBMIT_DIGEST = 'sha256-ePniVEkSivX/c7XWBGafqh8tSpiRrKiqYeqbG7N1TOE='

/**
 * A whole page. It loads nothing, runs nothing but what `script` names, and nothing may frame it. There is no
 * `form-action`: browsers hold that against the redirect after a form as well, and that one goes to the app.
 */
export function page(title: string, content: Html, { status = 200, script = "'none'" } = {}): Answer {
  const body = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
          <p class="note">intune-emulator: nothing here is Microsoft's, and no password is asked for.</p>
        </main>
      </body>
    </html> `
  return {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; style-src 'unsafe-inline'; script-src ${script}; base-uri 'none'; frame-ancestors 'none'`,
      'X-Frame-Options': 'DENY',
      'Referrer-Policy': 'no-referrer',
    },
    body: body.text,
  }
}

/** Hidden fields that carry a request's parameters on. */
export function hiddenFields(parameters: Iterable<readonly [string, string]>): Html[] {
  return Array.from(parameters, ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string)
}
