/* json-server 0.17 as a module, with its rows in memory: its command writes all of them to a file at each create. */
import jsonServer from 'json-server'
import { port, readRows } from './rows.mjs'

const server = jsonServer.create()
server.use(jsonServer.bodyParser)
server.use(jsonServer.router({ partners: readRows() }))
server.listen(Number(port), '127.0.0.1')
