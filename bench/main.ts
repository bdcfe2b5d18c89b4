import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CONTENDERS } from './contenders.js'
import { pinLoad } from './cores.js'
import { describeMachine } from './machine.js'
import { measureKeyed } from './measure-keyed.js'
import { type Fetches, measureImports, measureInProcess } from './measure-in-process.js'
import { measureBundle, measureInstalled } from './measure-size.js'
import { versionOf } from './version-of.js'
import { measureMemory, measureStart } from './measure-start.js'
import { measureThroughput, type RowSet, type Throughput } from './measure-throughput.js'
import { PEERS, ROOT } from './paths.js'
import { publish, readResults } from './publish.js'
import { reportOf } from './report.js'
import type { Results } from './results.js'
import { writeRowFiles } from './row-files.js'
import { makeToken } from './token.js'
import { makeRows } from './workload.js'

/** How much is measured. */
interface Plan {
  readonly sizes: readonly number[]
  readonly rounds: Results['rounds']
  /** More, and after a longer warm-up, where a tenth is what matters. */
  readonly keyed: Results['keyedRounds']
  readonly starts: number
  readonly creates: number
  readonly fetches: Fetches
  readonly installs: boolean
}

const FULL: Plan = {
  sizes: [100, 10_000, 100_000],
  rounds: { rounds: 2, warmUp: 2, turns: 3, measured: { leadIn: 0.4, seconds: 0.8 } },
  keyed: { rounds: 5, warmUp: 4, turns: 2, measured: { leadIn: 0.5, seconds: 1 } },
  starts: 7,
  creates: 10_000,
  fetches: { rounds: 30, each: 500 },
  installs: true,
}

const SHORT: Results['rounds'] = { rounds: 1, warmUp: 0.2, turns: 1, measured: { leadIn: 0, seconds: 0.2 } }

/** Whether everything runs: its figures say little. */
const QUICK: Plan = {
  sizes: [100],
  rounds: SHORT,
  keyed: SHORT,
  starts: 1,
  creates: 200,
  fetches: { rounds: 1, each: 50 },
  installs: false,
}

/**
 * Measures, prints and publishes. With `--quick` it only measures and prints; with `--in-process` it measures only what runs in
 * process anew, and with `--documents` nothing: both publish what was measured before.
 */
export async function main(args: readonly string[]): Promise<void> {
  const flag = { type: 'boolean', default: false } as const
  const options = { quick: flag, documents: flag, 'in-process': flag }
  const { quick, documents, 'in-process': inProcess } = parseArgs({ args: [...args], options }).values
  if (documents) return publish(readResults())
  prepare()
  if (inProcess) return publish({ ...readResults(), inProcess: measureInProcess(FULL.fetches) })
  const folder = mkdtempSync(join(tmpdir(), 'intune-emulator-bench-'))
  try {
    const results = await measure(quick ? QUICK : FULL, folder)
    console.log(reportOf(results))
    if (!quick) await publish(results)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function prepare(): void {
  tell('building')
  execFileSync('npm', ['run', 'build', '--silent'], { cwd: ROOT, stdio: 'inherit' })
  if (existsSync(join(PEERS, 'node_modules/autocannon'))) return
  tell('installing the peers')
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--silent']
  execFileSync('npm', ['ci', ...quiet], { cwd: PEERS, stdio: 'inherit' })
}

async function measure(plan: Plan, folder: string): Promise<Results> {
  const { rounds } = plan
  const machine = describeMachine(pinLoad())
  const key = join(folder, 'key.pem')
  const token = makeToken(key)
  const setOf = async (count: number): Promise<RowSet> => {
    const rows = makeRows(count)
    return { rows, files: await writeRowFiles(join(folder, String(count)), rows, key) }
  }
  const empty = await setOf(0)
  const sets = await Promise.all(plan.sizes.map(setOf))
  const throughput: Throughput[] = []
  for (const set of sets) {
    tell(`throughput at ${set.rows.length} rows`)
    throughput.push(...(await measureThroughput(CONTENDERS, set, rounds, token)))
  }
  tell('work by id')
  const ends = [...new Set([sets[0], sets.at(-1)])] as RowSet[]
  const keyed = await measureKeyed(ends, plan.keyed, token)
  tell('start and memory')
  const start = await measureStart(CONTENDERS, empty, plan.starts)
  const memory = await measureMemory(CONTENDERS, empty, plan.creates, token)
  tell('imports, in process, sizes')
  return {
    date: new Date().toISOString().slice(0, 10),
    machine,
    versions: versions(),
    rounds,
    keyedRounds: plan.keyed,
    throughput,
    keyed,
    start,
    memory,
    inProcess: measureInProcess(plan.fetches),
    imports: measureImports(plan.starts),
    installed: plan.installs ? measureInstalled() : [],
    browserBundle: await measureBundle(),
  }
}

function versions(): Record<string, string> {
  const names = new Set(CONTENDERS.flatMap(({ package: name }) => name ?? []))
  return Object.fromEntries([...names, 'msw', '@mswjs/data', 'autocannon'].map((name) => [name, versionOf(name)]))
}

function tell(what: string): void {
  process.stderr.write(`bench: ${what}\n`)
}
