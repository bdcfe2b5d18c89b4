import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, it } from 'vitest'

/** What a floor may import besides itself. Arrows point one way. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  mocks: [
    'src/hosts',
    'src/exchange',
    'src/service',
    'src/entra',
    'src/store',
    'src/odata',
    'src/csdl',
    'src/errors',
    'src/json',
    'fixtures',
  ],
  'src/hosts': ['src/exchange', 'src/errors'],
  // Graph and Entra do not know each other: a token's claims are all that they share.
  'src/entra': ['src/exchange', 'src/errors', 'src/encoding'],
  'src/service': ['src/exchange', 'src/store', 'src/odata', 'src/csdl', 'src/errors', 'src/json', 'src/encoding'],
  'src/store': ['src/csdl', 'src/encoding'],
  // A parameter alias may hold a JSON array.
  'src/odata': ['src/csdl', 'src/errors', 'src/json', 'src/encoding'],
  'src/csdl': ['src/errors', 'src/json', 'src/encoding'],
  'src/exchange': ['src/errors'],
  'src/json': [],
  'src/errors': [],
  'src/encoding': [],
}

const ROOT = resolve(import.meta.dirname, '..')

/** `[importing floor, imported floor, file]` of every relative import. */
function arrows(): [string, string, string][] {
  const files = ['mocks', 'src'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  return files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => importsOf(file).map((target): [string, string, string] => [floor(file), floor(target), file]))
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const specifiers = text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']*)'/g)
  return Array.from(specifiers, ([, specifier = '']) => relative(ROOT, resolve(ROOT, dirname(file), specifier)))
}

function floor(file: string): string {
  return file
    .split('/')
    .slice(0, file.startsWith('src/') ? 2 : 1)
    .join('/')
}

it('lets imports point down the house alone', () => {
  const all = arrows()
  expect(all.length).toBeGreaterThan(50)
  expect(all.filter(([from, to]) => from !== to && !MAY_IMPORT[from]?.includes(to))).toEqual([])
})

it('keeps @mswjs/data in one file', () => {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  expect(files.filter((file) => readFileSync(join(ROOT, 'src', file), 'utf8').includes("from '@mswjs/data"))).toEqual([
    'store/collection.ts',
  ])
})
