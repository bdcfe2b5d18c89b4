import { open, rm, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** A lock this old is of a process that was killed: making certificates takes a fraction of it. In milliseconds. */
const STALE = 10_000

/** Runs a function while no other process that locks the same file does. */
export async function withLock<T>(file: string, run: () => Promise<T>): Promise<T> {
  while (!(await take(file))) await sleep(20)
  try {
    return await run()
  } finally {
    await rm(file, { force: true })
  }
}

/** @returns whether the lock is ours now */
async function take(file: string): Promise<boolean> {
  try {
    await (await open(file, 'wx', 0o600)).close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (Date.now() - (await madeAt(file)) > STALE) await rm(file, { force: true })
    return false
  }
}

/** Gone meanwhile is as good as new: the next attempt takes it. */
async function madeAt(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  )
}
