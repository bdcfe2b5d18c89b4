import { type App, createEmulator, type User } from 'intune-emulator'
import { setupEmulator as setupWorkerEmulator } from 'intune-emulator/browser'
import { createApp, type LogEntry, startServer } from 'intune-emulator/express'
import { type NodeEmulator, setupEmulator } from 'intune-emulator/node'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'

const mine = http.get('https://graph.microsoft.com/v1.0/me', () => HttpResponse.json({}))

const emulator = createEmulator({ seed: 42, count: 25, scenario: 'connected', auth: 'off', hints: false })
setupServer(...emulator.handlers, mine)

const node: NodeEmulator = setupEmulator({ handlers: [mine] })
node.listen({ onUnhandledRequest: 'error' })
node.use(mine)
node.server.listHandlers()

const name: string | null | undefined = node.deviceManagementPartners.create({ partnerState: 'enabled' }).displayName
const state: 'enabled' | 'unknown' | undefined = 'enabled'
node.tenant('a').deviceManagementPartners.update('id', { displayName: name ?? null, partnerState: state })
// @ts-expect-error no such member
node.deviceManagementPartners.create({ partnerstate: 'enabled' })
// @ts-expect-error no such state
node.deviceManagementPartners.create({ partnerState: 'String' })
// @ts-expect-error no such scenario
createEmulator({ scenario: 'none' })

const token: string = await node.token({ scopes: ['A'], tenant: 'contoso.com', expiresIn: 60 })
// @ts-expect-error no such member
await node.token({ scope: token })
const app: App = { clientId: 'a', secrets: ['b'], roles: ['A'] }
const user: User = { id: '48d31887-5fad-4d73-a9f5-3c356e68a038', userPrincipalName: 'megan@contoso.com' }
createEmulator({ scenario: { apps: [app], users: [user] }, strictApps: true, deviceCodes: 'page', signingKey: {} })

createApp({ emulator, handlers: [mine], log: (entry: LogEntry) => entry.status })
const server = await startServer({ port: 0, handlers: [mine] })
server.use(mine)
const secure: string | undefined = server.httpsUrl
await startServer({ https: { cert: secure ?? '', key: '' }, notice: (text: string) => text })
await server.close()

await setupWorkerEmulator({ handlers: [mine] }).start({ quiet: true })
