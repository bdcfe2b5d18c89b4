import type { NextFunction, Request, Response } from 'express'
import { answerHttp, type HttpHostOptions } from './http-answer.js'

export interface ExpressHostOptions extends HttpHostOptions {
  /** Whether what is not the emulator's goes on to the app's next middleware. */
  readonly passOn: () => boolean
}

type Middleware = (request: Request, response: Response, next: NextFunction) => void

/** Express middleware that answers for the service. */
export function expressMiddleware(options: ExpressHostOptions): Middleware {
  return (request, response, next) => {
    answerHttp(options, request, response, { passOn: options.passOn(), sharesResponse: true }).then((answered) => {
      if (!answered) next()
    }, next)
  }
}
