import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeHosts, PARTNERS, send } from '../describe-hosts.js'

interface Example {
  request: { method: string; path: string; body?: unknown }
  response: { status: number; body?: { id: string } | { value: unknown[] } }
}

const folder = new URL('../../fixtures/documented/', import.meta.url)
const EXAMPLES = readdirSync(folder).map((file): [string, Example] => [
  file,
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Example,
])
const CREATED = EXAMPLES.find(([file]) => file === 'get.json')?.[1].response.body

describeHosts('the documented examples', {}, (host) => {
  it.each(EXAMPLES)('answers %s as the page shows', async (_, { request, response }) => {
    if (request.method !== 'POST' || request.path.endsWith('terminate')) {
      host.emulator.deviceManagementPartners.create(CREATED as object)
    }
    const answer = await send(host, request.method, request.path, request.body)
    expect(answer.status).toBe(response.status)
    if (!response.body) return
    const { '@odata.context': context, ...body } = (await answer.json()) as Record<string, unknown>
    expect(context).toContain(`$metadata#${PARTNERS}`)
    const expected = request.method === 'POST' ? { ...response.body, id: body.id } : response.body
    // The pages leave the '#' out in nested types; OData 4.0 asks for it.
    expect(JSON.stringify(body)).toBe(
      JSON.stringify(expected).replaceAll('":"microsoft.graph.', '":"#microsoft.graph.'),
    )
  })
})
