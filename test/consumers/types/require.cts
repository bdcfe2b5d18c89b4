import emulated = require('intune-emulator')
import express = require('intune-emulator/express')
import node = require('intune-emulator/node')

const emulator = node.setupEmulator({ seed: 1 })
emulator.use(node.http.get('https://graph.microsoft.com/v1.0/me', () => node.HttpResponse.json({})))
emulator.listen({ onUnhandledRequest: 'error' })
emulator.deviceManagementPartners.get('id')?.groupsRequiringPartnerEnrollment

emulated.createEmulator().reset()
express.createApp({ emulator }).listen(0)
