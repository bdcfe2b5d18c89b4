import type { GraphError } from '../errors/graph-error.js'

/** A request, as every host hands it over. */
export interface Exchange {
  readonly method: string
  /** Path and query below the origin, as sent: percent-encoded. */
  readonly url: string
  /** What the caller sees before `url`, as `https://graph.microsoft.com`: the start of every link in an answer. */
  readonly origin: string
  /** @param name in lower case */
  header(name: string): string | undefined
  /**
   * The body as text; called once at most.
   *
   * @throws GraphError 413 for one that is larger than MAX_BODY_BYTES
   */
  text(): Promise<string>
}

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Undefined: no body, no Content-Type. */
  readonly body: string | undefined
  /** What went wrong, for logs. */
  readonly error?: GraphError
}

/** Graph's gateway takes about 4 MB; the exact figure is folklore. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024
