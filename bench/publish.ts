import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { chartOf } from './chart.js'
import { ROOT } from './paths.js'
import { reportOf, summaryOf } from './report.js'
import type { Results } from './results.js'

const RESULTS = join(ROOT, 'bench/results.json')

/** Documents, and what is shown in them between two marks. */
const SHOWN: readonly (readonly [string, (results: Results) => string])[] = [
  ['docs/performance.md', reportOf],
  ['README.md', summaryOf],
]

const MARKS = /(<!-- benchmark: .* -->\n)[^]*(<!-- end of the benchmark -->)/

/** Gives what shows the results: path and text. */
export async function documentsOf(results: Results): Promise<[string, string][]> {
  const documents = SHOWN.map(async ([file, show]): Promise<[string, string]> => {
    const path = join(ROOT, file)
    const text = readFileSync(path, 'utf8')
    if (!MARKS.test(text)) throw new Error(`Failed to publish in ${file}: it has no marks for the benchmark.`)
    const written = text.replace(MARKS, (_, head: string, end: string) => `${head}\n${show(results)}\n\n${end}`)
    return [path, await format(written, { parser: 'markdown', semi: false, singleQuote: true, printWidth: 120 })]
  })
  return [...(await Promise.all(documents)), [join(ROOT, 'docs/performance.svg'), chartOf(results)]]
}

/** What was last published. */
export function readResults(): Results {
  return JSON.parse(readFileSync(RESULTS, 'utf8')) as Results
}

export async function publish(results: Results): Promise<void> {
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`)
  for (const [path, text] of await documentsOf(results)) writeFileSync(path, text)
}
