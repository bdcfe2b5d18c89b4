#!/usr/bin/env node
import { type Asked, readCaOptions, readOptions, readTokenOptions, USAGE } from './cli-options.js'
import { packageVersion, print, printNotice } from './cli-output.js'
import { UsageError } from './text-options.js'

type Subcommand = (args: readonly string[]) => Promise<void>

/** What stands first on the command line; without one, the emulator serves. What each needs is loaded when it runs. */
const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  ca: (args) => tellOr(readCaOptions(args), async (options) => (await import('./cli-ca.js')).showAuthority(options)),
  token: (args) =>
    tellOr(readTokenOptions(args), async (options) => (await import('./cli-token.js')).printToken(options)),
  run: (args) => {
    const end = args.indexOf('--')
    return tellOr(readOptions(end < 0 ? args : args.slice(0, end), 0), async (options) => {
      const [file, ...rest] = end < 0 ? [] : args.slice(end + 1)
      if (file === undefined) throw new UsageError("run takes a command after '--', as 'run -- npm test'.")
      process.exit(await (await import('./cli-run.js')).run([file, ...rest], options))
    })
  },
}

function serve(args: readonly string[]): Promise<void> {
  return tellOr(readOptions(args, 4567), async (options) => (await import('./cli-serve.js')).serve(options))
}

async function tellOr<T extends object>(options: T | Asked, run: (options: T) => Promise<void>): Promise<void> {
  if (options === 'help') print(USAGE)
  else if (options === 'version') print(packageVersion())
  else await run(options)
}

async function main(args: readonly string[]): Promise<void> {
  const [first = '', ...rest] = args
  const subcommand = Object.hasOwn(SUBCOMMANDS, first) ? SUBCOMMANDS[first] : undefined
  await (subcommand ? subcommand(rest) : serve(args))
}

main(process.argv.slice(2)).catch((error: unknown) => {
  printNotice(error instanceof Error ? error.message : String(error))
  process.exit(error instanceof UsageError ? 2 : 1)
})
