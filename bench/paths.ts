import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/** The repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** What is measured beside the emulator, and with what: a project of its own, which users of the package never install. */
export const PEERS = fileURLToPath(new URL('peers', import.meta.url))

/** Loads what the peers' project has installed. */
export const requirePeer = createRequire(`${PEERS}/package.json`)
