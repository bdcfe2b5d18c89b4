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
  // The first round of each warms up.
  for (let round = 0; round <= Number(rounds); round++) {
    const times = [await timeOfFetch(plainHandlers, id), await timeOfFetch(emulator.handlers, id)]
    if (round === 0) continue
    plain.push(times[0])
    emulated.push(times[1])
  }
  return { plain: median(plain), emulated: median(emulated) }
}

/** Milliseconds until a changed tenant of 10 000 seeded rows has its rows again: reset, and the first that is read. */
function reset() {
  const emulator = createEmulator({ count: 10_000 })
  const { deviceManagementPartners: rows } = emulator
  const [{ id }] = rows.list()
  const taken = []
  // The first ten warm up.
  for (let round = 0; round < 31; round++) {
    rows.delete(id)
    const start = performance.now()
    emulator.reset()
    if (!rows.get(id)) throw new Error('The row is not back.')
    if (round >= 10) taken.push(performance.now() - start)
  }
  return median(taken)
}

console.log(JSON.stringify({ ...(await overhead()), reset: reset() }))
