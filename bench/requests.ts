import type { Contender } from './contenders.js'
import type { LoadRequest } from './load.js'
import { BODY, literals, type Row, sampleIds, type Work } from './workload.js'

const create = ({ collection }: Contender): LoadRequest => ({ method: 'POST', path: collection, body: BODY })

/** What a work asks of a server, request by request. */
export function requestsOf(work: Work, contender: Contender, rows: readonly Row[]): LoadRequest[] {
  switch (work) {
    case 'get':
      return sampleIds(rows, 1000).map((id) => ({ method: 'GET', path: contender.get(id) }))
    case 'page':
      return [{ method: 'GET', path: contender.page }]
    case 'filter':
      // So that no cache answers alone: the text changes with each request, and the rows with every tenth.
      return literals(100).map((text, index) =>
        index % 10 === 9 ? create(contender) : { method: 'GET', path: contender.filter(text) },
      )
    case 'create':
      return [create(contender)]
  }
}
