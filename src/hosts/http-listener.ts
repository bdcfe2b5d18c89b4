import type { RequestListener, ServerResponse } from 'node:http'
import { answerHttp, type HttpHostOptions } from './http-answer.js'
import { errorAnswer, sendAnswer } from './user-answer.js'

/** A listener for Node's http servers that answers everything for the service. */
export function httpListener(options: HttpHostOptions): RequestListener {
  return (request, response) => {
    answerHttp(options, request, response, false).catch((error: unknown) => fail(error, response))
  }
}

/** The service's own errors are answers: what gets here is a fault of a user's handler, as that there is no msw for it. */
function fail(error: unknown, response: ServerResponse): void {
  if (response.headersSent) response.destroy()
  else void sendAnswer(errorAnswer(error), response)
}
