import type { Contender } from './contenders.js'
import type { RowSet } from './measure-throughput.js'
import { startBare, startServer } from './running-server.js'
import { median } from './statistics.js'
import { putLoad } from './load.js'
import { BODY } from './workload.js'

export interface Start {
  readonly contender: string
  /** From the spawn to the end of the first answer, the median of the rounds. Milliseconds. */
  readonly milliseconds: number
}

export interface Memory {
  readonly contender: string
  /** The whole process after its start. Bytes. */
  readonly idle: number
  /** What a created row adds to the heap. Bytes. */
  readonly perRow: number
}

/** Measures how long servers take to start; in each round they take turns. */
export async function measureStart(
  contenders: readonly Contender[],
  { files }: RowSet,
  rounds: number,
): Promise<Start[]> {
  const taken = contenders.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      const server = await startBare(contender, files)
      taken[index]?.push(server.startedIn)
      await server.stop()
    }
  }
  return contenders.map(({ name }, index) => ({ contender: name, milliseconds: median(taken[index] ?? []) }))
}

/** Measures what rows weigh: the heap before and after many creates, collected each time. */
export async function measureMemory(
  contenders: readonly Contender[],
  { files }: RowSet,
  creates: number,
  token: string,
): Promise<Memory[]> {
  const measured: Memory[] = []
  for (const contender of contenders) {
    const server = await startServer(contender, files)
    const load = {
      origin: server.origin,
      token,
      requests: [{ method: 'POST', path: contender.collection, body: BODY }] as const,
    }
    const idle = (await server.memory()).resident
    // What is compiled and pooled for the first requests is no row's.
    await putLoad({ ...load, extent: { amount: creates / 10 } })
    const before = (await server.memory()).heap
    await putLoad({ ...load, extent: { amount: creates } })
    const after = (await server.memory()).heap
    await server.stop()
    measured.push({ contender: contender.name, idle, perRow: (after - before) / creates })
  }
  return measured
}
