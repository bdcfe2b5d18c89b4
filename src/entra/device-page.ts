import type { Answer, Call, DeviceAgreement } from './call.js'
import { html, page } from './page.js'
import { readForm, readQuery } from './parameters.js'
import { CANCELLED, CHOICE, isOwnForm, userButtons } from './sign-in-page.js'

const FIELD = 'user_code'

/** GET and POST /common/oauth2/deviceauth: where a user types the code that a device shows, and says who they are. */
export async function answerDevicePage({ exchange, state }: Call): Promise<Answer> {
  const parameters = exchange.method === 'POST' ? await readForm(exchange) : readQuery(exchange)
  const userCode = (parameters.get(FIELD) ?? parameters.get('otc') ?? '').trim().toUpperCase()
  if (userCode === '') return codePage('')
  const agreement = pending(state, userCode)
  if (!agreement) return codePage('That code did not work. Check it, and try again.', 400)
  agreement.attended = true
  const choice = parameters.get(CHOICE)
  if (exchange.method !== 'POST' || !choice || !isOwnForm(exchange)) return choicePage({ state, agreement })
  agreement.decision = choice === CANCELLED ? 'declined' : state.registrations.accountNamed(choice, agreement.tenant)
  if (!agreement.decision) return choicePage({ state, agreement })
  return page('Done', html`<p>You can close this page and go back to your device.</p>`)
}

function pending({ userCodes, deviceCodes }: Call['state'], userCode: string): DeviceAgreement | undefined {
  const deviceCode = userCodes.find(userCode)
  if (deviceCode.state !== 'valid') return undefined
  const found = deviceCodes.find(deviceCode.value)
  return found.state === 'valid' && found.value.decision === undefined ? found.value : undefined
}

function codePage(problem: string, status = 200): Answer {
  return page(
    'Enter code',
    html`<p role="alert">${problem}</p>
      <form method="post">
        <label>Code <input name="${FIELD}" autocomplete="off" required /></label><button>Next</button>
      </form>`,
    { status },
  )
}

function choicePage({ state, agreement }: { state: Call['state']; agreement: DeviceAgreement }): Answer {
  return page(
    'Sign in on a device',
    html`<p>
        The app <strong>${agreement.clientId}</strong> on the device with the code
        <strong>${agreement.userCode}</strong> signs in as:
      </p>
      <form method="post">
        <input type="hidden" name="${FIELD}" value="${agreement.userCode}" />
        ${userButtons(state.registrations, agreement.tenant)}<button name="${CHOICE}" value="${CANCELLED}">
          Cancel
        </button>
      </form>`,
  )
}
