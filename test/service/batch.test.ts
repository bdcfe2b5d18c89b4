import { BatchRequestContent, BatchResponseContent } from '@microsoft/microsoft-graph-client'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { buildEmulator, type Emulator } from '../../mocks/emulator.js'
import { writeEnvelope } from '../../src/errors/envelope.js'
import { GraphError } from '../../src/errors/graph-error.js'
import { readJson } from '../../src/json/read-json.js'
import { runBatch } from '../../src/service/batch.js'
import type { Exchange, Reply } from '../../src/exchange/exchange.js'

const PARTNERS = 'deviceManagement/deviceManagementPartners'
const ID = '00000000-0000-4000-8000-00000000000a'
const JSON_HEADERS = { 'Content-Type': 'application/json' }
const OBJECT_MEMBERS = Object.getOwnPropertyNames(Object.prototype)
const NOW = new Date('2026-01-01T00:00:00Z')

let emulator: Emulator
/** What the service was asked, in order. */
let asked: Exchange[]

beforeEach(() => {
  emulator = buildEmulator({ scenario: { deviceManagementPartners: [{ id: ID, displayName: 'Jamf' }] } })
  asked = []
})

/** An answer as a caller reads it, `body` being any JSON. */
interface Part {
  id: string
  status: number
  headers: Record<string, string>
  body?: { id?: string; displayName?: string; error: { code: string; message: string; innerError: { hint: string } } }
}

interface Outer {
  headers?: Record<string, string>
  version?: string
  handle?: (exchange: Exchange) => Promise<Reply>
}

function refuse(_: Exchange, error: GraphError): Reply {
  const facts = { requestId: 'r', clientRequestId: 'c', now: NOW }
  return { status: error.status, headers: JSON_HEADERS, body: writeEnvelope(error, facts, true), error }
}

/** @param payload JSON text, or a value to write as such */
async function batch(payload: unknown, { headers, version = 'v1.0', handle }: Outer = {}): Promise<Part[]> {
  const sent: Record<string, string> = headers ?? { authorization: 'Bearer test' }
  const outer: Exchange = {
    method: 'POST',
    url: `/${version}/$batch`,
    origin: 'https://graph.microsoft.com',
    header: (name) => sent[name],
    text: () => Promise.reject(new Error('The body is read already.')),
  }
  const listen = (exchange: Exchange): Promise<Reply> => {
    asked.push(exchange)
    return (handle ?? ((each) => emulator.service.handle(each)))(exchange)
  }
  const body = readJson(typeof payload === 'string' ? payload : JSON.stringify(payload))
  const answer: unknown = await runBatch(outer, { version, body, handle: listen, refuse })
  return (JSON.parse(JSON.stringify(answer)) as { responses: Part[] }).responses
}

const requests = (...items: unknown[]) => ({ requests: items })
const get = (id: string, more: object = {}) => ({ id, method: 'GET', url: PARTNERS, ...more })
const post = (id: string, body: unknown, more: object = {}) => ({
  id,
  method: 'POST',
  url: PARTNERS,
  headers: JSON_HEADERS,
  body,
  ...more,
})

async function one(item: object, outer?: Outer): Promise<Part> {
  const [part] = await batch(requests(item), outer)
  return part as Part
}

