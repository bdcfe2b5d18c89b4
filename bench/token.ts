import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './paths.js'

/**
 * Makes the key that the emulator signs with, and a token of an hour: each request's token is read and checked while it is
 * measured, and is as long for the others.
 */
export function makeToken(keyFile: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const args = [join(ROOT, 'dist/cli.js'), 'token', '--signing-key', keyFile]
  return execFileSync(process.execPath, args, { encoding: 'utf8' }).trim()
}
