import { requirePeer } from './paths.js'

/** One request of a list that each connection goes through, over and over. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: string
  /** Autocannon's: what a connection has seen goes into its later requests. */
  onResponse?(status: number, body: string, connection: object): void
  setupRequest?(request: LoadRequest, connection: object): LoadRequest
}

/** How long load is put on a server. */
export type Extent = { readonly seconds: number } | { readonly amount: number }

export interface Load {
  readonly origin: string
  readonly token: string
  readonly requests: readonly LoadRequest[]
  readonly extent: Extent
}

/** Autocannon's run: a promise of its result. */
interface Run extends PromiseLike<AutocannonResult> {
  on(event: 'start', listener: () => void): void
}

interface AutocannonResult {
  readonly requests: { readonly total: number }
  readonly non2xx: number
  readonly errors: number
}

const CONNECTIONS = 20

/** Fewer answers say little of a server, and its queue is long: each connection has asked before it is cut off. */
const FEW = 3 * CONNECTIONS

/**
 * Puts load on a server with autocannon.
 *
 * @returns answers a second; undefined where there were too few to say
 * @throws Error (rejects) for an answer that is none of 2xx
 */
export async function putLoad(load: Load): Promise<number | undefined> {
  const { origin, token, requests, extent } = load
  const autocannon = requirePeer('autocannon') as (options: object) => Run
  const run = autocannon({
    url: origin,
    connections: CONNECTIONS,
    timeout: 60,
    // It looks at the clock, and at whether it is done, so often. Milliseconds.
    sampleInt: 50,
    ...('seconds' in extent ? { duration: extent.seconds } : extent),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    requests,
  })
  // Its own duration begins before it has copied and built the requests for each connection: half a second for long lists.
  let start = performance.now()
  run.on('start', () => {
    start = performance.now()
  })
  const { requests: answered, non2xx, errors } = await run
  const seconds = (performance.now() - start) / 1000
  if (non2xx + errors > 0) throw new Error(`Failed to measure ${origin}: ${non2xx} refusals, ${errors} errors.`)
  return answered.total < FEW ? undefined : answered.total / seconds
}

/**
 * Asks a slow server one request after the other.
 *
 * @returns answers a second
 */
export async function askOneByOne({ origin, token, requests }: Omit<Load, 'extent'>): Promise<number> {
  // A connection of its own each: one that is kept would be closed while the server is busy.
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' }
  const ask = async ({ method, path, body }: LoadRequest) =>
    (await fetch(origin + path, { method, headers, body: body ?? null })).arrayBuffer()
  await ask(requests[0] as LoadRequest)
  const start = performance.now()
  let answered = 0
  while (answered < 10 && performance.now() - start < 5000) {
    await ask(requests[answered % requests.length] as LoadRequest)
    answered += 1
  }
  return (answered / (performance.now() - start)) * 1000
}
