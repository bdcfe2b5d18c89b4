import { EMULATOR } from './contenders.js'
import { type LoadRequest, putLoad } from './load.js'
import type { Rounds, RowSet } from './measure-throughput.js'
import { type RunningServer, startServer } from './running-server.js'
import { median } from './statistics.js'
import { BODY, sampleIds } from './workload.js'

/** What finds a row by its id, or makes one and deletes it: the set keeps its size. */
export const KEYED = ['get', 'update', 'create and delete'] as const

export type KeyedWork = (typeof KEYED)[number]

export interface KeyedThroughput {
  readonly rows: number
  readonly work: KeyedWork
  /** Answers a second, the median of all measurements. */
  readonly perSecond: number
}

/**
 * Measures whether work by id costs the same in sets of different sizes. The rates differ by less than the machine's noise: the
 * servers of all sizes are up at once and take turns, each as often the first.
 */
export async function measureKeyed(sets: readonly RowSet[], rounds: Rounds, token: string): Promise<KeyedThroughput[]> {
  const measured = sets.map((): Record<KeyedWork, number[]> => ({ get: [], update: [], 'create and delete': [] }))
  for (let round = 0; round < rounds.rounds; round++) {
    const contest = sets.map((set, index) => ({ set, into: measured[index] as Record<KeyedWork, number[]> }))
    await measureRound(round % 2 === 0 ? contest : contest.reverse(), rounds, token)
  }
  return sets.flatMap(({ rows }, index) =>
    KEYED.map((work) => ({ rows: rows.length, work, perSecond: median(measured[index]?.[work] ?? []) })),
  )
}

async function measureRound(
  contest: readonly { readonly set: RowSet; readonly into: Record<KeyedWork, number[]> }[],
  { warmUp, turns, measured: extent }: Rounds,
  token: string,
): Promise<void> {
  const running: { server: RunningServer; set: RowSet; into: Record<KeyedWork, number[]> }[] = []
  try {
    for (const { set, into } of contest) running.push({ server: await startServer(EMULATOR, set.files), set, into })
    for (const work of KEYED) {
      const loads = running.map(({ server, set, into }) => {
        const load = { origin: server.origin, token, requests: keyedRequests(work, set) }
        return { load, into: into[work] }
      })
      for (const { load } of loads) await putLoad({ ...load, extent: { leadIn: 0, seconds: warmUp } })
      for (let turn = 0; turn < turns; turn++) {
        for (const { load, into } of loads) into.push(await putLoad({ ...load, extent }))
        loads.reverse()
      }
    }
  } finally {
    await Promise.all(running.map(({ server }) => server.stop()))
  }
}

function keyedRequests(work: KeyedWork, { rows }: RowSet): readonly LoadRequest[] {
  if (work === 'create and delete') return CREATE_AND_DELETE
  const paths = sampleIds(rows, 1000).map(EMULATOR.get)
  return paths.map((path) => (work === 'get' ? { method: 'GET', path } : { method: 'PATCH', path, body: RENAME }))
}

const RENAME = JSON.stringify({ displayName: 'Renamed' })

interface Connection {
  id?: string
}

/** Each connection deletes what it has made. */
const CREATE_AND_DELETE: readonly LoadRequest[] = [
  {
    method: 'POST',
    path: EMULATOR.collection,
    body: BODY,
    onResponse(_status, text, connection: Connection) {
      connection.id = (JSON.parse(text) as { id: string }).id
    },
  },
  {
    method: 'DELETE',
    path: EMULATOR.collection,
    setupRequest: (request, { id = '' }: Connection) => ({ ...request, path: EMULATOR.get(id) }),
  },
]
