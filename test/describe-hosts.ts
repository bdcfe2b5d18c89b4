import express from 'express'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import type { Emulator, EmulatorOptions } from '../mocks/emulator.js'
import { createApp, startServer } from '../mocks/express.js'
import { createEmulator } from '../mocks/index.js'
import { listen } from '../src/hosts/http-server.js'

/** A host under test: where to send requests, and the emulator behind it. */
export interface Host {
  url: string
  /** Where to sign in. */
  login: string
  emulator: Emulator
  close(): Promise<void> | void
}

const HOSTS: Record<string, (options: EmulatorOptions) => Host | Promise<Host>> = {
  'msw in process'(options) {
    const emulator = createEmulator(options)
    const server = setupServer(...emulator.handlers)
    server.listen({ onUnhandledRequest: 'error' })
    const login = 'https://login.microsoftonline.com'
    return { url: 'https://graph.microsoft.com', login, emulator, close: () => server.close() }
  },
  async 'the server'(options) {
    const server = await startServer({ ...options, port: 0 })
    return { ...server, login: server.url }
  },
  async express(options) {
    const emulator = createEmulator(options)
    const server = await listen(createApp({ emulator }), 0, '127.0.0.1')
    return { url: server.url, login: server.url, emulator, close: () => server.close() }
  },
  async 'express behind its body parsers'(options) {
    const app = express().use(express.json(), express.urlencoded())
    const emulator = createEmulator(options)
    app.use('/graph', createApp({ emulator }))
    const server = await listen(app, 0, '127.0.0.1')
    const url = `${server.url}/graph`
    return { url, login: url, emulator, close: () => server.close() }
  },
}

/** Runs the same tests through every host; each test starts from the seed. */
export function describeHosts(name: string, options: EmulatorOptions, tests: (host: Host) => void): void {
  describe.each(Object.entries(HOSTS))(`${name}: %s`, (_, start) => {
    const host = {} as Host
    beforeAll(async () => void Object.assign(host, await start(options)))
    beforeEach(() => host.emulator.reset())
    afterAll(() => host.close())
    tests(host)
  })
}

export const PARTNERS = 'deviceManagement/deviceManagementPartners'

/** Sends JSON with a token, unless told otherwise. */
export function send(
  host: Host,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const sent = typeof body === 'string' || body instanceof Uint8Array || body === undefined
  const text = sent ? (body as string | Uint8Array<ArrayBuffer> | undefined) : JSON.stringify(body)
  const all = {
    authorization: 'Bearer test',
    ...(text === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  }
  return fetch(`${host.url}/${path}`, { method, headers: all, ...(text === undefined ? {} : { body: text }) })
}
