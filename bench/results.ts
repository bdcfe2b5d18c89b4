import type { Machine } from './machine.js'
import type { KeyedThroughput } from './measure-keyed.js'
import type { ImportTime, InProcess } from './measure-in-process.js'
import type { Bundle, Installed } from './measure-size.js'
import type { Memory, Start } from './measure-start.js'
import type { Rounds, Throughput } from './measure-throughput.js'

/** All that a run has measured: `bench/results.json`. */
export interface Results {
  /** As `2026-01-31`. */
  readonly date: string
  readonly machine: Machine
  /** Of the emulator, of the peers and of autocannon. */
  readonly versions: Readonly<Record<string, string>>
  readonly rounds: Rounds
  /** Of the work by id. */
  readonly keyedRounds: Rounds
  readonly throughput: readonly Throughput[]
  readonly keyed: readonly KeyedThroughput[]
  readonly start: readonly Start[]
  readonly memory: readonly Memory[]
  readonly inProcess: InProcess
  readonly imports: readonly ImportTime[]
  /** Empty in a quick run. */
  readonly installed: readonly Installed[]
  readonly browserBundle: Bundle
}
