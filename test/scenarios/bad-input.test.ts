import fc from 'fast-check'
import { expect, it } from 'vitest'
import { describeHosts, PARTNERS, send } from '../describe-hosts.js'

const API = 'microsoft.management.services.api'
const TYPE = `${API}.deviceManagementPartner`

const BAD_BODIES: [string, string, string][] = [
  [
    'an unknown member',
    '{"nope":1}',
    `The property 'nope' does not exist on type '${TYPE}'. Make sure to only use property names that are defined by the type.`,
  ],
  [
    '__proto__',
    '{"__proto__":{"x":1}}',
    `The property '__proto__' does not exist on type '${TYPE}'. Make sure to only use property names that are defined by the type.`,
  ],
  [
    'constructor',
    '{"constructor":1}',
    `The property 'constructor' does not exist on type '${TYPE}'. Make sure to only use property names that are defined by the type.`,
  ],
  ['a number for text', '{"displayName":0}', "Cannot convert the literal '0' to the expected type 'Edm.String'."],
  [
    'a boolean for text',
    '{"displayName":true}',
    "Cannot convert the literal 'True' to the expected type 'Edm.String'.",
  ],
  [
    'a number for a boolean',
    '{"isConfigured":0}',
    "Cannot convert the literal '0' to the expected type 'Edm.Boolean'.",
  ],
  [
    'a text that is no boolean',
    '{"isConfigured":"yes"}',
    "Cannot convert the literal 'yes' to the expected type 'Edm.Boolean'.",
  ],
  [
    'an empty date',
    '{"lastHeartbeatDateTime":""}',
    "Cannot convert the literal '' to the expected type 'Edm.DateTimeOffset'.",
  ],
  [
    'a zoneless date',
    '{"lastHeartbeatDateTime":"2016-12-31T10:00:00"}',
    "Cannot convert the literal '2016-12-31T10:00:00' to the expected type 'Edm.DateTimeOffset'.",
  ],
  [
    'a day that is none',
    '{"lastHeartbeatDateTime":"2023-02-29T10:00:00Z"}',
    "Cannot convert the literal '2023-02-29T10:00:00Z' to the expected type 'Edm.DateTimeOffset'.",
  ],
  ['an enum member of none', '{"partnerState":"String"}', "Requested value 'String' was not found."],
  ['an enum member in another case', '{"partnerState":"Enabled"}', "Requested value 'Enabled' was not found."],
  ['a number for an enum', '{"partnerState":2}', "Cannot read the value '2' as a quoted JSON string value."],
  [
    'an object for an enum',
    '{"partnerState":{}}',
    "An unexpected 'StartObject' node was found for property named 'partnerState' when reading from the JSON reader. A 'PrimitiveValue' node was expected.",
  ],
  [
    'an array for text',
    '{"displayName":[]}',
    "An unexpected 'StartArray' node was found when reading from the JSON reader. A 'PrimitiveValue' node was expected.",
  ],
  [
    'null for a boolean',
    '{"isConfigured":null}',
    "A null value was found for the property named 'isConfigured', which has the expected type 'Edm.Boolean[Nullable=False]'. The expected type 'Edm.Boolean[Nullable=False]' does not allow null values.",
  ],
  [
    'a member twice',
    '{"displayName":"a","displayName":"b"}',
    "Multiple properties with the name 'displayName' were detected in a resource or a complex value. In OData, duplicate property names are not allowed.",
  ],
  [
    'an unknown type',
    '{"@odata.type":"#microsoft.graph.nope"}',
    "A type named 'microsoft.graph.nope' could not be resolved by the model. When a model is available, each type name must resolve to a valid type.",
  ],
  [
    'a foreign type',
    '{"@odata.type":"#microsoft.graph.mobileThreatDefenseConnector"}',
    `An entry with type '${API}.mobileThreatDefenseConnector' was found, but it is not assignable to the expected type '${TYPE}'. The type specified in the entry must be equal to either the expected type or a derived type.`,
  ],
  ['a type’s name that is no text', '{"@odata.type":7}', "Cannot read the value '7' as a quoted JSON string value."],
  ['a type’s name that is null', '{"@odata.type":null}', "Cannot read the value '' as a quoted JSON string value."],
  ['a type’s name that is true', '{"@odata.type":true}', "Cannot read the value 'True' as a quoted JSON string value."],
  [
    'a type’s name that is an object',
    '{"@odata.type":{}}',
    "An unexpected 'StartObject' node was found when reading from the JSON reader. A 'PrimitiveValue' node was expected.",
  ],
  [
    'null for a collection',
    '{"groupsRequiringPartnerEnrollment":null}',
    `A null value was found for the property named 'groupsRequiringPartnerEnrollment', which has the expected type 'Collection(${API}.deviceManagementPartnerAssignment)[Nullable=True]'. The expected type 'Collection(${API}.deviceManagementPartnerAssignment)[Nullable=True]' cannot be null but it can have null values.`,
  ],
  [
    'null in a collection',
    '{"groupsRequiringPartnerEnrollment":[{},null]}',
    'A null value was detected in the items of a collection property value; non-nullable instances of collection types do not support null values as items.',
  ],
  [
    'an object for a collection',
    '{"groupsRequiringPartnerEnrollment":{}}',
    "An unexpected 'StartObject' node was found when reading from the JSON reader. A 'StartArray' node was expected.",
  ],
  [
    'a text for an object',
    '{"groupsRequiringPartnerEnrollment":["g"]}',
    "An unexpected 'PrimitiveValue' node was found when reading from the JSON reader. A 'StartObject' node was expected.",
  ],
  [
    'a target of a foreign type',
    '{"groupsRequiringPartnerEnrollment":[{"target":{"@odata.type":"#microsoft.graph.deviceManagementPartnerAssignment"}}]}',
    `A value was encountered that has a type name that is incompatible with the metadata. The value specified its type as '${API}.deviceManagementPartnerAssignment', but the type specified in the metadata is '${API}.deviceAndAppManagementAssignmentTarget'.`,
  ],
  [
    'a target of the type that the docs show and no schema has',
    '{"groupsRequiringPartnerEnrollment":[{"target":{"@odata.type":"#microsoft.graph.scopeTagGroupAssignmentTarget"}}]}',
    "A type named 'microsoft.graph.scopeTagGroupAssignmentTarget' could not be resolved by the model. When a model is available, each type name must resolve to a valid type.",
  ],
  [
    'a target of the abstract type',
    '{"groupsRequiringPartnerEnrollment":[{"target":{"@odata.type":"#microsoft.graph.deviceAndAppManagementAssignmentTarget"}}]}',
    'Exception has been thrown by the target of an invocation.',
  ],
  [
    'a member of another target type',
    '{"groupsRequiringPartnerEnrollment":[{"target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","collectionId":"c"}}]}',
    `The property 'collectionId' does not exist on type '${API}.groupAssignmentTarget'. Make sure to only use property names that are defined by the type.`,
  ],
  [
    'a removed member of beta',
    '{"whenPartnerDevicesWillBeRemoved":"2026-01-01T00:00:00Z"}',
    `The property 'whenPartnerDevicesWillBeRemoved' does not exist on type '${TYPE}'. Make sure to only use property names that are defined by the type.`,
  ],
  ['an empty enum member', '{"partnerState":""}', 'Must specify valid information for parsing in the string.'],
  ['a number that no member has', '{"partnerState":"9"}', "Requested value '9' was not found."],
  [
    'a number with an exponent for text',
    '{"displayName":1.5e3}',
    "Cannot convert the literal '1500' to the expected type 'Edm.String'.",
  ],
  [
    'an array for the body',
    '[]',
    "An unexpected 'StartArray' node was found when reading from the JSON reader. A 'StartObject' node was expected.",
  ],
  [
    'a target without its type',
    '{"groupsRequiringPartnerEnrollment":[{"target":{"groupId":"g"}}]}',
    'Exception has been thrown by the target of an invocation.',
  ],
]

