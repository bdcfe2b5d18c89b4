import { readOwnCertificate } from '../src/hosts/certificates/own-certificate.js'
import type { CliOptions } from './cli-options.js'
import { lineOf, printNotice } from './cli-output.js'
import type { LogEntry } from '../src/hosts/http-answer.js'
import { startServer, type StartedServer } from './server.js'
import { unguessable } from './random.js'
import { emulatorFrom } from './text-options.js'

/**
 * Starts the server that a command line asks for.
 *
 * @param printLine gets an answered request and its line, unless --quiet is given
 */
export function startFrom(
  options: CliOptions,
  printLine: (line: string, entry: LogEntry) => void,
): Promise<StartedServer> {
  const { port, host, json, quiet, own } = options
  const https = own ? readOwnCertificate(own.cert, own.key) : true
  const log = (entry: LogEntry) => printLine(json ? JSON.stringify(entry) : lineOf(entry), entry)
  const emulator = emulatorFrom(options, unguessable)
  return startServer({ emulator, port, host, https, notice: printNotice, ...(quiet ? {} : { log }) })
}
