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
  /** Answers a second, the median of the rounds. */
  readonly perSecond: number
}

/** Two in each round, on servers that run side by side. */
const TURNS = 2

/**
 * Measures whether work by id costs the same in sets of different sizes. What is compared is nearly equal, and other guests
 * of a machine are not: servers of all sizes are up at once, and the measurements of one work follow each other.
 */
export async function measureKeyed(sets: readonly RowSet[], rounds: Rounds, token: string): Promise<KeyedThroughput[]> {
  const measured = sets.map((): Record<KeyedWork, number[]> => ({ get: [], update: [], 'create and delete': [] }))
  for (let round = 0; round < rounds.rounds; round++) await measureRound(sets, rounds, token, measured)
  return sets.flatMap(({ rows }, index) =>
    KEYED.map((work) => ({ rows: rows.length, work, perSecond: median(measured[index]?.[work] ?? []) })),
  )
}

async function measureRound(
  sets: readonly RowSet[],
  { warmUp, measured: extent }: Rounds,
  token: string,
  measured: readonly Record<KeyedWork, number[]>[],
): Promise<void> {
  const servers: RunningServer[] = []
  try {
    for (const { files } of sets) servers.push(await startServer(EMULATOR, files))
    for (const work of KEYED) {
      const loads = servers.map(({ origin }, index) => {
        const load = { origin, token, requests: requestsOf(work, sets[index] as RowSet) }
        return { load, into: measured[index]?.[work] as number[] }
      })
      for (const { load } of loads) await putLoad({ ...load, extent: warmUp })
      for (let turn = 0; turn < TURNS; turn++) {
        for (const { load, into } of loads) into.push((await putLoad({ ...load, extent })) ?? NaN)
        loads.reverse()
      }
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

function requestsOf(work: KeyedWork, { rows }: RowSet): readonly LoadRequest[] {
  const paths = sampleIds(rows, 1000).map(EMULATOR.get)
  switch (work) {
    case 'get':
      return paths.map((path) => ({ method: 'GET', path }))
    case 'update':
      return paths.map((path) => ({ method: 'PATCH', path, body: RENAME }))
    case 'create and delete':
      return CREATE_AND_DELETE
  }
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
