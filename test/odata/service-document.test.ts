import { describe, expect, it } from 'vitest'
import { api } from '../../mocks/api.js'
import { Model } from '../../src/csdl/model.js'
import { writeServiceDocument } from '../../src/odata/service-document.js'

describe('the service document', () => {
  it.each([...api.versions.keys()])('of %s names the singletons', (version) => {
    const root = `http://localhost:4567/${version}`
    const model = api.versions.get(version)
    expect(model && writeServiceDocument(model, root)).toEqual({
      '@odata.context': `${root}/$metadata`,
      value: [{ name: 'deviceManagement', kind: 'Singleton', url: 'deviceManagement' }],
    })
  })

  it('begins with its context, and has the container’s order', () => {
    const container = { $Kind: 'EntityContainer', b: { $Type: 'n.e' }, a: { $Type: 'n.e' } }
    const model = new Model('n', { $Version: '4.0', n: { e: { $Kind: 'EntityType' }, S: container } })
    const document = writeServiceDocument(model, 'http://host')
    expect(JSON.stringify(document)).toBe(
      '{"@odata.context":"http://host/$metadata","value":[{"name":"b","kind":"Singleton","url":"b"},{"name":"a","kind":"Singleton","url":"a"}]}',
    )
  })
})
