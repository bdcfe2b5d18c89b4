import type { Exchange, Reply } from './exchange.js'

/** What a host needs of what it hosts. */
export interface Handles {
  /** Never rejects. */
  handle(exchange: Exchange): Promise<Reply>
  /** @returns whether the path is a part of the real service that is not emulated: a user's own handler may answer it */
  leaves(path: string): boolean
  /** @returns whether the path is the emulated service's at all, where a host serves other things besides */
  owns(path: string): boolean
}
