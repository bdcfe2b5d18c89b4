import type { Contender, RowFiles } from './contenders.js'
import { askOneByOne, type Extent, putLoad } from './load.js'
import { requestsOf } from './requests.js'
import { startServer } from './running-server.js'
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
  /** Before each measurement, for the server to compile what it runs. */
  readonly warmUp: Extent
  readonly measured: Extent
}

/** A set of rows and where it lies. */
export interface RowSet {
  readonly rows: readonly Row[]
  readonly files: RowFiles
}

/** Measures every work; in each round the servers take turns, so that a machine that slows down does so for all. */
export async function measureThroughput(
  contenders: readonly Contender[],
  set: RowSet,
  rounds: Rounds,
  token: string,
): Promise<Throughput[]> {
  const measured = new Map<string, number[]>()
  for (let round = 0; round < rounds.rounds; round++) {
    for (const contender of contenders) {
      for (const [work, perSecond] of await measureOnce(contender, set, rounds, token)) {
        const key = `${contender.name} ${work}`
        measured.set(key, [...(measured.get(key) ?? []), perSecond])
      }
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

/** Reads before it writes: the creates come on top of the rows that there are. */
async function measureOnce(
  contender: Contender,
  set: RowSet,
  { warmUp, measured: extent }: Rounds,
  token: string,
): Promise<[Work, number][]> {
  const measured: [Work, number][] = []
  let server = await startServer(contender, set.files)
  try {
    for (const work of WORKS) {
      const load = () => ({ origin: server.origin, token, requests: requestsOf(work, contender, set.rows) })
      let perSecond = await putLoad({ ...load(), extent: warmUp })
      if (perSecond !== undefined) perSecond = await putLoad({ ...load(), extent })
      if (perSecond === undefined) {
        // What the load has left in its queue is not waited for.
        await server.stop()
        server = await startServer(contender, set.files)
        perSecond = await askOneByOne(load())
      }
      measured.push([work, perSecond])
    }
  } finally {
    await server.stop()
  }
  return measured
}
