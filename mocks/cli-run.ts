import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { certificatesOfUser } from './certificates.js'
import type { CliOptions } from './cli-options.js'
import { print, printNotice } from './cli-output.js'
import { startFrom } from './cli-server.js'
import type { LogEntry } from '../src/hosts/http-answer.js'
import { runEnvironment } from './run-environment.js'

/** What Node.js programs load first. */
const PRELOAD = fileURLToPath(new URL('./reroute.cjs', import.meta.url))

/** What a device hears until its user has signed in: no fault. */
const PENDING = 'authorization_pending'

/** What a shell answers for a command that it can't find. */
const NOT_FOUND = 127

/**
 * Serves while a command runs. The command has the terminal and stdout to itself.
 *
 * @returns the command's exit code, 128 and the signal's number where one ended it
 */
export async function run(command: readonly [string, ...string[]], options: CliOptions): Promise<number> {
  const server = await startFrom(options, speakUp)
  const folder = mkdtempSync(join(tmpdir(), 'intune-emulator-run-'))
  try {
    const authorityFile = options.own?.cert ?? (await certificatesOfUser(printNotice)).authorityFile
    const url = server.httpsUrl as string
    if (!options.quiet) printNotice(`${command[0]} finds the emulator at ${url}`)
    return await exitCodeOf(command, runEnvironment({ url, authorityFile, preload: PRELOAD, folder, env: process.env }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await server.close()
  }
}

/** The command's own output is what one wants to read: the emulator speaks up where it has help to offer. */
function speakUp(line: string, { code }: LogEntry): void {
  if (code !== undefined && code !== PENDING) print(line, process.stderr)
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function exitCodeOf([file, ...args]: readonly [string, ...string[]], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: 'inherit', env })
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        // A terminal sends Ctrl-C to the command too, and many take a second one for "at once".
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
      })
    }
    child.once('error', (error) => {
      printNotice(`Failed to run '${file}': ${error.message}. Is it installed, and on the PATH?`)
      resolve(NOT_FOUND)
    })
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal as NodeJS.Signals]))
  })
}
