import { GraphError } from './graph-error.js'

/** 401s of Graph's gateway: one code, the words as recorded. `headers` carry the challenge. */
type Headers = Readonly<Record<string, string>>

const invalidToken = (message: string, hint: string, headers: Headers): GraphError =>
  new GraphError({ status: 401, code: 'InvalidAuthenticationToken', message, hint, headers })

export const emptyAccessToken = (hint: string, headers: Headers): GraphError =>
  invalidToken('Access token is empty.', hint, headers)

export const tokenNotWellFormed = (headers: Headers): GraphError =>
  invalidToken(
    "IDX14100: JWT is not well formed, there are no dots (.).\nThe token needs to be in JWS or JWE Compact Serialization Format. (JWS): 'EncodedHeader.EncodedPayload.EncodedSignature'. (JWE): 'EncodedProtectedHeader.EncodedEncryptedKey.EncodedInitializationVector.EncodedCiphertext.EncodedAuthenticationTag'.",
    "auth is strict here: ask the emulator's sign-in for a token, or mint one with `intune-emulator token` or emulator.token().",
    headers,
  )

export const tokenExpired = (hint: string, headers: Headers): GraphError =>
  invalidToken('Lifetime validation failed, the token is expired.', hint, headers)

/** The older text, which names both ends of the lifetime. */
export const tokenNotYetValid = (hint: string, headers: Headers): GraphError =>
  invalidToken('Access token has expired or is not yet valid.', hint, headers)

export const invalidAudience = (hint: string, headers: Headers): GraphError =>
  invalidToken('Access token validation failure. Invalid audience.', hint, headers)

/** Recorded for everything else: issuer, signature, shape. */
export const tokenNotValid = (hint: string, headers: Headers): GraphError =>
  invalidToken('Access token validation failure.', hint, headers)
