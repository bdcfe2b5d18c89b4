import type { RequestHandler } from 'msw'

/**
 * A msw request handler of the user's own, as `http.get(…)` makes it. Its shape rather than msw's class: the handler may
 * come from another copy of msw, or another major version, than the door's.
 */
export interface UserHandler {
  readonly kind: string
  run(args: never): Promise<unknown>
}

/** Handlers as msw's own functions take them. */
export function asMswHandlers(handlers: readonly UserHandler[]): RequestHandler[] {
  return handlers as unknown as RequestHandler[]
}
