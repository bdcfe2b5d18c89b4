import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { ROOT } from './paths.js'
import { versionOf } from './version-of.js'

export interface Installed {
  readonly what: string
  readonly packages: number
  readonly bytes: number
}

export interface Bundle {
  readonly bytes: number
  readonly gzip: number
}

/** What `npm install` of the packed package brings into an empty project, and of each peer. */
export function measureInstalled(): Installed[] {
  const folder = mkdtempSync(join(tmpdir(), 'intune-emulator-bench-'))
  try {
    const pack = execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
      cwd: ROOT,
      encoding: 'utf8',
    }).trim()
    return [
      install('intune-emulator', [join(folder, pack)]),
      install('intune-emulator with msw', [join(folder, pack), `msw@${versionOf('msw')}`]),
      ...peerSpecs().map(([name, specs]) => install(name, specs)),
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function peerSpecs(): [string, string[]][] {
  const at = (name: string) => `${name}@${versionOf(name)}`
  return [
    ['express', [at('express')]],
    ['json-server', [at('json-server')]],
    ['@mockoon/cli', [at('@mockoon/cli')]],
    ['fe-mockserver', [at('@sap-ux/fe-mockserver-core')]],
    ['msw + @mswjs/data', [at('msw'), at('@mswjs/data'), at('@mswjs/http-middleware')]],
  ]
}

function install(what: string, specs: readonly string[]): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'intune-emulator-bench-'))
  try {
    writeFileSync(join(folder, 'package.json'), '{"private":true}')
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--silent']
    execFileSync('npm', ['install', ...quiet, ...specs], { cwd: folder })
    const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as { packages: object }
    // One entry is the empty project itself.
    return { what, packages: Object.keys(lock.packages).length - 1, bytes: sizeOf(join(folder, 'node_modules')) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

/** Bundles the browser's entry point as an application would, without msw, which the page has anyway. */
export async function measureBundle(): Promise<Bundle> {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    root: ROOT,
    build: {
      write: false,
      lib: { entry: join(ROOT, 'dist/browser.js'), formats: ['es'] },
      rolldownOptions: { external: [/^msw/] },
      minify: true,
    },
  })
  const chunks = [output].flat().flatMap((result) => ('output' in result ? result.output : []))
  const entry = chunks.find((chunk) => chunk.type === 'chunk' && chunk.isEntry)
  const loaded = chunks.filter((chunk) => chunk.type === 'chunk' && isLoadedBy(entry, chunk.fileName))
  const texts = loaded.map((chunk) => (chunk.type === 'chunk' ? chunk.code : ''))
  const length = (text: string) => Buffer.byteLength(text)
  return {
    bytes: texts.reduce((sum, text) => sum + length(text), 0),
    gzip: texts.reduce((sum, text) => sum + gzipSync(text).length, 0),
  }
}

/** What is only imported when it is asked for, as OpenAPI's document, is no part of a page's start. */
function isLoadedBy(entry: unknown, fileName: string): boolean {
  const { fileName: own, imports } = entry as { fileName: string; imports: string[] }
  return own === fileName || imports.includes(fileName)
}
