/* msw, @mswjs/data and @mswjs/http-middleware put together as their guides do. */
import { randomUUID } from 'node:crypto'
import { factory, nullable, primaryKey } from '@mswjs/data'
import { createServer } from '@mswjs/http-middleware'
import { http, HttpResponse } from 'msw'
import { port, readRows } from './rows.mjs'

const text = () => nullable(() => null)
const db = factory({
  partner: {
    id: primaryKey(String),
    lastHeartbeatDateTime: String,
    partnerState: String,
    partnerAppType: String,
    singleTenantAppId: text(),
    displayName: text(),
    isConfigured: Boolean,
    whenPartnerDevicesWillBeRemovedDateTime: text(),
    whenPartnerDevicesWillBeMarkedAsNonCompliantDateTime: text(),
    groupsRequiringPartnerEnrollment: Array,
  },
})
for (const row of readRows()) db.partner.create(row)

const handlers = [
  http.get('/partners', ({ request }) => {
    const { searchParams } = new URL(request.url)
    const take = Number(searchParams.get('limit'))
    const contains = searchParams.get('q')
    const value = contains
      ? db.partner.findMany({
          where: { displayName: { contains } },
          orderBy: { lastHeartbeatDateTime: 'desc' },
          take,
        })
      : db.partner.findMany({ take })
    return HttpResponse.json({ value })
  }),
  http.get('/partners/:id', ({ params }) => {
    const row = db.partner.findFirst({ where: { id: { equals: String(params.id) } } })
    return row ? HttpResponse.json(row) : HttpResponse.json({ error: 'not found' }, { status: 404 })
  }),
  http.post('/partners', async ({ request }) => {
    const row = db.partner.create({ ...(await request.json()), id: randomUUID() })
    return HttpResponse.json(row, { status: 201 })
  }),
]

createServer(...handlers).listen(Number(port), '127.0.0.1')
