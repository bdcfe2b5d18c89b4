import { openApiDocument } from '../mocks/openapi.js'

const VERSIONS = ['v1.0', 'beta'] as const

/**
 * A bundler plugin that makes the OpenAPI documents now: what is packed answers with the result, and carries neither
 * odata-openapi nor its licence.
 *
 * @param fileName where v1.0's is written in the output folder, for tools that read files
 */
export function openApi(fileName: string) {
  return {
    name: 'openapi',
    async load(id: string) {
      if (!/[\\/]mocks[\\/]openapi\.ts$/.test(id)) return null
      const documents = await Promise.all(VERSIONS.map(async (version) => [version, await openApiDocument(version)]))
      return `
        const documents = ${JSON.stringify(Object.fromEntries(documents))}
        export const openApiDocument = (version = 'v1.0') => Promise.resolve(documents[version])`
    },
    async generateBundle(this: { emitFile(file: { type: 'asset'; fileName: string; source: string }): unknown }) {
      const source = `${JSON.stringify(await openApiDocument(), null, 2)}\n`
      this.emitFile({ type: 'asset', fileName, source })
    },
  }
}
