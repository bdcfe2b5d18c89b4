import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const IMPORT = /^(import [^\n]* from "msw(?:\/[a-z]+)?";)$/gm

/**
 * Lets the types of a folder compile without msw: it is an optional peer, and where it is absent its types are `any` rather
 * than an error of the compiler.
 */
export function optionalMswTypes(folder: string): void {
  for (const file of readdirSync(folder).filter((name) => /\.d\.c?ts$/.test(name))) {
    const path = join(folder, file)
    const types = readFileSync(path, 'utf8').replace(IMPORT, '// @ts-ignore: msw is an optional peer\n$1')
    writeFileSync(path, types)
  }
}
