import type { GraphError } from '../errors/graph-error.js'
import type { Exchange } from '../exchange/exchange.js'
import type { RequestFacts } from './entra-error.js'
import type { Issued } from './issued.js'
import type { GrantRules } from './permissions.js'
import type { Random } from './random.js'
import type { Account, Registrations } from './registrations.js'
import type { Route } from './route.js'
import type { Requested } from './scopes.js'
import type { SigningKey } from './signing-key.js'

/** What a user has agreed to: an authorization code and a refresh token stand for it. */
export interface Agreement {
  readonly clientId: string
  readonly account: Account
  readonly requested: Requested
}

export interface CodeAgreement extends Agreement {
  readonly redirectUri: string
  readonly nonce: string | undefined
  readonly challenge: { readonly value: string; readonly method: 'S256' | 'plain' } | undefined
}

export interface DeviceAgreement {
  readonly clientId: string
  /** As in the address. */
  readonly tenant: string
  readonly requested: Requested
  readonly userCode: string
  polls: number
  /** Whether someone has opened the page with this code: it is for them to say then. */
  attended: boolean
  decision: Account | 'declined' | undefined
}

/** All that Entra keeps between requests. */
export interface EntraState {
  readonly registrations: Registrations
  readonly key: SigningKey
  readonly codes: Issued<CodeAgreement>
  readonly refreshTokens: Issued<Agreement>
  readonly deviceCodes: Issued<DeviceAgreement>
  /** Device codes by their user code. */
  readonly userCodes: Issued<string>
  readonly random: Random
  readonly rules: GrantRules
  /** Whether a device code is approved by itself. */
  readonly approvesDevices: boolean
  /** Whether errors carry the emulator's own help. */
  readonly hints: boolean
}

/** One request on its way through Entra. */
export interface Call {
  readonly exchange: Exchange
  readonly route: Route
  readonly facts: RequestFacts
  readonly state: EntraState
}

/** What an endpoint answers; the headers of every answer are added to it. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON, unless it is a page. */
  readonly body?: Readonly<Record<string, unknown>> | string
  /** For logs. */
  readonly error?: GraphError
}
