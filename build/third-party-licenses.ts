import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A folder of a package: the last `node_modules/name` or `node_modules/@scope/name` of a module's path. */
const PACKAGE = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/

interface Chunk {
  readonly type: 'chunk'
  readonly moduleIds: readonly string[]
}

/**
 * A bundler plugin that writes the licences of the packages whose code the bundle carries.
 *
 * @param fileName in the output folder
 */
export function thirdPartyLicenses(fileName: string) {
  return {
    name: 'third-party-licenses',
    generateBundle(
      this: { emitFile(file: { type: 'asset'; fileName: string; source: string }): unknown },
      _: unknown,
      bundle: Readonly<Record<string, Chunk | { readonly type: 'asset' }>>,
    ) {
      const modules = Object.values(bundle).flatMap((output) => (output.type === 'chunk' ? output.moduleIds : []))
      const folders = new Set(modules.flatMap((id) => PACKAGE.exec(id)?.[0] ?? []))
      const source = [...folders]
        .map(notice)
        .sort()
        .join(`\n${'-'.repeat(80)}\n\n`)
      if (source) this.emitFile({ type: 'asset', fileName, source })
    },
  }
}

/** @throws Error for a package without a licence: it can't be carried */
function notice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const file = existsSync(folder) ? readdirSync(folder).find((candidate) => /^licen[cs]e/i.test(candidate)) : undefined
  if (!license) throw new Error(`Failed to bundle ${name}: it states no licence. Leave it outside.`)
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`
  return `${name} ${version} (${license})\n\n${text}\n`
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
}
