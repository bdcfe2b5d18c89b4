import type { Model } from './model.js'

/** What reading a value needs to know besides its type. */
export interface ReaderContext {
  readonly model: Model
  /** The namespace that the service's own texts print in place of the model's. */
  readonly serviceNamespace: string
  /** Qualified names of types that the service knows and this model does not declare. */
  readonly knownElsewhere: ReadonlySet<string>
}

/** @returns the name as the service's texts print it; Edm names stay */
export function serviceName({ model, serviceNamespace }: ReaderContext, name: string): string {
  return name.startsWith(`${model.namespace}.`) ? serviceNamespace + name.slice(model.namespace.length) : name
}
