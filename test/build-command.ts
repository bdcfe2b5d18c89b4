import { build } from 'tsdown'
import config, { preloads } from '../tsdown.config.js'

/** Vitest's global set-up: the command, and what Node.js programs load before themselves, as packed but without types. */
export default async function buildCommand(): Promise<void> {
  const parts = [config[0], { ...config[1], entry: preloads }]
  for (const part of parts) await build({ ...part, dts: false, logLevel: 'error', config: false })
}
