import { spawnSync } from 'node:child_process'
import { availableParallelism, cpus } from 'node:os'

/** Whether servers get one core and the load another: by Linux' `taskset`, where there are two. */
const canPin = process.platform === 'linux' && availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0

/** Keeps this process, which makes the load, on the second core. */
export function pinLoad(): boolean {
  return canPin && spawnSync('taskset', ['-a', '-p', '-c', '1', String(process.pid)]).status === 0
}

/** The command that runs Node on the first core. */
export function onServerCore(args: readonly string[]): [string, string[]] {
  return on('0', args)
}

/** The command that runs Node on all cores, where this process may be kept on one. */
export function onEveryCore(args: readonly string[]): [string, string[]] {
  return on(`0-${cpus().length - 1}`, args)
}

function on(cores: string, args: readonly string[]): [string, string[]] {
  return canPin ? ['taskset', ['-c', cores, process.execPath, ...args]] : [process.execPath, [...args]]
}