describe('a batch', () => {
  it('answers each request under its id, in order', async () => {
    const parts = await batch(requests(get('b'), post('A', { displayName: 'Kandji' }), get('c', { url: '/nope' })))
    expect(parts.map(({ id, status }) => [id, status])).toEqual([
      ['b', 200],
      ['A', 201],
      ['c', 400],
    ])
    expect(parts[2]?.body?.error).toMatchObject({
      code: 'BadRequest',
      message: "Resource not found for the segment 'nope'.",
    })
  })

  it('lets each request see what the ones before it did', async () => {
    const item = `/${PARTNERS}/${ID}`
    const parts = await batch(
      requests(
        { id: '1', method: 'PATCH', url: item, headers: JSON_HEADERS, body: { displayName: 'New' } },
        get('2', { url: item }),
        { id: '3', method: 'DELETE', url: item },
        get('4', { url: item }),
      ),
    )
    expect(parts.map(({ status }) => status)).toEqual([200, 200, 204, 404])
    expect(parts[1]?.body?.displayName).toBe('New')
  })

  it('replays exactly', async () => {
    const now = () => NOW
    const run = () => {
      emulator = buildEmulator({ now, seed: 3 })
      return batch(requests(post('1', {}), get('2'), get('3', { url: 'nope' })))
    }
    expect(await run()).toEqual(await run())
  })

  it('takes 20 requests', async () => {
    const parts = await batch({ requests: Array.from({ length: 20 }, (_, index) => get(`${index}`)) })
    expect(parts).toHaveLength(20)
  })

  it('is shaped and read by the official client', async () => {
    const origin = 'https://graph.microsoft.com'
    const item = `${origin}/${PARTNERS}/${ID}`
    const json = { headers: { 'Content-Type': 'application/json' } }
    const content = new BatchRequestContent([
      {
        id: '1',
        request: new Request(`${origin}/${PARTNERS}`, { ...json, method: 'POST', body: '{"displayName":"K"}' }),
      },
      { id: '2', request: new Request(`${item}/terminate`, { ...json, method: 'POST', body: '{}' }) },
      { id: '3', request: new Request(item) },
      { id: '4', request: new Request(`${origin}/${PARTNERS}/none`) },
    ])
    for (const id of ['2', '3', '4']) content.addDependency(id)
    const answer = new BatchResponseContent({ responses: await batch(await content.getContent()) })
    const read = (id: string) => answer.getResponseById(id)
    expect(['1', '2', '3', '4'].map((id) => read(id).status)).toEqual([201, 204, 200, 404])
    expect(await read('1').json()).toMatchObject({ displayName: 'K' })
    expect(await read('2').text()).toBe('')
    expect(await read('3').json()).toMatchObject({ id: ID, partnerState: 'terminated' })
    expect(await read('4').json()).toMatchObject({ error: { code: 'ResourceNotFound' } })
  })
})

const INVALID: [string, unknown][] = [
  ['null', null],
  ['a text', '"requests"'],
  ['a list', []],
  ['an empty object', {}],
  ['no requests', { requests: [] }],
  ['requests that are null', { requests: null }],
  ['requests that are no list', { requests: { 0: get('1') } }],
  ['requests twice', '{"requests":[],"requests":[{"id":"1","method":"GET","url":"/"}]}'],
  ['a request that is null', requests(null)],
  ['a request that is a list', requests([])],
  ['a member of a request twice', '{"requests":[{"id":"1","id":"2","method":"GET","url":"/"}]}'],
  ['no id', requests({ method: 'GET', url: PARTNERS })],
  ['an empty id', requests(get(''))],
  ['an id that is a number', requests(get('1', { id: 1 }))],
  ['no method', requests({ id: '1', url: PARTNERS })],
  ['a method that is a number', requests(get('1', { method: 1 }))],
  ['a method that is none', requests(get('1', { method: 'FETCH' }))],
  ['a method named as a property of objects', requests(get('1', { method: 'constructor' }))],
  ['a preflight', requests(get('1', { method: 'OPTIONS' }))],
  ['no url', requests({ id: '1', method: 'GET' })],
  ['an empty url', requests(get('1', { url: '' }))],
  ['a url that is an object', requests(get('1', { url: {} }))],
  ['a url with half a character', requests(get('1', { url: `${PARTNERS}/\ud800` }))],
  ['headers that are a list', requests(get('1', { headers: [] }))],
  ['headers that are a text', requests(get('1', { headers: 'Accept: */*' }))],
  ['a header that is a number', requests(get('1', { headers: { 'Content-Length': 2 } }))],
  ['a header that is null', requests(get('1', { headers: { Prefer: null } }))],
  ['a header twice', requests(get('1', { headers: { Prefer: 'a', prefer: 'b' } }))],
  ['a body that is a number', requests(post('1', 1))],
  ['a body that is a boolean', requests(post('1', false))],
  ['a body that is a list', requests(post('1', []))],
  ['a body that is JSON in a text', requests(post('1', '{"displayName":"x"}'))],
  ['a body that is no base64', requests(post('1', 'abcde'))],
  ['dependsOn that is a text', requests(get('1'), get('2', { dependsOn: '1' }))],
  ['dependsOn with a number', requests(get('1'), get('2', { dependsOn: [1] }))],
]

