import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type * as Door from '../mocks/index.js'
import type { RowFiles } from './contenders.js'
import { requirePeer, ROOT } from './paths.js'
import type { Row } from './workload.js'

/** Writes the rows as every server wants them, and the emulator's $metadata beside them. */
export async function writeRowFiles(folder: string, rows: readonly Row[], signingKey: string): Promise<RowFiles> {
  mkdirSync(folder, { recursive: true })
  const files = {
    rows: join(folder, 'rows.json'),
    scenario: join(folder, 'scenario.json'),
    db: join(folder, 'db.json'),
    mockoon: join(folder, 'mockoon.json'),
    signingKey,
  }
  writeFileSync(files.rows, JSON.stringify(rows))
  writeFileSync(files.scenario, JSON.stringify({ deviceManagementPartners: rows }))
  writeFileSync(files.db, JSON.stringify({ partners: rows }))
  writeFileSync(files.mockoon, JSON.stringify(mockoonEnvironment(rows)))
  writeFileSync(join(folder, 'metadata.xml'), await metadata())
  return files
}

interface Built {
  readonly uuid: string
  readonly id: string
}

interface MockoonBuilders {
  readonly BuildEnvironment: (parts: object) => object
  readonly BuildCRUDRoute: (hasResponse: boolean, options: object) => Built
  readonly BuildDatabucket: (options: object) => Built
}

/** One data bucket, and the CRUD route on it. */
function mockoonEnvironment(rows: readonly Row[]): object {
  const { BuildEnvironment, BuildCRUDRoute, BuildDatabucket } = requirePeer('@mockoon/commons') as MockoonBuilders
  const bucket = { ...BuildDatabucket({ name: 'partners', value: JSON.stringify(rows) }), id: 'rows' }
  const route = BuildCRUDRoute(true, { endpoint: 'partners', databucketID: bucket.id })
  const environment = BuildEnvironment({ hasDefaultRoute: false, hasContentTypeHeader: true, hasCorsHeaders: true })
  return { ...environment, data: [bucket], routes: [route], rootChildren: [{ type: 'route', uuid: route.uuid }] }
}

async function metadata(): Promise<string> {
  const { createEmulator } = requirePeer(join(ROOT, 'dist/index.cjs')) as typeof Door
  const { body } = await createEmulator().service.handle({
    method: 'GET',
    url: '/v1.0/$metadata',
    origin: 'https://graph.microsoft.com',
    header: () => undefined,
    text: () => Promise.resolve(''),
  })
  return body ?? ''
}
