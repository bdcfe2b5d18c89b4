import { arch, cpus, release, totalmem, type as osType } from 'node:os'

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGigabytes: number
  readonly system: string
  readonly node: string
  /** Whether servers and load had a core of their own. */
  readonly pinned: boolean
}

export function describeMachine(pinned: boolean): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    // Not those that are left to this process.
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${osType()} ${release().split('-', 1)[0]} ${arch()}`,
    node: process.version,
    pinned,
  }
}
