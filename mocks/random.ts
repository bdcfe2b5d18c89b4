import type { Random } from '../src/entra/random.js'
import { guid, hash } from '../src/store/ids.js'

/** Bytes that nobody can guess: for sign-ins that others can reach. */
export const unguessable: Random = (length) => crypto.getRandomValues(new Uint8Array(length))

/** Bytes that follow from the seed: a list of requests replays exactly. */
export function seeded(seed: number): Random {
  const stream = hash('sign-ins', seed)
  let next = 0
  return (length) => {
    let hex = ''
    while (hex.length < length * 2) hex += guid(stream, next++).replaceAll('-', '')
    return Uint8Array.from({ length }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16))
  }
}
