import { certificatesOfUser } from './certificates.js'
import type { CliOptions } from './cli-options.js'
import { print, printNotice } from './cli-output.js'
import { startFrom } from './cli-server.js'

/** Serves until a signal comes. */
export async function serve(options: CliOptions): Promise<void> {
  const server = await startFrom(options, (line) => print(line))
  if (options.https && !options.own) await certificatesOfUser(printNotice)
  print(options.json ? readyLine(server, options) : welcome(server, options))
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
