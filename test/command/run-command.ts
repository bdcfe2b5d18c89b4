import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

export interface Command {
  readonly child: ChildProcess
  /** What it printed so far. */
  output(): string
  /** Resolves when a line fits, to that line. */
  line(pattern: RegExp): Promise<string>
  /** Resolves when the process ends. */
  end(): Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>
}

/** Starts the built command; `nodeOptions` go to node itself. */
export function runCommand(args: readonly string[], nodeOptions: readonly string[] = []): Command {
  const child = spawn(process.execPath, [...nodeOptions, CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const closed = once(child, 'close') as Promise<[number | null, string | null]>
  return {
    child,
    output: () => stdout,
    async line(pattern) {
      for (;;) {
        const found = stdout.split('\n').find((line) => pattern.test(line))
        if (found !== undefined) return found
        const ended = await Promise.race([once(child.stdout, 'data').then(() => false), closed.then(() => true)])
        if (ended) throw new Error(`The command ended without printing ${String(pattern)}: ${stdout}${stderr}`)
      }
    },
    async end() {
      const [code, signal] = await closed
      return { code, signal, stdout, stderr }
    },
  }
}

/** Starts the command on a free port, with --json. */
export async function startCommand(args: readonly string[] = [], nodeOptions: readonly string[] = []) {
  const command = runCommand(['--port', '0', '--json', ...args], nodeOptions)
  const { url } = JSON.parse(await command.line(/^\{"url"/)) as { url: string }
  return { ...command, url }
}
