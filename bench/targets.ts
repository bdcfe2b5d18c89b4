import { BY_HAND, CONTENDERS, EMULATOR, IN_EXPRESS, JSON_SERVER, LIMIT } from './contenders.js'
import { KEYED } from './measure-keyed.js'
import { printNumber } from './print-number.js'
import type { Results } from './results.js'
import { type Work, WORK_NAMES } from './workload.js'

/** What the emulator is held to. All are ratios or times of one run on one machine. */
export interface Target {
  readonly what: string
  readonly bound: 'at least' | 'at most'
  readonly limit: number
  readonly measured: number
  readonly unit: '×' | ' ms'
}

export function isReached({ bound, limit, measured }: Target): boolean {
  return bound === 'at least' ? measured >= limit : measured <= limit
}

/** A run may lack a set of rows: then what is said of it is left out. */
export function targetsOf(results: Results): Target[] {
  const all = [
    ...againstByHand(results),
    filterTarget(results),
    ...flatness(results),
    {
      what: 'spawn to first answer, against json-server 0.17',
      bound: 'at most' as const,
      limit: 1,
      measured: startOf(results, EMULATOR.name) / startOf(results, JSON_SERVER.name),
      unit: '×' as const,
    },
    {
      what: 'an intercepted fetch, against a plain msw handler',
      bound: 'at most' as const,
      limit: 1.15,
      measured: results.inProcess.emulated / results.inProcess.plain,
      unit: '×' as const,
    },
    {
      what: '`reset()` to 10 000 seeded rows, the first read and the first write',
      bound: 'at most' as const,
      limit: 5,
      measured: results.inProcess.reset + results.inProcess.firstWrite,
      unit: ' ms' as const,
    },
    {
      what: `memory of a row, against ${BY_HAND.name}`,
      bound: 'at most' as const,
      limit: 2,
      measured: perRow(results, EMULATOR.name) / perRow(results, BY_HAND.name),
      unit: '×' as const,
    },
  ]
  return all.filter(({ measured }) => !Number.isNaN(measured))
}

/** Answers a second; NaN where it was not measured. */
export function perSecond({ throughput }: Results, contender: string, work: Work, rows: number): number {
  return (
    throughput.find((each) => each.contender === contender && each.work === work && each.rows === rows)?.perSecond ??
    NaN
  )
}

export function sizesOf({ throughput }: Results): number[] {
  return [...new Set(throughput.map(({ rows }) => rows))].sort((left, right) => left - right)
}

/** Of all sizes, the one where the emulator does worst. */
function againstByHand(results: Results): Target[] {
  return (['create', 'get', 'page'] as const).map((work) => ({
    what: `${WORK_NAMES[work]}, against ${BY_HAND.name}`,
    bound: 'at least',
    limit: 1,
    measured: Math.min(
      ...sizesOf(results).map(
        (rows) => perSecond(results, EMULATOR.name, work, rows) / perSecond(results, BY_HAND.name, work, rows),
      ),
    ),
    unit: '×',
  }))
}

function filterTarget(results: Results): Target {
  const at = (name: string) => perSecond(results, name, 'filter', 10_000)
  const peers = CONTENDERS.filter((contender) => ![EMULATOR, IN_EXPRESS, LIMIT].includes(contender))
  const best = peers.reduce((one, other) => (at(other.name) > at(one.name) ? other : one))
  return {
    what: `filtered and ordered page at 10 000 rows, against the best peer: ${best.name}`,
    bound: 'at least',
    limit: 5,
    measured: at(EMULATOR.name) / at(best.name),
    unit: '×',
  }
}

function flatness({ keyed }: Results): Target[] {
  const sizes = keyed.map(({ rows }) => rows)
  const [small, large] = [Math.min(...sizes), Math.max(...sizes)]
  const at = (work: string, rows: number) =>
    keyed.find((each) => each.work === work && each.rows === rows)?.perSecond ?? NaN
  return KEYED.map((work) => ({
    what: `${work} at ${printNumber(large)} rows, against ${printNumber(small)}`,
    bound: 'at least',
    limit: 0.9,
    measured: at(work, large) / at(work, small),
    unit: '×',
  }))
}

function startOf({ start }: Results, name: string): number {
  return start.find(({ contender }) => contender === name)?.milliseconds ?? NaN
}

function perRow({ memory }: Results, name: string): number {
  return memory.find(({ contender }) => contender === name)?.perRow ?? NaN
}
