import { readOwnCertificate } from '../src/hosts/certificates/own-certificate.js'
import { certificatesOfUser } from './certificates.js'
import type { CliOptions } from './cli-options.js'
import { lineOf, print, printNotice } from './cli-output.js'
import { type LogEntry, startServer } from './express.js'
import { unguessable } from './random.js'
import { emulatorFrom } from './text-options.js'

/** Serves until a signal comes. */
export async function serve(options: CliOptions): Promise<void> {
  const { port, host, json, quiet, own } = options
  const https = own ? readOwnCertificate(own.cert, own.key) : true
  const emulator = emulatorFrom(options, unguessable)
  if (options.https && !own) await certificatesOfUser(printNotice)
  const log = (entry: LogEntry) => print(json ? JSON.stringify(entry) : lineOf(entry))
  const server = await startServer({ emulator, port, host, https, notice: printNotice, ...(quiet ? {} : { log }) })
  print(json ? readyLine(server, options) : welcome(server, options))
  const end = () => void server.close().then(() => process.exit(0))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
}

interface Urls {
  readonly url: string
  readonly httpsUrl: string | undefined
}

/** The address of https is named to those who have asked for it. */
function readyLine({ url, httpsUrl }: Urls, { https, own }: CliOptions): string {
  return JSON.stringify(https || own ? { url, httpsUrl } : { url })
}

function welcome({ url, httpsUrl = '' }: Urls, { auth, own }: CliOptions): string {
  const header = auth === 'off' ? '' : " -H 'Authorization: Bearer test'"
  const trust = own ? '' : ", once 'intune-emulator ca' is trusted"
  return [
    `intune-emulator listens on ${url}`,
    `Try: curl${header} ${url}/v1.0/deviceManagement/deviceManagementPartners`,
    `The same over TLS: ${httpsUrl}${trust}`,
  ].join('\n')
}
