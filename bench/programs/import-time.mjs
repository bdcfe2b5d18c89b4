/* Run by the benchmark: prints how many milliseconds it takes to load what is named. */
import { createRequire } from 'node:module'

const [, , kind, what] = process.argv
const require = createRequire(import.meta.url)
const start = performance.now()
if (kind === 'require') require(what)
else await import(what)
console.log(performance.now() - start)
process.exit()
