import type { Randomizer } from '@faker-js/faker'
import type { Random } from '../src/entra/random.js'
import { guid, hash, mix } from '../src/store/ids.js'

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

/**
 * The numbers that a faked row is made of: a Weyl sequence, mixed. Faker's own generator, a Mersenne Twister, takes four
 * times as long to be seeded as a row to be faked.
 */
export function rowRandomizer(): Randomizer {
  let state = 0
  return {
    seed(given) {
      state = [given].flat().reduce((at, part) => mix(at ^ mix(part)), 0)
    },
    next() {
      state = (state + 0x9e3779b9) | 0
      return mix(state) / 2 ** 32
    },
  }
}