const REFUSED: [string, string, unknown][] = [
  ...INVALID.map(([name, payload]): [string, string, unknown] => [name, 'Invalid batch payload format.', payload]),
  [
    '21 requests',
    'Number of requests inside batch exceeds the limit.',
    { requests: Array.from({ length: 21 }, (_, index) => get(`${index}`)) },
  ],
  ['an id twice', 'Request Id 1 has to be unique in a batch.', requests(get('1'), get('2'), get('1'))],
  ['an id twice in another case', 'Request Id A has to be unique in a batch.', requests(get('a'), get('A'))],
  ...['POST', 'PATCH', 'PUT', 'post'].map((method): [string, string, unknown] => [
    `a ${method} without headers`,
    "Write request with id '1' does not contain a Content-Type header.",
    requests(get('1', { method })),
  ]),
  [
    'a write without Content-Type',
    "Write request with id 'x' does not contain a Content-Type header.",
    requests(get('1'), post('x', {}, { headers: { Accept: 'application/json' } })),
  ],
  [
    'an empty Content-Type',
    "Write request with id '1' does not contain a Content-Type header.",
    requests(post('1', {}, { headers: { 'Content-Type': ' ' } })),
  ],
  [
    'a body without Content-Type, whatever the method',
    "Write request with id '1' does not contain a Content-Type header.",
    requests(get('1', { body: {} })),
  ],
  [
    'a dependency that comes later',
    'Invalid dependency for request Id 1.',
    requests(get('1', { dependsOn: ['2'] }), get('2')),
  ],
  [
    'a dependency on nothing',
    'Invalid dependency for request Id 2.',
    requests(get('1'), get('2', { dependsOn: ['1', '3'] })),
  ],
  ['a dependency on itself', 'Invalid dependency for request Id 1.', requests(get('1', { dependsOn: ['1'] }))],
]

describe('a batch that is refused as a whole', () => {
  it.each(REFUSED)('has %s: %s', async (_, message, payload) => {
    const error = await batch(payload).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(GraphError)
    expect(error).toMatchObject({ status: 400, code: 'BadRequest', message })
    expect((error as GraphError).hint).toMatch(/\w/)
    expect(asked).toEqual([])
  })

  it('never fails in another way, whatever the payload', async () => {
    const any = fc.jsonValue({ depthSize: 'medium' })
    const mostly = (known: unknown) => fc.oneof({ weight: 9, arbitrary: fc.constant(known) }, any)
    const item = fc.record({
      id: fc.oneof({ weight: 9, arbitrary: fc.string({ minLength: 1 }) }, any),
      method: mostly('POST'),
      url: mostly(PARTNERS),
      headers: mostly(JSON_HEADERS),
      body: mostly({}),
      dependsOn: fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, fc.array(fc.string()), any),
    })
    const payload = fc.oneof(any, fc.record({ requests: fc.oneof(fc.array(item), any) }))
    await fc.assert(
      fc.asyncProperty(payload, async (value) => {
        const error = await batch(JSON.stringify(value)).catch((thrown: unknown) => thrown)
        if (!Array.isArray(error)) expect(error).toBeInstanceOf(GraphError)
      }),
      { numRuns: 300 },
    )
  })
})

it('answers whatever is well-formed, without a defect and without a change to objects', async () => {
  const name = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('__proto__', 'constructor', 'toString'))
  const text = fc.string({ unit: 'binary', minLength: 1 })
  const item = fc.record({
    id: name,
    method: fc.constantFrom('GET', 'post', 'PATCH', 'PUT', 'DELETE'),
    url: fc.oneof(
      text,
      text.map((key) => `/${PARTNERS}/${key}`),
      fc.constantFrom(PARTNERS, `${PARTNERS}/${ID}`, '%'),
    ),
    headers: fc.constant(JSON_HEADERS),
    body: fc.oneof(fc.dictionary(name, fc.jsonValue()), fc.base64String()),
  })
  const items = fc.uniqueArray(item, { minLength: 1, maxLength: 20, selector: ({ id }) => id.toLowerCase() })
  await fc.assert(
    fc.asyncProperty(items, async (sent) => {
      const parts = await batch({ requests: sent })
      expect(parts.map(({ id }) => id)).toEqual(sent.map(({ id }) => id))
      expect(parts.filter(({ status }) => status === 500)).toEqual([])
    }),
    { numRuns: 300 },
  )
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(OBJECT_MEMBERS)
})

