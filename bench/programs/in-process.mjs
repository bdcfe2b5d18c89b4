/* Run by the benchmark in a process of its own, beside the built package: prints JSON. */
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { createEmulator } from '../../dist/index.js'

const [, , rounds, requests] = process.argv
const URL = 'https://graph.microsoft.com/v1.0/deviceManagement/deviceManagementPartners'
const headers = { authorization: 'Bearer test' }

/** Microseconds that one fetch takes, intercepted by these handlers. */
async function timeOfFetch(handlers, id) {
  const server = setupServer(...handlers)
  server.listen({ onUnhandledRequest: 'error' })
  const start = performance.now()
  for (let index = 0; index < Number(requests); index++) await (await fetch(`${URL}/${id}`, { headers })).text()
  const taken = performance.now() - start
  server.close()
  return (taken / Number(requests)) * 1000
}

const median = (values) => values.sort((left, right) => left - right)[values.length >> 1]

async function overhead() {
  const emulator = createEmulator({ count: 100 })
  const [{ id }] = emulator.deviceManagementPartners.list()
  const constant = { id, displayName: 'Jamf Pro', partnerState: 'enabled', isConfigured: true }
  const plainHandlers = [http.get(`${URL}/:id`, () => HttpResponse.json(constant))]
  const plain = []
  const emulated = []
  const turns = [
    { handlers: plainHandlers, into: plain },
    { handlers: emulator.handlers, into: emulated },
  ]
  // The first tenth warms up.
  for (let round = Math.floor(Number(rounds) / -10); round < Number(rounds); round++) {
    for (const { handlers, into } of turns) {
      const time = await timeOfFetch(handlers, id)
      if (round >= 0) into.push(time)
    }
    turns.reverse()
  }
  return { plain: median(plain), emulated: median(emulated) }
}

/**
 * Milliseconds until a changed tenant of 10 000 seeded rows has its rows again: reset, and the first that is read; and those
 * that the first write takes.
 */
function reset() {
  const emulator = createEmulator({ count: 10_000 })
  const { deviceManagementPartners: rows } = emulator
  const [{ id }] = rows.list()
  const resets = []
  const writes = []
  // The first ten warm up.
  for (let round = 0; round < 31; round++) {
    const start = performance.now()
    emulator.reset()
    if (!rows.get(id)) throw new Error('The row is not back.')
    const back = performance.now()
    rows.delete(id)
    if (round < 10) continue
    resets.push(back - start)
    writes.push(performance.now() - back)
  }
  return { reset: median(resets), firstWrite: median(writes) }
}

console.log(JSON.stringify({ ...(await overhead()), ...reset() }))
