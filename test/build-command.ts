import { build } from 'tsdown'
import config from '../tsdown.config.js'

/** Vitest's global set-up: the command as it is packed, without its types. */
export default async function buildCommand(): Promise<void> {
  await build({ ...config[0], dts: false, logLevel: 'error', config: false })
}
