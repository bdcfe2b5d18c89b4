import { join } from 'node:path'
import { PEERS, ROOT } from './paths.js'

/** Where the rows lie that a server is started with, in the shapes that servers ask for. */
export interface RowFiles {
  /** An array. */
  readonly rows: string
  /** A scenario of the emulator's. */
  readonly scenario: string
  /** json-server's. */
  readonly db: string
  /** Mockoon's environment. */
  readonly mockoon: string
  /** The key of the emulator's tokens. */
  readonly signingKey: string
}

export interface Contender {
  readonly name: string
  /** Whose version is told; undefined for Node itself. */
  readonly package: string | undefined
  /** The program and arguments, for Node, that serve rows. */
  readonly command: (files: RowFiles, port: number) => readonly string[]
  /** What its users type, where that is another program. */
  readonly start?: (files: RowFiles, port: number) => readonly string[]
  /** Paths of requests. */
  readonly collection: string
  readonly get: (id: string) => string
  readonly page: string
  readonly filter: (text: string) => string
}

const peer = (program: string) => (files: RowFiles, port: number) => [
  join(PEERS, `${program}.mjs`),
  String(port),
  files.rows,
]

const installed = (program: string) => join(PEERS, 'node_modules', program)

const PARTNERS = '/v1.0/deviceManagement/deviceManagementPartners'
const ORDERED = '&$orderby=lastHeartbeatDateTime%20desc&$top=100'

const byHand = {
  collection: '/partners',
  get: (id: string) => `/partners/${id}`,
  page: '/partners?limit=100',
  filter: (text: string) => `/partners?q=${text}&limit=100`,
}

export const EMULATOR: Contender = {
  name: 'intune-emulator',
  package: 'intune-emulator',
  command: ({ scenario, signingKey }, port) => [
    join(ROOT, 'dist/cli.js'),
    ...['--port', String(port), '--quiet'],
    ...['--scenario', scenario, '--signing-key', signingKey],
  ],
  collection: PARTNERS,
  get: (id) => `${PARTNERS}/${id}`,
  page: `${PARTNERS}?$top=100`,
  filter: (text) => `${PARTNERS}?$filter=contains(displayName,'${text}')${ORDERED}`,
}

/** `createApp` in an app of the user's own: held to nothing, for most of its time is express'. */
export const IN_EXPRESS: Contender = {
  ...EMULATOR,
  name: 'intune-emulator in express',
  command: ({ scenario, signingKey }, port) => [
    join(ROOT, 'bench/programs/express-app.mjs'),
    String(port),
    scenario,
    signingKey,
  ],
}

/** What a user would write. */
export const BY_HAND: Contender = { name: 'express, by hand', package: 'express', command: peer('express'), ...byHand }

export const JSON_SERVER: Contender = {
  name: 'json-server 0.17',
  package: 'json-server',
  command: peer('json-server'),
  start: ({ db }, port) => [installed('json-server/lib/cli/bin.js'), '--port', String(port), '--quiet', db],
  collection: '/partners',
  get: (id) => `/partners/${id}`,
  page: '/partners?_limit=100',
  filter: (text) => `/partners?displayName_like=${text}&_sort=lastHeartbeatDateTime&_order=desc&_limit=100`,
}

/** The limit; no peer. */
export const LIMIT: Contender = {
  name: 'node:http, by hand',
  package: undefined,
  command: peer('node-http'),
  ...byHand,
}

export const CONTENDERS: readonly Contender[] = [
  EMULATOR,
  IN_EXPRESS,
  BY_HAND,
  JSON_SERVER,
  {
    name: 'Mockoon CLI',
    package: '@mockoon/cli',
    command: ({ mockoon }, port) => [
      installed('@mockoon/cli/bin/run.js'),
      ...['start', '--data', mockoon, '--port', String(port)],
      ...['--disable-log-to-file', '--disable-admin-api'],
    ],
    collection: '/partners',
    get: (id) => `/partners/${id}`,
    page: '/partners?limit=100',
    filter: (text) => `/partners?displayName_like=${text}&sort=lastHeartbeatDateTime&order=desc&limit=100`,
  },
  {
    name: 'fe-mockserver',
    package: '@sap-ux/fe-mockserver-core',
    command: peer('fe-mockserver'),
    collection: '/odata/partners',
    get: (id) => `/odata/partners('${id}')`,
    page: '/odata/partners?$top=100',
    filter: (text) => `/odata/partners?$filter=contains(displayName,'${text}')${ORDERED}`,
  },
  { name: 'msw + @mswjs/data', package: '@mswjs/http-middleware', command: peer('msw-data'), ...byHand },
  LIMIT,
]
