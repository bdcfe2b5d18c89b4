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

/** How much load is put on a server. */
export type Extent = Seconds | { readonly amount: number }

export interface Seconds {
  /** At first, and not measured: for the caches to be of that server. */
  readonly leadIn: number
  readonly seconds: number
}

export interface Load {
  readonly origin: string
  readonly token: string
  readonly requests: readonly LoadRequest[]
  readonly extent: Extent
}

/** Autocannon's run: a promise of its result. */
interface Run extends PromiseLike<AutocannonResult> {
  on(event: 'start' | 'response', listener: () => void): void
}

interface AutocannonResult {
  readonly non2xx: number
  readonly errors: number
}

/**
 * Puts load on a server with autocannon.
 *
 * @returns answers a second
 * @throws Error (rejects) for an answer that is none of 2xx
 */
export async function putLoad(load: Load): Promise<number> {
  const { origin, token, requests, extent } = load
  const isTimed = 'seconds' in extent
  const autocannon = requirePeer('autocannon') as (options: object) => Run
  const run = autocannon({
    url: origin,
    connections: 20,
    timeout: 60,
    // It looks at whether it is done so often. Milliseconds.
    sampleInt: 50,
    ...(isTimed ? { duration: extent.leadIn + extent.seconds } : extent),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    requests,
  })
  const measured = measure(run, isTimed ? extent.leadIn : 0)
  const { non2xx, errors } = await run
  if (non2xx + errors > 0) throw new Error(`Failed to measure ${origin}: ${non2xx} refusals, ${errors} errors.`)
  return measured()
}

/**
 * Counts answers after the lead-in. Autocannon's own duration begins before it has copied and built the requests for each
 * connection: half a second for long lists.
 *
 * @returns gives answers a second until now
 */
function measure(run: Run, leadIn: number): () => number {
  let answered = 0
  let start = performance.now()
  const begin = () => {
    answered = 0
    start = performance.now()
  }
  run.on('response', () => {
    answered += 1
  })
  run.on('start', () => {
    begin()
    if (leadIn > 0) setTimeout(begin, leadIn * 1000)
  })
  return () => (answered / (performance.now() - start)) * 1000
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
