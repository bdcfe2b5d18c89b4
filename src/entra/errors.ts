import { EntraError, type ErrorMore } from './entra-error.js'

// Codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes. Texts: as seen on the wire in public
// issues, and where none was found in that page's words. None of them repeats a secret, a code or a token.

const refused = (error: string, code: number, message: string, more?: ErrorMore): EntraError =>
  new EntraError(400, error, code, message, more)

const clientRefused = (code: number, message: string): EntraError =>
  new EntraError(401, 'invalid_client', code, message)

export const missingParameter = (name: string) =>
  refused('invalid_request', 900144, `The request body must contain the following parameter: '${name}'.`)

export const repeatedParameter = (name: string) =>
  refused('invalid_request', 9000411, `The request is not properly formatted. The parameter '${name}' is duplicated.`)

export const tooLong = () => refused('invalid_request', 90015, 'The query string is too long. Contact the app vendor.')

export const malformedRequest = (what: string) => refused('invalid_request', 90023, `The request is not valid: ${what}`)

export const wrongMethod = (accepted: string, received: string) =>
  refused(
    'invalid_request',
    900561,
    `The endpoint only accepts ${accepted} requests. Received a ${received.replaceAll(/[^\w-]/g, '')} request.`,
  )

export const resourceOnV2 = () =>
  refused('invalid_request', 901002, "The 'resource' request parameter is not supported.")

export const malformedTenant = (tenant: string) =>
  refused(
    'invalid_request',
    900023,
    `Specified tenant identifier '${tenant}' is neither a valid DNS name, nor a valid external domain.`,
  )

export const unknownTenant = (tenant: string) =>
  refused(
    'invalid_request',
    90002,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  )

export const tenantNeeded = () =>
  refused(
    'invalid_request',
    9001023,
    'The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.',
  )

export const unknownInstance = () => refused('invalid_instance', 50049, 'Unknown or invalid instance.')

export const unknownApp = (clientId: string, tenant: string) =>
  refused(
    'unauthorized_client',
    700016,
    `Application with identifier '${clientId}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  )

export const wrongSecret = (clientId: string) =>
  clientRefused(
    7000215,
    `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  )

export const noCredential = () =>
  clientRefused(
    7000216,
    "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
  )

export const credentialNeeded = () =>
  clientRefused(
    7000218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  )

export const publicClient = () =>
  clientRefused(700025, "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.")

export const malformedAssertion = () => clientRefused(50027, 'JWT token is invalid or malformed.')

export const assertionAudience = () =>
  clientRefused(700023, 'Client assertion audience claim does not match Realm issuer.')

export const assertionLifetime = () => clientRefused(700024, 'Client assertion is not within its valid time range.')

export const assertionSubject = () =>
  clientRefused(700021, "Client assertion application identifier doesn't match 'client_id' parameter.")

export const assertionSignature = () => clientRefused(700027, 'Client assertion contains an invalid signature.')

export const invalidScope = (scope: string) =>
  refused(
    'invalid_scope',
    70011,
    `The provided value for the input parameter 'scope' is not valid. The scope '${scope}' is not valid.`,
  )

export const defaultScopeNeeded = (scope: string) =>
  refused(
    'invalid_scope',
    1002012,
    `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  )

export const severalResources = () =>
  refused(
    'invalid_request',
    28000,
    'Provided value for the input parameter scope is not valid because it contains more than one resource.',
  )

/** @param missing the scopes that were asked for and are not granted */
export const consentNeeded = (clientId: string, missing: readonly string[]) =>
  refused(
    'invalid_grant',
    65001,
    `The user or administrator has not consented to use the application with ID '${clientId}'. Send an interactive authorization request for this user and resource.`,
    {
      suberror: 'consent_required',
      hint: `Asked for and not granted: ${missing.join(' ').slice(0, 500)}. Add it to the 'scopes' of the app and of the user in the scenario.`,
    },
  )

export const unsupportedGrant = () =>
  refused('unsupported_grant_type', 70003, 'The app requested an unsupported grant type.')

export const unsupportedResponseType = () =>
  refused('unsupported_response_type', 70005, 'The app requested an unsupported response type.')

export const queryForToken = () =>
  refused('invalid_request', 70007, "'query' is not a supported value of 'response_mode' when requesting a token.")

export const wrongRedirect = (clientId: string) =>
  refused(
    'invalid_request',
    50011,
    `The redirect URI specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.`,
  )

export const otherRedirect = () =>
  refused(
    'invalid_grant',
    500112,
    'The reply address does not match the reply address provided when requesting Authorization code.',
  )

export const malformedGrant = () => refused('invalid_grant', 70000, 'Provided grant is invalid or malformed.')

export const codeRedeemed = () =>
  refused(
    'invalid_grant',
    54005,
    'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  )

export const grantExpired = () =>
  refused(
    'invalid_grant',
    70008,
    'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  )

export const wrongVerifier = () =>
  refused(
    'invalid_grant',
    501481,
    'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  )

export const malformedChallenge = () => refused('invalid_request', 501491, 'Invalid size of Code_Challenge parameter.')

export const wrongPassword = () =>
  refused('invalid_grant', 50126, 'Error validating credentials due to invalid username or password.')

export const unknownUser = (name: string, tenant: string) =>
  refused(
    'invalid_grant',
    50034,
    `The user account ${name} does not exist in the ${tenant} directory. To sign into this application, the account must be added to the directory.`,
  )

export const otherTenant = (user: string, tenant: string, clientId: string) =>
  refused(
    'invalid_grant',
    50020,
    `User account '${user}' from identity provider does not exist in tenant '${tenant}' and cannot access the application '${clientId}' in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.`,
  )

export const severalUsers = () =>
  refused(
    'interaction_required',
    16000,
    'Either multiple user identities are available for the current request or selected account is not supported for the scenario.',
  )

export const notSignedIn = () =>
  refused('login_required', 50058, 'A silent sign-in request was sent but no user is signed in.')

export const userCancelled = () => refused('access_denied', 65004, 'User declined to consent to access the app.')

export const authorizationPending = () =>
  refused('authorization_pending', 70016, 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.')

export const authorizationDeclined = () =>
  refused('authorization_declined', 70020, 'The end user has denied the authorization request.')

export const wrongDeviceCode = () =>
  refused('bad_verification_code', 70018, 'Invalid verification code: the device_code is not one that was issued.')

export const deviceCodeExpired = () =>
  refused('expired_token', 70019, 'The verification code has expired. Have the user retry the sign-in.')

export const subjectSignature = () => refused('invalid_grant', 50013, 'Assertion failed signature validation.')

export const subjectAudience = () =>
  refused('invalid_grant', 500131, 'Assertion audience does not match the Client app presenting the assertion.')

export const subjectLifetime = () => refused('invalid_grant', 500133, 'Assertion is not within its valid time range.')

export const subjectIsApp = (clientId: string) =>
  refused('invalid_grant', 7000114, `Application '${clientId}' is not allowed to make application on-behalf-of calls.`)

/** Not Entra's: its own answer to an address that it has not is a page. */
export const notEmulated = (path: string) =>
  new EntraError(
    501,
    'not_implemented',
    90092,
    `The emulator has no '${path}'. It answers /{tenant}/oauth2/v2.0/token, authorize, devicecode and logout, and the discovery documents.`,
  )

/** A fault of the emulator's own. @param why for its users, without a secret */
export const transient = (why: string) =>
  new EntraError(500, 'server_error', 90033, 'A transient error has occurred. Please try again.', { hint: why })
