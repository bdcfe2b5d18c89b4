/* SAP's fe-mockserver, an OData server, on the emulator's own $metadata, which stands beside the rows. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import mockserver from '@sap-ux/fe-mockserver-core'
import { file, port, readRows } from './rows.mjs'

const folder = mkdtempSync(join(tmpdir(), 'fe-mockserver-'))
process.once('exit', () => rmSync(folder, { recursive: true }))
process.once('SIGTERM', () => process.exit())

/** It takes an annotation for a member. */
const plain = (value) => JSON.parse(JSON.stringify(value, (name, member) => (name.includes('@') ? undefined : member)))

/** It knows no singleton's collection, and no key that is inherited. */
function withSet(metadata) {
  const set = '<EntitySet Name="partners" EntityType="microsoft.graph.deviceManagementPartner"/>'
  const id = '<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>'
  return metadata
    .replace(/<Singleton [^>]*\/>/, set)
    .replace(/(<EntityType Name="deviceManagementPartner") BaseType="[^"]*">/, `$1>${id}`)
}

writeFileSync(join(folder, 'metadata.xml'), withSet(readFileSync(join(dirname(file), 'metadata.xml'), 'utf8')))
writeFileSync(join(folder, 'partners.json'), JSON.stringify(readRows().map(plain)))
const { default: FEMockserver = mockserver } = mockserver
const mock = new FEMockserver({
  services: [{ urlPath: '/odata', metadataPath: join(folder, 'metadata.xml'), mockdataPath: folder }],
})
await mock.isReady
const router = mock.getRouter()
createServer((request, response) => router(request, response, () => response.end())).listen(Number(port), '127.0.0.1')
