import { build } from 'tsdown'
import config from '../tsdown.config.js'

/** Vitest's global set-up: the command, and what Node.js loads before a program, as they are packed but without types. */
export default async function buildCommand(): Promise<void> {
  for (const part of config.slice(0, 3)) await build({ ...part, dts: false, logLevel: 'error', config: false })
}
