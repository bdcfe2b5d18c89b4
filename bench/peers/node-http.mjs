/* The limit: Node's own http server, a Map, and nothing that is not needed. */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { filtered, first, port, rowsById } from './rows.mjs'

const rows = rowsById()

function answer(response, status, value) {
  const body = JSON.stringify(value)
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}

function create(request, response) {
  let text = ''
  request.setEncoding('utf8').on('data', (chunk) => (text += chunk))
  request.on('end', () => {
    const row = { ...JSON.parse(text), id: randomUUID() }
    rows.set(row.id, row)
    answer(response, 201, row)
  })
}

createServer((request, response) => {
  if (request.method === 'POST') return create(request, response)
  const [path, query] = request.url.split('?')
  if (query === undefined) {
    const row = rows.get(path.slice('/partners/'.length))
    return row ? answer(response, 200, row) : answer(response, 404, { error: 'not found' })
  }
  const parameters = new URLSearchParams(query)
  const limit = Number(parameters.get('limit'))
  const text = parameters.get('q')
  answer(response, 200, { value: text ? filtered(rows, text, limit) : first(rows, limit) })
}).listen(Number(port), '127.0.0.1')
