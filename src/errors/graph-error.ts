/** What a caller of Graph did wrong, as the service words it. Thrown by any floor, turned into the envelope once. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
  /** HTTP status of the answer. */
  readonly status: number
  /** `error.code` of the envelope, verbatim from the service. */
  readonly code: string
  /** The emulator's own help: the property path and the values that would do. */
  readonly hint: string | undefined
  /** Intune repeats the text of a model validation failure as the first member of `innerError`. */
  readonly repeatsMessage: boolean
  /** Headers that this error adds to the answer. */
  readonly headers: Readonly<Record<string, string>>
  /** Set where the words hold facts of the request, such as its id: the envelope then asks for them. */
  readonly describe: ((request: RequestFacts) => string) | undefined

  constructor(init: GraphErrorInit) {
    super(init.message)
    this.status = init.status
    this.code = init.code
    this.hint = init.hint
    this.repeatsMessage = init.repeatsMessage ?? false
    this.headers = init.headers ?? {}
    this.describe = init.describe
  }
}

export interface GraphErrorInit {
  status: number
  code: string
  message: string
  hint?: string | undefined
  repeatsMessage?: boolean
  headers?: Readonly<Record<string, string>>
  describe?: (request: RequestFacts) => string
}

/** What the service knows of a request when it words an error. */
export interface RequestFacts {
  /** GUID of this request. */
  requestId: string
  /** What the caller sent as `client-request-id`, or the request's own id. */
  clientRequestId: string
  /** The emulated clock. */
  now: Date
}
