import { syncBuiltinESMExports } from 'node:module'
import { setupServer } from 'msw/node'
import { mswHandlers } from './msw-handlers.js'
import { emulatorFrom, readTextOptions, TEXT_OPTIONS } from './text-options.js'

/*
 * `node --import intune-emulator/register app.js`: an emulator inside a program that knows nothing of it. What is said to
 * other hosts goes there, without a word.
 */

/** @throws Error for options or a scenario that do not fit */
function register(env: NodeJS.ProcessEnv): void {
  const given = TEXT_OPTIONS.flatMap((option): [string, string][] => {
    const value = env[spelled(option)]
    // An empty variable is how a shell's script says "none".
    return value ? [[option, value]] : []
  })
  const emulator = emulatorFrom(readTextOptions(Object.fromEntries(given), spelled))
  setupServer(...mswHandlers(emulator, false)).listen({ onUnhandledRequest: 'bypass' })
  // `import { request } from 'node:https'` took its functions before they were replaced.
  syncBuiltinESMExports()
}

/** As INTUNE_EMULATOR_STRICT_APPS. */
function spelled(option: string): string {
  return `INTUNE_EMULATOR_${option.toUpperCase().replaceAll('-', '_')}`
}

try {
  register(process.env)
} catch (error) {
  // Node would print the stack of a bundled file; the program must not run against the real Graph instead.
  process.stderr.write(`intune-emulator: ${(error as Error).message}\n`)
  process.exit(1)
}
