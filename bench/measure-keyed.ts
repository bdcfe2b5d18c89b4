import { EMULATOR } from './contenders.js'
import { type LoadRequest, putLoad } from './load.js'
import type { Rounds, RowSet } from './measure-throughput.js'
import { startServer } from './running-server.js'
import { median } from './statistics.js'
import { BODY, sampleIds } from './workload.js'

/** What finds a row by its id, or makes one and deletes it: the set keeps its size. */
export const KEYED = ['get', 'update', 'create and delete'] as const

export type KeyedWork = (typeof KEYED)[number]

export interface KeyedThroughput {
  readonly rows: number
  readonly work: KeyedWork
  /** Answers a second, the median of the rounds. */
  readonly perSecond: number
}

/** Measures whether work by id costs the same in sets of different sizes; the sets take turns. */
export async function measureKeyed(sets: readonly RowSet[], rounds: Rounds, token: string): Promise<KeyedThroughput[]> {
  const measured = sets.map((): Record<KeyedWork, number[]> => ({ get: [], update: [], 'create and delete': [] }))
  for (let round = 0; round < rounds.rounds; round++) {
    for (const [index, set] of sets.entries()) {
      const once = await measureOnce(set, rounds, token)
      for (const work of KEYED) measured[index]?.[work].push(once[work])
    }
  }
  return sets.flatMap(({ rows }, index) =>
    KEYED.map((work) => ({ rows: rows.length, work, perSecond: median(measured[index]?.[work] ?? []) })),
  )
}

async function measureOnce(
  set: RowSet,
  { warmUp, measured }: Rounds,
  token: string,
): Promise<Record<KeyedWork, number>> {
  const server = await startServer(EMULATOR, set.files)
  const steady = async (requests: readonly LoadRequest[]) => {
    const load = { origin: server.origin, token, requests }
    await putLoad({ ...load, extent: warmUp })
    return (await putLoad({ ...load, extent: measured })) ?? NaN
  }
  const paths = sampleIds(set.rows, 1000).map(EMULATOR.get)
  const body = JSON.stringify({ displayName: 'Renamed' })
  try {
    return {
      get: await steady(paths.map((path) => ({ method: 'GET', path }))),
      update: await steady(paths.map((path) => ({ method: 'PATCH', path, body }))),
      'create and delete': await steady(CREATE_AND_DELETE),
    }
  } finally {
    await server.stop()
  }
}

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
