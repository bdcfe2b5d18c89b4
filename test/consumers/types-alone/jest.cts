import { setupEmulator } from 'intune-emulator/node'

const emulator = setupEmulator({ count: 3 })
emulator.listen({ onUnhandledRequest: 'error' })
emulator.tenant('a').deviceManagementPartners.create({ partnerState: 'enabled' })
// @ts-expect-error no such state
emulator.deviceManagementPartners.create({ partnerState: 'String' })