describe('a request of a batch', () => {
  it.each([
    [`/${PARTNERS}`, `/v1.0/${PARTNERS}`],
    [PARTNERS, `/v1.0/${PARTNERS}`],
    ["/a?$filter=b eq 'é😀'&c=%20\"", "/v1.0/a?$filter=b%20eq%20'%C3%A9%F0%9F%98%80'&c=%20\""],
    ['a#b', '/v1.0/a%23b'],
  ])('with the url %s asks for %s', async (url, expected) => {
    await one(get('1', { url }))
    expect(asked[0]?.url).toBe(expected)
  })

  it.each([
    ['/v1.0/deviceManagement', 'v1.0'],
    ['beta/deviceManagement', 'beta'],
    ['https://graph.microsoft.com/v1.0/deviceManagement', 'https:'],
  ])('that repeats what is before it, as %s, finds nothing there', async (url, segment) => {
    const { status, body } = await one(get('1', { url }))
    expect(status).toBe(400)
    expect(body?.error.message).toBe(`Resource not found for the segment '${segment}'.`)
  })

  it('has the version of the batch', async () => {
    const { body } = await one(get('1', { url: `${PARTNERS}/${ID}` }), { version: 'beta' })
    expect(body).toMatchObject({
      '@odata.context': `https://graph.microsoft.com/beta/$metadata#${PARTNERS}/$entity`,
    })
  })

  it.each(['get', 'Get', 'GET'])('may spell its method %s', async (method) => {
    expect(await one(get('1', { method }))).toMatchObject({ status: 200 })
    expect(asked[0]?.method).toBe('GET')
  })

  it.each(['$batch', '/$batch', '/%24batch', '$batch?a=b', '/$batch/', "$batch('x')", '%24batch%28'])(
    'is refused when it is a batch itself: %s',
    async (url) => {
      const [nested, next] = await batch(requests(post('1', requests(get('1')), { url }), get('2')))
      expect(nested).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } })
      expect(nested?.body?.error.message).toBe('A batch request cannot contain another batch.')
      expect(next?.status).toBe(200)
      expect(asked).toHaveLength(1)
    },
  )

  it('may have null for what it leaves out, and members that Graph does not know', async () => {
    const more = { headers: null, body: null, dependsOn: null, depends_on: ['9'], atomicityGroup: 'g' }
    expect(await one(get('1', more))).toMatchObject({ status: 200 })
  })

  it('takes the caller, the origin and the client-request-id of the batch', async () => {
    const outer = { headers: { authorization: 'Bearer test', 'client-request-id': 'mine', prefer: 'return=minimal' } }
    const { status, body } = await one(get('1', { url: `${PARTNERS}/none` }), outer)
    expect(status).toBe(404)
    expect(body?.error.innerError).toMatchObject({ 'client-request-id': 'mine' })
    expect(asked[0]?.origin).toBe('https://graph.microsoft.com')
    expect(asked[0]?.header('prefer')).toBeUndefined()
  })

  it('is unauthorized where the batch is', async () => {
    const { status, headers, body } = await one(get('1'), { headers: {} })
    expect(status).toBe(401)
    expect(headers['WWW-Authenticate']).toMatch(/^Bearer /)
    expect(body?.error.code).toBe('InvalidAuthenticationToken')
  })

  it('may have an Authorization of its own', async () => {
    expect(await one(get('1', { headers: { AUTHORIZATION: 'Bearer own' } }), { headers: {} })).toMatchObject({
      status: 200,
    })
  })

  it('has headers without regard to case', async () => {
    const headers = { 'CONTENT-type': 'application/json', PREFER: 'return=minimal' }
    const part = await one(post('1', {}, { headers }))
    expect(part.status).toBe(204)
    expect(part.headers).toMatchObject({ 'Preference-Applied': 'return=minimal' })
  })

  it('terminates with an empty object', async () => {
    const part = await one(post('1', {}, { url: `/${PARTNERS}/${ID}/terminate` }))
    expect(part).toEqual({ id: '1', status: 204, headers: { 'Cache-Control': 'no-cache' } })
    expect(emulator.deviceManagementPartners.get(ID)?.partnerState).toBe('terminated')
  })

  it('may leave out the body of an action', async () => {
    const { status } = await one(post('1', undefined, { url: `/${PARTNERS}/${ID}/terminate` }))
    expect(status).toBe(204)
  })

  const raw = (body: string) =>
    `{"requests":[{"id":"1","method":"POST","url":"${PARTNERS}","headers":{"content-type":"application/json"},"body":${body}}]}`

  it.each([
    ['{"displayName":"a","displayName":"b"}', "Multiple properties with the name 'displayName'"],
    ['{"__proto__":{"polluted":true}}', "The property '__proto__' does not exist"],
    ['{"displayName":1.50}', "Cannot convert the literal '1.50'"],
    ['{"isConfigured":"yes"}', "Cannot convert the literal 'yes'"],
  ])('has its body read as it was sent: %s', async (body, message) => {
    const [part] = await batch(raw(body))
    expect(part?.status).toBe(400)
    expect(part?.body?.error.code).toBe('ModelValidationFailure')
    expect(part?.body?.error.message).toContain(message)
    expect({}).not.toHaveProperty('polluted')
  })

  it.each([
    ['e30', '{}'],
    ['e30=', '{}'],
    ['', ''],
    ['w6nwn5iA', 'é😀'],
    ['_-8', '\ufffd\ufffd'],
    ['/+8=', '\ufffd\ufffd'],
  ])('decodes the base64 body %j', async (body, text) => {
    await one(post('1', body, { headers: { 'Content-Type': 'text/plain' } }))
    expect(await asked[0]?.text()).toBe(text)
  })

  it('refuses a body that is no JSON like any other request', async () => {
    const { body } = await one(post('1', 'aGVsbG8', { headers: { 'Content-Type': 'text/plain' } }))
    expect(body?.error.message).toBe('Entity only allows writes with a JSON Content-Type header.')
  })
})

