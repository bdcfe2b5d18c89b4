import type { Contender, RowFiles } from './contenders.js'
import { askOneByOne, type Load, putLoad, type Seconds } from './load.js'
import { requestsOf } from './requests.js'
import { type RunningServer, startServer } from './running-server.js'
import { median } from './statistics.js'
import { type Row, type Work, WORKS } from './workload.js'

export interface Throughput {
  readonly contender: string
  readonly rows: number
  readonly work: Work
  /** Answers a second, the median of all measurements. */
  readonly perSecond: number
}

export interface Rounds {
  readonly rounds: number
  /** Before a work is measured, for the server to compile what it runs. Seconds. */
  readonly warmUp: number
  /** Measurements of each server and work in a round. */
  readonly turns: number
  readonly measured: Seconds
}

/** A set of rows and where it lies. */
export interface RowSet {
  readonly rows: readonly Row[]
  readonly files: RowFiles
}

/**
 * Measures every work. The servers are all up at once and take turns, work by work, each as often before as after another: a
 * machine that slows down for a minute does so for all of them.
 */
export async function measureThroughput(
  contenders: readonly Contender[],
  set: RowSet,
  rounds: Rounds,
  token: string,
): Promise<Throughput[]> {
  const measured: Measured[] = []
  for (let round = 0; round < rounds.rounds; round++) {
    const order = round % 2 === 0 ? contenders : contenders.toReversed()
    measured.push(...(await measureRound(order, set, rounds, token)))
  }
  return contenders.flatMap(({ name }) =>
    WORKS.map((work) => {
      const ofWork = measured.filter((each) => each.name === name && each.work === work)
      return { contender: name, rows: set.rows.length, work, perSecond: median(ofWork.map((each) => each.perSecond)) }
    }),
  )
}

interface Measured {
  readonly name: string
  readonly work: Work
  readonly perSecond: number
}

/** Reads before it writes: the creates come on top of the rows that there are. */
async function measureRound(
  contenders: readonly Contender[],
  set: RowSet,
  { warmUp, turns, measured: extent }: Rounds,
  token: string,
): Promise<Measured[]> {
  const measured: Measured[] = []
  const entrants: Entrant[] = []
  try {
    for (const contender of contenders) entrants.push(await Entrant.start(contender, set, token))
    for (const work of WORKS) {
      for (const entrant of entrants) await entrant.warmUp(work, warmUp)
      for (let turn = 0; turn < turns; turn++) {
        for (const entrant of entrants) {
          if (turn > 0 && entrant.isSlow(work)) continue
          measured.push({ name: entrant.name, work, perSecond: await entrant.measure(work, extent) })
        }
        entrants.reverse()
      }
    }
  } finally {
    await Promise.all(entrants.map((entrant) => entrant.stop()))
  }
  return measured
}

/** Answers a second. With fewer, the load leaves a queue that would run into the time of the next server. */
const SLOW = 60

/** A server that takes part in a round. */
class Entrant {
  readonly #contender: Contender
  readonly #set: RowSet
  readonly #token: string
  #server: RunningServer
  readonly #slow = new Set<Work>()

  private constructor(contender: Contender, set: RowSet, token: string, server: RunningServer) {
    this.#contender = contender
    this.#set = set
    this.#token = token
    this.#server = server
  }

  static async start(contender: Contender, set: RowSet, token: string): Promise<Entrant> {
    return new Entrant(contender, set, token, await startServer(contender, set.files))
  }

  get name(): string {
    return this.#contender.name
  }

  /** What the load leaves in the queue of a slow server is not waited for: it starts anew. */
  async warmUp(work: Work, seconds: number): Promise<void> {
    const perSecond = await this.#putLoad(work, { leadIn: 0, seconds })
    if (perSecond >= SLOW) return
    this.#slow.add(work)
    await this.#server.stop()
    this.#server = await startServer(this.#contender, this.#set.files)
  }

  /** Whether it is too slow to be asked for more than one answer at a time, and more than once. */
  isSlow(work: Work): boolean {
    return this.#slow.has(work)
  }

  /** @returns answers a second */
  measure(work: Work, extent: Seconds): Promise<number> {
    return this.isSlow(work) ? askOneByOne(this.#load(work)) : this.#putLoad(work, extent)
  }

  stop(): Promise<void> {
    return this.#server.stop()
  }

  #putLoad(work: Work, extent: Seconds): Promise<number> {
    return putLoad({ ...this.#load(work), extent })
  }

  #load(work: Work): Omit<Load, 'extent'> {
    return {
      origin: this.#server.origin,
      token: this.#token,
      requests: requestsOf(work, this.#contender, this.#set.rows),
    }
  }
}
