import type { TokenOptions } from './cli-options.js'
import { print } from './cli-output.js'
import { unguessable } from './random.js'
import { emulatorFrom } from './text-options.js'

/** Prints an access token, and nothing else. A running emulator verifies it where both have the same signing key. */
export async function printToken({ request, ...options }: TokenOptions): Promise<void> {
  print(await emulatorFrom(options, unguessable).token(request))
}
