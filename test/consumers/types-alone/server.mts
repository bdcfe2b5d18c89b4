import { type StartedServer, startServer } from 'intune-emulator/express'

const server: StartedServer = await startServer({ port: 0, scenario: 'connected' })
const name: string | null | undefined = server.emulator.deviceManagementPartners.list()[0]?.displayName
console.log(name)
// @ts-expect-error no such option
await startServer({ portal: 0 })
