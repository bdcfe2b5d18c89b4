import { failedDependency, nestedBatch } from '../errors/batch-errors.js'
import type { GraphError } from '../errors/graph-error.js'
import type { JsonValue } from '../json/read-json.js'
import { batchExchange, isBatch } from './batch-exchange.js'
import { checkOrder, foldId } from './batch-order.js'
import { type BatchRequest, readBatchRequests } from './batch-request.js'
import { type BatchResponse, batchResponse } from './batch-response.js'
import type { Exchange, Reply } from '../exchange/exchange.js'

export interface BatchContext {
  /** The version segment as the caller wrote it: every request of the batch is below it. */
  readonly version: string
  readonly body: JsonValue
  /** Answers a request as if it came by itself. */
  readonly handle: (exchange: Exchange) => Promise<Reply>
  /** Answers a request that is not run with the error's envelope. */
  readonly refuse: (exchange: Exchange, error: GraphError) => Reply | Promise<Reply>
}

/**
 * Runs a JSON batch (https://learn.microsoft.com/graph/json-batching). Requests run one after the other, as listed:
 * Graph promises no order but that of `dependsOn`, and this one makes a replay exact.
 *
 * @returns the payload of the 200, whatever became of the single requests
 * @throws GraphError 400 for a batch that is refused as a whole; none of it has run then
 */
export async function runBatch(outer: Exchange, context: BatchContext): Promise<{ responses: BatchResponse[] }> {
  const requests = readBatchRequests(context.body)
  checkOrder(requests)
  const failed = new Set<string>()
  const responses: BatchResponse[] = []
  for (const request of requests) {
    const reply = await answer(batchExchange(outer, context.version, request), request, failed, context)
    if (reply.status >= 400) failed.add(foldId(request.id))
    responses.push(batchResponse(request.id, reply))
  }
  return { responses }
}

/** @param failed the ids of requests that failed, those for want of a dependency included */
async function answer(
  exchange: Exchange,
  request: BatchRequest,
  failed: ReadonlySet<string>,
  { handle, refuse }: BatchContext,
): Promise<Reply> {
  const dependency = request.dependsOn.find((id) => failed.has(foldId(id)))
  if (dependency !== undefined) return refuse(exchange, failedDependency(dependency))
  return isBatch(request) ? refuse(exchange, nestedBatch()) : handle(exchange)
}
