import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { documentsOf, readResults } from '../bench/publish.js'
import type { Results } from '../bench/results.js'
import { isReached, targetsOf } from '../bench/targets.js'

const results = readResults()

const shown = async (from: Results, end: string) =>
  (await documentsOf(from)).find(([path]) => path.endsWith(end))?.[1] ?? ''

describe('what is published of the benchmark', () => {
  it('is what bench/results.json says (npm run bench -- --documents writes them anew)', async () => {
    for (const [path, text] of await documentsOf(results)) expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('names a target that was not reached', async () => {
    const missed = targetsOf(results).filter((target) => !isReached(target))
    const report = await shown(results, 'performance.md')
    expect(report.match(/\*\*not reached\*\*/g) ?? []).toHaveLength(missed.length)
    const worse = { ...results, inProcess: { ...results.inProcess, reset: 1, firstWrite: 5 } }
    expect(await shown(worse, 'performance.md')).toMatch(
      /reset\(\)` to 10 000 seeded rows.*6\.00 ms \| \*\*not reached\*\*/,
    )
  })

  it('holds the emulator to every target', () => {
    expect(targetsOf(results).map(({ what }) => what)).toHaveLength(11)
  })

  it('draws every server in every panel', async () => {
    const svg = await shown(results, '.svg')
    expect(svg.match(/<polyline /g)).toHaveLength(8 * 4)
    expect(svg).not.toContain('NaN')
    expect(existsSync(new URL('../docs/performance.svg', import.meta.url))).toBe(true)
  })
})
