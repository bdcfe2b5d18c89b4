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
    if (await isStale(file)) await breakLock(file)
    return false
  }
}

/** Under a lock of its own: the second of two that break it would remove the lock that the first has taken by then. */
function breakLock(file: string): Promise<void> {
  return withLock(`${file}.break`, async () => {
    if (await isStale(file)) await rm(file, { force: true })
  })
}

/** A time to come is of a clock that has been set back: that lock would hold until then. One gone meanwhile is not stale. */
async function isStale(file: string): Promise<boolean> {
  return stat(file).then(
    ({ mtimeMs }) => Math.abs(Date.now() - mtimeMs) > STALE,
    () => false,
  )
}