describe('dependsOn', () => {
  it('lets a request run after one that succeeded, in any case of its id', async () => {
    const parts = await batch(requests(get('a'), get('b', { dependsOn: ['A'] }), get('c', { dependsOn: ['a', 'B'] })))
    expect(parts.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  it('fails a request with 424 after one that failed, and those after it', async () => {
    const parts = await batch(
      requests(
        get('1', { url: 'nope' }),
        post('2', {}, { dependsOn: ['1'] }),
        get('3', { dependsOn: ['2'] }),
        get('4'),
        get('5', { dependsOn: ['4', '3'] }),
      ),
    )
    expect(parts.map(({ status }) => status)).toEqual([400, 424, 424, 200, 424])
    expect(parts[1]?.headers['Content-Type']).toBe('application/json')
    expect(parts[1]?.body?.error).toMatchObject({
      code: 'FailedDependency',
      message: "The request was not run: request '1', on which it depends, failed.",
      innerError: { hint: "The response with the id '1' says why.", date: '2026-01-01T00:00:00', 'request-id': 'r' },
    })
    expect(emulator.deviceManagementPartners.list()).toHaveLength(1)
  })
})

describe('a response of a batch', () => {
  it('has the documented headers of a success, no others', async () => {
    const { headers } = await one(get('1'), { headers: { authorization: 'Bearer test', origin: 'https://app' } })
    expect(headers).toEqual({
      'Cache-Control': 'no-cache',
      'OData-Version': '4.0',
      'Content-Type':
        'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
    })
  })

  it('has the documented headers of an error', async () => {
    const { headers } = await one(get('1', { url: 'nope' }))
    expect(headers).toEqual({ 'Cache-Control': 'no-cache', 'Content-Type': 'application/json' })
  })

  it('says where what it made is', async () => {
    const { headers, body } = await one(post('1', {}))
    expect(headers.Location).toBe(`https://graph.microsoft.com/v1.0/${PARTNERS}('${body?.id}')`)
  })

  const answering = (headers: Record<string, string>, body: string | undefined): Outer => ({
    handle: () => Promise.resolve({ status: 200, headers, body }),
  })

  it.each([
    ['application/json; charset=utf-8', '{"__proto__":1,"a":[]}', JSON.parse('{"__proto__":1,"a":[]}')],
    ['text/plain', '3', '3'],
    ['application/xml', '<é/>?', 'PMOpLz4_'],
  ])('embeds a body of %s', async (type, body, expected) => {
    expect((await one(get('1'), answering({ 'Content-Type': type }, body))).body).toEqual(expected)
  })

  it('passes on when to retry', async () => {
    const part = await one(get('1'), answering({ 'Retry-After': '5', 'request-id': 'x', Date: 'now' }, undefined))
    expect(part).toEqual({ id: '1', status: 200, headers: { 'Retry-After': '5' } })
  })
})
