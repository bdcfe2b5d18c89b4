import type { Model } from '../csdl/model.js'

/**
 * The service document: what a client can start from. Graph's own has its singletons and entity sets in the same form
 * (OData JSON Format 4.01, section 5).
 *
 * @param serviceRoot with the version and without a slash at its end
 */
export function writeServiceDocument(model: Model, serviceRoot: string): Record<string, unknown> {
  return {
    '@odata.context': `${serviceRoot}/$metadata`,
    value: model.singletonNames().map((name) => ({ name, kind: 'Singleton', url: name })),
  }
}
