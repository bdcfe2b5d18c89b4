import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PEERS, ROOT } from './paths.js'

/** The version that is measured. */
export function versionOf(name: string): string {
  const file =
    name === 'intune-emulator' ? join(ROOT, 'package.json') : join(PEERS, 'node_modules', name, 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