describeHosts('bad input', {}, (host) => {
  it.each(BAD_BODIES)('refuses %s as Intune does and writes nothing', async (_, body, message) => {
    for (const [method, path] of [
      ['POST', PARTNERS],
      ['PATCH', `${PARTNERS}/none`],
    ] as const) {
      const response = await send(host, method, `v1.0/${path}`, body)
      const { error } = (await response.json()) as {
        error: Record<string, unknown> & { innerError: Record<string, string> }
      }
      const sent = body.includes('"displayName":"b"') && host.url.endsWith('/graph') // express.json() has merged the two.
      if (sent) continue
      expect(error).toMatchObject({ code: 'ModelValidationFailure', message, innerError: { message } })
      expect(response.status).toBe(400)
      expect(response.headers.get('content-type')).toBe('application/json')
      expect(Object.keys(error.innerError)).toEqual(['message', 'hint', 'date', 'request-id', 'client-request-id'])
      expect(error.innerError.date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
      expect(host.emulator.deviceManagementPartners.list()).toEqual([])
    }
  })

  it('refuses another content type, an empty body and a large one', async () => {
    const post = (body: string, headers = {}) => send(host, 'POST', `v1.0/${PARTNERS}`, body, headers)
    expect(await (await post('{}', { 'content-type': 'text/plain' })).text()).toContain(
      'Entity only allows writes with a JSON Content-Type header.',
    )
    expect(await (await post('')).text()).toContain('Empty Payload. JSON content expected.')
    const untyped = { method: 'POST', headers: { authorization: 'Bearer test' }, body: new TextEncoder().encode('{}') }
    const answer = await fetch(`${host.url}/v1.0/${PARTNERS}`, untyped)
    expect(await answer.text()).toContain('Please ensure Content-Type header is set')
    const { id = '' } = host.emulator.deviceManagementPartners.create()
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const terminate = await send(host, 'POST', `v1.0/${PARTNERS}/${id}/terminate`, 'a=1', form)
    expect(await terminate.text()).toContain('Entity only allows writes with a JSON Content-Type header.')
    if (host.url.endsWith('/graph')) return // express.json() answers these itself.
    expect(await (await post('{')).text()).toContain('Unable to read JSON request payload.')
    expect((await post(JSON.stringify({ displayName: 'x'.repeat(5_000_000) }))).status).toBe(413)
  })

  it.each([
    ['GET', `v9/${PARTNERS}`, 400, 'BadRequest', 'Invalid version.', 'in a mount it is the next middleware’s'],
    ['GET', 'v1.0/nope', 400, 'BadRequest', "Resource not found for the segment 'nope'.", ''],
    ['GET', 'v1.0/deviceManagement/nope', 400, 'BadRequest', "Resource not found for the segment 'nope'.", ''],
    ['POST', `v1.0/${PARTNERS}/x/nope`, 400, 'BadRequest', "Resource not found for the segment 'nope'.", ''],
    [
      'PUT',
      `v1.0/${PARTNERS}`,
      400,
      'No method match route template',
      'No OData route exists that match template ~/singleton/navigation with http verb PUT for request /StatelessOnboardingService/deviceManagement/deviceManagementPartners.',
      '',
    ],
    [
      'DELETE',
      'v1.0/deviceManagement',
      400,
      'No method match route template',
      'No OData route exists that match template ~/singleton with http verb DELETE for request /StatelessOnboardingService/deviceManagement.',
      '',
    ],
    ['GET', `v1.0/${PARTNERS}?$nope=1`, 400, 'BadRequest', "The query parameter '$nope' is not supported.", ''],
    ['GET', `v1.0/${PARTNERS}/%25zz`, 404, 'ResourceNotFound', '', ''],
    ['GET', `v1.0/${PARTNERS}/%zz`, 400, 'BadRequest', 'Bad Request - Error in query syntax.', ''],
    ['GET', `v1.0/${PARTNERS}?%zz=1`, 400, 'BadRequest', 'Bad Request - Error in query syntax.', ''],
    ['GET', `v1.0/${PARTNERS}('$x')`, 404, 'ResourceNotFound', '', ''],
    ['GET', `v1.0/${PARTNERS}/x(1)`, 404, 'ResourceNotFound', '', ''],
    ['GET', `v1.0/${PARTNERS}(x)`, 400, 'BadRequest', 'Bad Request - Error in query syntax.', ''],
    ['GET', `v1.0/${PARTNERS}/x/displayName/y`, 400, 'BadRequest', "Resource not found for the segment 'y'.", ''],
    ['GET', `v1.0/${PARTNERS}/$nope`, 400, 'BadRequest', "Resource not found for the segment '$nope'.", ''],
    [
      'GET',
      `v1.0/${PARTNERS}/x/displayName`,
      400,
      'No method match route template',
      '~/singleton/navigation/key/property',
      '',
    ],
    [
      'GET',
      `v1.0/${PARTNERS}/x/terminate`,
      400,
      'No method match route template',
      '~/singleton/navigation/key/action',
      '',
    ],
    [
      'GET',
      `v1.0/deviceManagement/DeviceManagementPartners`,
      400,
      'BadRequest',
      "Resource not found for the segment 'DeviceManagementPartners'.",
      '',
    ],
    ['POST', 'v1.0/$metadata', 405, 'Request_BadRequest', 'Specified HTTP method is not allowed', ''],
    ['GET', 'v1.0/$batch', 405, 'Request_BadRequest', 'Specified HTTP method is not allowed', ''],
    ['POST', `v1.0/${PARTNERS}/none/terminate`, 404, 'ResourceNotFound', 'An error has occurred', ''],
  ])('answers %s %s with %i %s', async (method, path, status, code, message, mounted) => {
    const response = await send(host, method, path, method === 'GET' || method === 'DELETE' ? undefined : {})
    if (mounted && host.url.endsWith('/graph')) return expect(response.status).toBe(404)
    const { error } = (await response.json()) as { error: { code: string; message: string } }
    expect([response.status, error.code]).toEqual([status, code])
    expect(error.message).toContain(message)
  })

  it('asks for a token', async () => {
    const response = await fetch(`${host.url}/v1.0/${PARTNERS}`)
    const { error } = (await response.json()) as { error: { code: string; message: string } }
    expect([response.status, error.code, error.message]).toEqual([
      401,
      'InvalidAuthenticationToken',
      'Access token is empty.',
    ])
    expect(response.headers.get('www-authenticate')).toContain('client_id="00000003-0000-0000-c000-000000000000"')
  })

  it('never answers 500, and never writes what it refused, whatever is sent', { timeout: 60_000 }, async () => {
    const method = fc.constantFrom('GET', 'POST', 'PATCH', 'PUT', 'DELETE')
    const path = fc.constantFrom(
      PARTNERS,
      `${PARTNERS}/x`,
      `${PARTNERS}('x')/terminate`,
      `${PARTNERS}/$count`,
      `${PARTNERS}/x/displayName`,
      'deviceManagement',
      '$batch',
      '$metadata',
      'nope',
      `${PARTNERS}(x)`,
    )
    const body = fc.oneof(
      fc.json(),
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: 'binary' }),
      fc.json().map((text) => `{"displayName":${text},"__proto__":1}`),
      fc.json().map((text) => `{"requests":[{"id":"1","method":"PATCH","url":"x","body":${text}}]}`),
    )
    await fc.assert(
      fc.asyncProperty(method, path, body, async (verb, at, text) => {
        host.emulator.reset()
        const response = await send(host, verb, `v1.0/${at}`, verb === 'GET' || verb === 'DELETE' ? undefined : text)
        await response.arrayBuffer()
        expect(response.status).toBeLessThan(500)
        expect(host.emulator.deviceManagementPartners.list()).toHaveLength(response.status === 201 ? 1 : 0)
        expect(({} as Record<string, unknown>).x).toBeUndefined()
      }),
      { numRuns: 150 },
    )
  })
})
