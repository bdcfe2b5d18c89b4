import type { Contender, RowFiles } from './contenders.js'
import { askOneByOne, type Extent, type Load, putLoad } from './load.js'
import { requestsOf } from './requests.js'
import { type RunningServer, startServer } from './running-server.js'
import { median } from './statistics.js'
import { type Row, type Work, WORKS } from './workload.js'

export interface Throughput {
  readonly contender: string
  readonly rows: number
  readonly work: Work
  /** Answers a second, the median of the rounds. */
  readonly perSecond: number
}

export interface Rounds {
  readonly rounds: number
  /** Before a work is measured, for the server to compile what it runs. */
  readonly warmUp: Extent
  /** Before each measurement, for the caches to be of that server. */
  readonly leadIn: Extent
  readonly measured: Extent
}

/** A set of rows and where it lies. */
export interface RowSet {
  readonly rows: readonly Row[]
  readonly files: RowFiles
}

/**
 * Measures every work. The servers are all up at once and take turns, work by work: a machine that slows down for a minute
 * does so for all of them.
 */
export async function measureThroughput(
  contenders: readonly Contender[],
  set: RowSet,
  rounds: Rounds,
  token: string,
): Promise<Throughput[]> {
  const measured = new Map<string, number[]>()
  for (let round = 0; round < rounds.rounds; round++) {
    const order = round % 2 === 0 ? contenders : contenders.toReversed()
    for (const { name, work, perSecond } of await measureRound(order, set, rounds, token)) {
      const key = `${name} ${work}`
      measured.set(key, [...(measured.get(key) ?? []), perSecond])
    }
  }
  return contenders.flatMap(({ name }) =>
    WORKS.map((work) => ({
      contender: name,
      rows: set.rows.length,
      work,
      perSecond: median(measured.get(`${name} ${work}`) ?? []),
    })),
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
  { warmUp, leadIn, measured: extent }: Rounds,
  token: string,
): Promise<Measured[]> {
  const measured: Measured[] = []
  const entrants: Entrant[] = []
  try {
    for (const contender of contenders) entrants.push(await Entrant.start(contender, set, token))
    for (const work of WORKS) {
      for (const entrant of entrants) await entrant.warmUp(work, warmUp)
      for (const entrant of entrants) {
        measured.push({ name: entrant.name, work, perSecond: await entrant.measure(work, leadIn, extent) })
      }
    }
  } finally {
    await Promise.all(entrants.map((entrant) => entrant.stop()))
  }
  return measured
}

/** A server that takes part in a round. */
class Entrant {
  readonly #contender: Contender
  readonly #set: RowSet
  readonly #token: string
  #server: RunningServer
  /** Works of which there are too few answers under load. */
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

  async warmUp(work: Work, extent: Extent): Promise<void> {
    await this.#putLoad(work, extent)
  }

  /** @returns answers a second */
  async measure(work: Work, leadIn: Extent, extent: Extent): Promise<number> {
    if (!this.#slow.has(work)) await this.#putLoad(work, leadIn)
    const perSecond = this.#slow.has(work) ? undefined : await this.#putLoad(work, extent)
    return perSecond ?? askOneByOne(this.#load(work))
  }

  stop(): Promise<void> {
    return this.#server.stop()
  }

  /** What the load leaves in the queue of a slow server is not waited for: it starts anew. */
  async #putLoad(work: Work, extent: Extent): Promise<number | undefined> {
    const perSecond = await putLoad({ ...this.#load(work), extent })
    if (perSecond !== undefined) return perSecond
    this.#slow.add(work)
    await this.#server.stop()
    this.#server = await startServer(this.#contender, this.#set.files)
    return undefined
  }

  #load(work: Work): Omit<Load, 'extent'> {
    return {
      origin: this.#server.origin,
      token: this.#token,
      requests: requestsOf(work, this.#contender, this.#set.rows),
    }
  }
}
