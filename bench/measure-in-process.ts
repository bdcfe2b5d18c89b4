import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { onEveryCore, onServerCore } from './cores.js'
import { ROOT } from './paths.js'
import { median } from './statistics.js'

export interface ImportTime {
  readonly what: string
  /** The median of the rounds. Milliseconds. */
  readonly milliseconds: number
}

export interface InProcess {
  /** One intercepted fetch: by a plain msw handler that returns a constant, and by the emulator. Microseconds. */
  readonly plain: number
  readonly emulated: number
  /** `reset()` to 10 000 seeded rows and the first row read. Milliseconds. */
  readonly reset: number
  /** The first write after it, which copies the set. Milliseconds. */
  readonly firstWrite: number
}

function runProgram(name: string, ...args: string[]): string {
  return run(onServerCore([join(ROOT, 'bench/programs', name), ...args]))
}

function run([program, args]: [string, string[]]): string {
  return execFileSync(program, args, { encoding: 'utf8' })
}

/** Intercepted fetches by each kind of handlers, which take turns. */
export interface Fetches {
  readonly rounds: number
  readonly each: number
}

/** On all cores: there is no load beside it, and V8 has helpers. */
export function measureInProcess({ rounds, each }: Fetches): InProcess {
  const program = join(ROOT, 'bench/programs/in-process.mjs')
  return JSON.parse(run(onEveryCore([program, String(rounds), String(each)]))) as InProcess
}

const ENTRIES: readonly (readonly ['import' | 'require', string, string])[] = [
  ['import', 'intune-emulator', 'dist/index.js'],
  ['import', 'intune-emulator/node', 'dist/node.js'],
  ['import', 'intune-emulator/express', 'dist/express.js'],
  ['require', 'intune-emulator', 'dist/index.cjs'],
  ['require', 'intune-emulator/node', 'dist/node.cjs'],
  ['require', 'intune-emulator/express', 'dist/express.cjs'],
  ['require', 'intune-emulator/register', 'dist/register.cjs'],
]

/** What the entry points ask for themselves: no entry point is loaded faster. */
const FOR_COMPARISON = ['msw', 'msw/node', 'express'] as const

export function measureImports(rounds: number): ImportTime[] {
  const time = (kind: string, what: string) =>
    median(Array.from({ length: rounds }, () => Number(runProgram('import-time.mjs', kind, what))))
  return [
    ...ENTRIES.map(([kind, what, file]) => ({
      what: `${kind} ${what}`,
      milliseconds: time(kind, join(ROOT, file)),
    })),
    ...FOR_COMPARISON.map((what) => ({ what: `import ${what}`, milliseconds: time('import', what) })),
  ]
}
