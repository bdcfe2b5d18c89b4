import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { get } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Contender, RowFiles } from './contenders.js'
import { onServerCore } from './cores.js'
import { PEERS } from './paths.js'

export interface RunningServer {
  readonly origin: string
  /** Milliseconds from the spawn to the end of the first answer. */
  readonly startedIn: number
  /** Bytes in use after a garbage collection, and bytes of the whole process. */
  memory(): Promise<Used>
  stop(): Promise<void>
}

/** So long may it take to read 100 000 rows. Milliseconds. */
const PATIENCE = 120_000

/** Starts a server on the first core, and waits for its first answer. */
export function startServer(contender: Contender, files: RowFiles): Promise<RunningServer> {
  const probe = ['--expose-gc', '--require', join(PEERS, 'memory.cjs')]
  return run(contender, (port) => [...probe, ...contender.command(files, port)])
}

/** Starts it as its users do: with nothing that measures inside. */
export function startBare(contender: Contender, files: RowFiles): Promise<RunningServer> {
  return run(contender, (port) => (contender.start ?? contender.command)(files, port))
}

async function run(contender: Contender, command: (port: number) => readonly string[]): Promise<RunningServer> {
  const port = await freePort()
  const [program, args] = onServerCore(command(port))
  const start = performance.now()
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  const said: Buffer[] = []
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk))
  const origin = `http://127.0.0.1:${port}`
  while (!(await answers(origin + contender.page))) {
    if (hasEnded(child) || performance.now() - start > PATIENCE) {
      child.kill()
      throw new Error(`Failed to start ${contender.name}: ${Buffer.concat(said).toString() || 'no answer'}`)
    }
    await wait(1)
  }
  return {
    origin,
    startedIn: performance.now() - start,
    memory: () => memoryOf(child),
    stop: () => stop(child),
  }
}

interface Used {
  readonly heap: number
  readonly resident: number
}

function memoryOf(child: ChildProcess): Promise<Used> {
  return new Promise((resolve) => {
    const look = (message: unknown) => {
      // Some servers tell their parent other things.
      if (typeof message !== 'object' || message === null || !('heap' in message)) return
      child.off('message', look)
      resolve(message as Used)
    }
    child.on('message', look).send('memory')
  })
}

/** By itself, or by a signal. */
function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  child.kill('SIGTERM')
  const kill = setTimeout(() => child.kill('SIGKILL'), 2000)
  await once(child, 'exit')
  clearTimeout(kill)
}

/** Node's plain client: a fetch would take longer to load than some servers to start. */
function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { agent: false, headers: { authorization: 'Bearer test' } }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode === 200))
    }).once('error', () => resolve(false))
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
