import { CONTENDERS, EMULATOR } from './contenders.js'
import { printNumber } from './print-number.js'
import type { Results } from './results.js'
import { isReached, perSecond, sizesOf, type Target, targetsOf } from './targets.js'
import { type Work, WORK_NAMES, WORKS } from './workload.js'

/** All of a run, as Markdown for docs/performance.md. */
export function reportOf(results: Results): string {
  return [
    `Measured on ${results.date}: ${machineOf(results)}.`,
    `Versions: ${Object.entries(results.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}.`,
    '### What it is held to',
    targetTable(targetsOf(results)),
    ...WORKS.flatMap((work) => [`### Answers a second: ${WORK_NAMES[work]}`, throughputTable(results, work)]),
    '### By id, as the set grows',
    keyedTable(results),
    '### Start and memory',
    startTable(results),
    '### In process',
    inProcessTable(results),
    '### Size',
    sizeTable(results),
  ].join('\n\n')
}

/** What the README shows: one set of rows, and the ratios. */
export function summaryOf(results: Results): string {
  const rows = 10_000
  const throughput = table(
    ['answers a second at 10 000 rows', ...WORKS.map((work) => WORK_NAMES[work])],
    CONTENDERS.map(({ name }) => [name, ...WORKS.map((work) => printNumber(perSecond(results, name, work, rows)))]),
  )
  return [throughput, targetTable(targetsOf(results))].join('\n\n')
}

function machineOf({ machine }: Results): string {
  const { cpu, cores, memoryGigabytes, system, node, pinned } = machine
  const where = pinned ? 'server on one core, load on another' : 'server and load on whatever core is free'
  return `${cpu}, ${cores} cores, ${memoryGigabytes} GB, ${system}, Node ${node}; ${where}`
}

function targetTable(targets: readonly Target[]): string {
  return table(
    ['what', 'target', 'measured', ''],
    targets.map((target) => {
      const { what, bound, limit, measured, unit } = target
      const verdict = isReached(target) ? 'reached' : '**not reached**'
      return [what, `${bound} ${limit}${unit}`, `${measured.toFixed(2)}${unit}`, verdict]
    }),
  )
}

function throughputTable(results: Results, work: Work): string {
  const sizes = sizesOf(results)
  return table(
    [
      '',
      ...sizes.map((rows) => `${printNumber(rows)} rows`),
      ...sizes.map((rows) => `emulator ×, ${printNumber(rows)}`),
    ],
    CONTENDERS.map(({ name }) => [
      name,
      ...sizes.map((rows) => printNumber(perSecond(results, name, work, rows))),
      ...sizes.map((rows) =>
        ratio(perSecond(results, EMULATOR.name, work, rows), perSecond(results, name, work, rows)),
      ),
    ]),
  )
}

function keyedTable({ keyed }: Results): string {
  const works = [...new Set(keyed.map(({ work }) => work))]
  const sizes = [...new Set(keyed.map(({ rows }) => rows))]
  return table(
    ['answers a second', ...sizes.map((rows) => `${printNumber(rows)} rows`)],
    works.map((work) => [
      work,
      ...sizes.map((rows) =>
        printNumber(keyed.find((each) => each.work === work && each.rows === rows)?.perSecond ?? NaN),
      ),
    ]),
  )
}

function startTable({ start, memory }: Results): string {
  return table(
    ['', 'spawn to first answer', 'memory, idle', 'memory of a created row'],
    start.map(({ contender, milliseconds }) => {
      const { idle = NaN, perRow = NaN } = memory.find((each) => each.contender === contender) ?? {}
      return [
        contender,
        `${printNumber(milliseconds)} ms`,
        `${printNumber(idle / 1e6)} MB`,
        `${printNumber(perRow)} bytes`,
      ]
    }),
  )
}

function inProcessTable({ inProcess, imports }: Results): string {
  return table(
    ['', 'time'],
    [
      ['a fetch that a plain msw handler answers with a constant', `${printNumber(inProcess.plain)} µs`],
      ['the same fetch, answered by the emulator', `${printNumber(inProcess.emulated)} µs`],
      ['`reset()` to 10 000 seeded rows, and the first row read', `${inProcess.reset.toFixed(2)} ms`],
      ['the first write after it', `${inProcess.firstWrite.toFixed(2)} ms`],
      ...imports.map(({ what, milliseconds }) => [`\`${what}\``, `${printNumber(milliseconds)} ms`]),
    ],
  )
}

function sizeTable({ installed, browserBundle }: Results): string {
  const { bytes, gzip } = browserBundle
  return table(
    ['', 'packages', 'size'],
    [
      ...installed.map(({ what, packages, bytes: size }) => [what, String(packages), `${(size / 1e6).toFixed(1)} MB`]),
      [
        '`intune-emulator/browser`, bundled without msw',
        '',
        `${printNumber(bytes / 1000)} kB, ${printNumber(gzip / 1000)} gzip`,
      ],
    ],
  )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const align = head.map((_, index) => (index === 0 ? '---' : '--:'))
  return [head, align, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function ratio(ours: number, theirs: number): string {
  const value = ours / theirs
  if (Number.isNaN(value)) return '–'
  return value < 10 ? value.toFixed(1) : printNumber(value)
}
