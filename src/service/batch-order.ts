import { invalidBatchDependency, repeatedBatchId } from '../errors/batch-errors.js'
import type { BatchRequest } from './batch-request.js'

/** Ids are "not case-sensitive" (concepts/json-batching.md): the same id in one spelling. */
export const foldId = (id: string): string => id.toLowerCase()

/**
 * Holds ids and dependencies against each other: an id is unique, a dependency comes before its dependents.
 * In 2022 Graph refused more, with "Batch should be either fully sequential or fully parallel." (docs#16280). Today that
 * is a tip in the documentation, so any such order passes here.
 *
 * @throws GraphError 400 for the batch as a whole
 */
export function checkOrder(requests: readonly BatchRequest[]): void {
  const earlier = new Set<string>()
  checkUnique(requests)
  for (const { id, dependsOn } of requests) {
    const unmet = dependsOn.find((dependency) => !earlier.has(foldId(dependency)))
    if (unmet !== undefined) throw invalidBatchDependency(id, unmet)
    earlier.add(foldId(id))
  }
}

function checkUnique(requests: readonly BatchRequest[]): void {
  const seen = new Set<string>()
  for (const { id } of requests) {
    if (seen.has(foldId(id))) throw repeatedBatchId(id)
    seen.add(foldId(id))
  }
}
