import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Code blocks begin with a comment that names their file; here is the project that runs it, from there. */
const PROJECTS = {
  'partners.test.ts': 'vitest',
  'own-msw.test.ts': 'vitest',
  'partners.test.js': 'jest',
  'server.mjs': 'node-test',
  'main.js': 'browser/page',
}

const [readme, name, folder] = process.argv.slice(2)
const blocks = readFileSync(readme, 'utf8').matchAll(/```[jt]s\n\/\/ (\S+)\n([^]*?)```/g)
const files = new Map(Array.from(blocks, ([, file, code]) => [file, code]))
const strays = [...files.keys()].filter((file) => !(file in PROJECTS))
const missing = Object.keys(PROJECTS).filter((file) => !files.has(file))
if (strays.length + missing.length > 0) throw new Error(`The README's examples differ: ${[...strays, ...missing]}`)
for (const [file, code] of files) {
  const [project, ...below] = PROJECTS[file].split('/')
  if (project === name) writeFileSync(join(folder, ...below, file), code)
}
