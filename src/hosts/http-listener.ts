import type { RequestListener, ServerResponse } from 'node:http'
import { answerHttp, type HttpHostOptions } from './http-answer.js'
import { errorAnswer, sendAnswer } from './user-answer.js'

const ALONE = { passOn: false, sharesResponse: false }

/** A listener for Node's http servers that answers everything for the service. */
export function httpListener(options: HttpHostOptions): RequestListener {
  return (request, response) => {
    answerHttp(options, request, response, ALONE).catch((error: unknown) => fail(error, response))
  }
}

/**
 * The service's own errors are answers: what gets here is a fault of the user's own handlers, of their msw, or of their log
 * when the answer has gone.
 */
function fail(error: unknown, response: ServerResponse): void {
  process.emitWarning(error instanceof Error ? error : String(error))
  if (!response.headersSent) void sendAnswer(errorAnswer(error), response)
  else if (!response.writableEnded) response.destroy()
}
