/* What a user would write: express 5, a Map, and a route for each thing that is asked for. */
import { randomUUID } from 'node:crypto'
import express from 'express'
import { filtered, first, port, rowsById } from './rows.mjs'

const rows = rowsById()
const app = express()
app.use(express.json())

app.get('/partners', ({ query }, response) => {
  const limit = Number(query.limit)
  response.json({ value: query.q ? filtered(rows, query.q, limit) : first(rows, limit) })
})

app.get('/partners/:id', ({ params }, response) => {
  const row = rows.get(params.id)
  if (row) response.json(row)
  else response.status(404).json({ error: 'not found' })
})

app.post('/partners', ({ body }, response) => {
  const row = { ...body, id: randomUUID() }
  rows.set(row.id, row)
  response.status(201).json(row)
})

app.listen(Number(port), '127.0.0.1')
