/** What carries a token or a secret in a query (RFC 6749, RFC 7636, OpenID Connect). */
const PARAMETERS =
  /([?&](?:access_token|id_token(?:_hint)?|refresh_token|client_secret|(?:client_)?assertion|password|(?:device_)?code|code_verifier)=)[^&#]*/gi

/** A signed JWT, wherever it stands: its header begins with `{"`. */
const JWT = /\beyJ[\w-]*\.[\w-]*(?:\.[\w-]*)?/g

/** @returns a text that can be shown: tokens, secrets and codes are left out of it */
export function withoutSecrets(text: string): string {
  return text.replace(PARAMETERS, '$1…').replace(JWT, '…')
}
