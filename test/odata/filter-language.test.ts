import { describe, expect, it } from 'vitest'
import { publicModel } from '../../mocks/api.js'
import { isStructured, type StructuredType } from '../../src/csdl/model.js'
import type { Row } from '../../src/csdl/read-value.js'
import { readFilter } from '../../src/odata/options/filter.js'
import { loadMatcher } from '../../src/odata/expression/matcher.js'

const type = publicModel.type('microsoft.graph.deviceManagementPartner')
if (!type || !isStructured(type)) throw new Error('no type')
const it_: StructuredType = type

const group = (groupId: string | null, kind = 'groupAssignmentTarget') => ({
  target: { '@odata.type': `#microsoft.graph.${kind}`, groupId },
})

const ROW: Row = {
  id: 'one',
  displayName: 'Jamf Pro',
  singleTenantAppId: null,
  partnerState: 'enabled',
  isConfigured: true,
  lastHeartbeatDateTime: '2016-12-31T23:59:37.9174975-08:00',
  whenPartnerDevicesWillBeRemovedDateTime: null,
  groupsRequiringPartnerEnrollment: [
    group('g1'),
    group('g2', 'exclusionGroupAssignmentTarget'),
    { target: null },
    { target: { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' } },
  ],
}

async function matches(filter: string, aliases: Record<string, string> = {}): Promise<boolean> {
  const matcher = await loadMatcher([filter, ...Object.values(aliases)])
  const context = {
    model: publicModel,
    it: it_,
    now: new Date('2026-01-01T00:00:00Z'),
    ...(matcher ? { matcher } : {}),
  }
  const read = readFilter(filter, new Map(Object.entries(aliases)), context)
  const { byMembers } = read
  const answer = read.matches(ROW)
  if (byMembers) expect(byMembers.matches(byMembers.names.map((name) => ROW[name]))).toBe(answer)
  return answer
}

/** What the filter reads of a row. */
function membersOf(filter: string): readonly string[] | undefined {
  return readFilter(filter, new Map(), { model: publicModel, it: it_, now: new Date() }).byMembers?.names
}

const GROUPS = 'groupsRequiringPartnerEnrollment'

describe('what holds of a row', () => {
  it.each([
    // Precedence: or, and, equality, relations, sums, products, unary, then in and has.
    'true or true and false',
    'not (true or true and false) eq false',
    'not false and true',
    'not isConfigured eq false',
    '1 add 2 mul 3 eq 7',
    '(1 add 2) mul 3 eq 9',
    '10 sub 3 sub 2 eq 5',
    '2 gt 1 eq true',
    '-1 lt 1 and - 1 lt 1 and --1 eq 1',
    "not displayName in ('a','b')",
    'TRUE And Not FALSE OR NULL eq Null',
    // Numbers.
    '7 div 2 eq 3',
    '-7 div 2 eq -3',
    '7 divby 2 eq 3.5',
    '7.0 div 2 eq 3.5',
    '-7 mod 2 eq -1',
    '5.5 mod 2 eq 1.5',
    '0.1 add 0.2 eq 0.3',
    '1e1 eq 10 and 1.5e0 eq 1.5',
    '1e0 div 0 eq INF and -1e0 div 0 eq -INF',
    'NaN ne NaN',
    '9223372036854775807 gt 9223372036854775806',
    '2147483648 eq 2147483648.0',
    'round(2.5) eq 3 and round(-2.5) eq -3 and round(2.4e0) eq 2',
    'floor(-1.5) eq -2 and ceiling(-1.5) eq -1 and floor(2) eq 2 and ceiling(1.2e0) eq 2 and floor(1.9e0) eq 1',
    '1 in (1.0, 2) and 1.0 in (1,2)',
    // Text.
    "'it''s' eq 'it''s'",
    "'a' lt 'b' and 'B' lt 'a' and '' lt 'a'",
    "contains(displayName,'mf P') and startswith(displayName,'Ja') and endswith(displayName,'ro')",
    "STARTSWITH(displayName,'Jamf')",
    "length(displayName) eq 8 and indexof(displayName,'P') eq 5 and indexof(displayName,'z') eq -1",
    "substring(displayName,5) eq 'Pro' and substring(displayName,0,4) eq 'Jamf' and substring(displayName,99) eq ''",
    "substring('hello',-2) eq 'hello' and substring('hello',1,-1) eq ''",
    "toupper(tolower('aB')) eq 'AB' and trim('  a b ') eq 'a b' and concat('a','b') eq 'ab'",
    "matchesPattern(displayName,'^J.*o$') and not matchesPattern(displayName,'^j')",
    'matchesPattern(displayName,displayName)',
    // Instants: compared to 100 ns, read in their own offset.
    'lastHeartbeatDateTime eq 2017-01-01T07:59:37.9174975Z',
    'lastHeartbeatDateTime lt 2017-01-01T07:59:37.9174976Z',
    'lastHeartbeatDateTime gt 2017-01-01T07:59:37.9174974Z',
    'lastHeartbeatDateTime ge 2016-12-31 and lastHeartbeatDateTime lt 2017-01-02',
    'year(lastHeartbeatDateTime) eq 2016 and month(lastHeartbeatDateTime) eq 12 and day(lastHeartbeatDateTime) eq 31',
    'hour(lastHeartbeatDateTime) eq 23 and minute(lastHeartbeatDateTime) eq 59 and second(lastHeartbeatDateTime) eq 37',
    'fractionalseconds(lastHeartbeatDateTime) eq 0.9174975 and fractionalseconds(00:00:00.25) eq 0.25',
    'totaloffsetminutes(lastHeartbeatDateTime) eq -480',
    'date(lastHeartbeatDateTime) eq 2016-12-31 and time(lastHeartbeatDateTime) gt 23:59',
    'year(2020-02-29) eq 2020 and month(2020-02-29) eq 2 and day(2020-02-29) eq 29',
    'hour(13:14:15) eq 13 and minute(13:14:15) eq 14 and second(13:14:15) eq 15',
    'now() eq 2026-01-01T00:00:00Z and mindatetime() lt now() and maxdatetime() gt now()',
    "lastHeartbeatDateTime add duration'P1D' eq 2017-01-02T07:59:37.9174975Z",
    "lastHeartbeatDateTime sub duration'PT1H' lt lastHeartbeatDateTime",
    "now() sub 2025-12-31T00:00:00Z eq duration'P1D'",
    "2020-02-28 add duration'P1D' eq 2020-02-29 and 2020-03-01 sub duration'P1D' eq 2020-02-29",
    "2020-03-01 sub 2020-02-28 eq duration'P2D'",
    "duration'PT24H' eq duration'P1D' and duration'-PT1M' eq -duration'PT60S'",
    "duration'P1D' add duration'PT1H' eq duration'PT25H' and duration'P1D' sub duration'PT1H' eq duration'PT23H'",
    "duration'P1D' mul 2 eq duration'P2D' and 2 mul duration'P1D' eq duration'P2D' and duration'P1D' div 2 eq duration'PT12H'",
    "totalseconds(duration'PT1.5S') eq 1.5",
    "now() sub lastHeartbeatDateTime gt 'P1D'",
    "(maxdatetime() add duration'P1D') eq null and (9999-12-31 add duration'P1D') eq null",
    // Enums: quoted plain, qualified, by number; ordered by value.
    "partnerState eq 'enabled' and partnerState eq 'ENABLED' and partnerState eq '2'",
    "partnerState eq microsoft.graph.deviceManagementPartnerTenantState'enabled'",
    "partnerState eq graph.deviceManagementPartnerTenantState'enabled'",
    "partnerState gt 'unavailable' and partnerState lt 'terminated' and partnerState in ('enabled')",
    "partnerState has 'enabled'",
    // Null: equal to itself alone, unknown in logic.
    'null eq null and not (null ne null) and singleTenantAppId eq null and displayName ne null',
    'null ge null and null le null and not (null gt null)',
    "not (singleTenantAppId gt 'a') and not (singleTenantAppId le 'a')",
    "singleTenantAppId ne 'a' and not (singleTenantAppId eq 'a')",
    "true or contains(singleTenantAppId,'a')",
    "contains(singleTenantAppId,'a') or true",
    "(contains(singleTenantAppId,'a') and false) eq false",
    "contains(singleTenantAppId,'a') eq null and (not contains(singleTenantAppId,'a')) eq null",
    "singleTenantAppId in (null,'a') and not (singleTenantAppId in ('a'))",
    '(1 add null) eq null and (null add null) eq null and length(null) eq null and -null eq null',
    "concat(singleTenantAppId,'a') eq null and substring('a',0,null) eq null",
    '(null and true) eq null',
    // Paths, casts and lambdas.
    "$it/id eq 'one' and microsoft.graph.deviceManagementPartner/id eq 'one' and microsoft.graph.entity/id eq 'one'",
    `${GROUPS}/any() and ${GROUPS}/$count eq 4`,
    `${GROUPS}/any(g:g/target/microsoft.graph.groupAssignmentTarget/groupId eq 'g2')`,
    `${GROUPS}/any(g:g/target/microsoft.graph.exclusionGroupAssignmentTarget/groupId eq 'g2')`,
    `not ${GROUPS}/any(g:g/target/microsoft.graph.exclusionGroupAssignmentTarget/groupId eq 'g1')`,
    `not ${GROUPS}/all(g:g/target ne null)`,
    `${GROUPS}/all(g:g/target eq null or isof(g/target,microsoft.graph.deviceAndAppManagementAssignmentTarget))`,
    `${GROUPS}/any(g:isof(g/target,microsoft.graph.allDevicesAssignmentTarget))`,
    `${GROUPS}/any(g:cast(g/target,microsoft.graph.groupAssignmentTarget)/groupId eq $it/displayName) eq false`,
    `${GROUPS}/any(a:${GROUPS}/any(b:a/target/graph.groupAssignmentTarget/groupId lt b/target/graph.groupAssignmentTarget/groupId))`,
    'isof(microsoft.graph.deviceManagementPartner) and isof(displayName,Edm.String) and not isof(displayName,Edm.Boolean)',
    "cast(microsoft.graph.entity)/id eq 'one'",
    "cast(partnerState,Edm.String) eq 'enabled' and cast(isConfigured,Edm.String) eq 'true'",
    "cast('2',Edm.Int32) eq 2 and cast('x',Edm.Int32) eq null and cast(2.9,Edm.Int32) eq 2 and cast(1e10,Edm.Int32) eq null",
    'cast(2,Edm.Decimal) eq 2.0 and cast(2.5,Edm.Double) eq 2.5 and cast(1e300,Edm.Int64) eq null and cast(7,Edm.Int64) eq 7',
    "cast('true',Edm.Boolean) and cast('x',Edm.Boolean) eq null and cast('PT1S',Edm.Duration) eq duration'PT1S'",
    "cast('2020-01-01',Edm.Date) eq 2020-01-01 and cast('10:00',Edm.TimeOfDay) eq 10:00 and cast('2020-01-01T00:00:00Z',Edm.DateTimeOffset) eq 2020-01-01T00:00:00Z",
    "cast('FC780465-2017-40D4-A0C5-307022471B92',Edm.Guid) eq fc780465-2017-40d4-a0c5-307022471b92 and cast('x',Edm.Guid) eq null",
    'cast(lastHeartbeatDateTime,Edm.Date) eq 2016-12-31 and cast(lastHeartbeatDateTime,Edm.TimeOfDay) gt 23:00',
    "cast(lastHeartbeatDateTime,Edm.String) eq '2016-12-31T23:59:37.9174975-08:00'",
    "cast(2020-01-01,Edm.String) eq '2020-01-01' and cast(10:00,Edm.String) eq '10:00:00.0000000'",
    "cast(duration'-PT1.5S',Edm.String) eq '-PT1.5S' and cast(now(),Edm.String) eq '2026-01-01T00:00:00Z'",
    "cast('enabled',microsoft.graph.deviceManagementPartnerTenantState) eq 'enabled'",
    "cast('nope',microsoft.graph.deviceManagementPartnerTenantState) eq null",
    'cast(null,Edm.String) eq null and cast(1e400,Edm.Decimal) eq null',
  ])('%s', async (filter) => {
    expect(await matches(filter)).toBe(true)
  })

  it('with parameter aliases: literals, JSON arrays, expressions, and none', async () => {
    expect(await matches('id eq @id', { '@id': "'one'" })).toBe(true)
    expect(await matches('id in @ids', { '@ids': '["one", "two", null]' })).toBe(true)
    await expect(matches('1 in @n and true in @n', { '@n': '[1.0, true]' })).rejects.toThrow("operator kind 'In'")
    expect(await matches('length(@text) eq 3', { '@text': '@other', '@other': 'id' })).toBe(true)
    expect(await matches('@none eq null')).toBe(true)
  })
})

describe('what is refused, in ODL’s words', () => {
  const TYPE = 'microsoft.graph.deviceManagementPartner'
  it.each([
    ['', "Syntax error at position 0 in ''."],
    ['id eq', "Syntax error at position 5 in 'id eq'."],
    ["id eq 'a' 'b'", "Syntax error at position 10 in 'id eq 'a' 'b''."],
    ['(true', "Syntax error at position 5 in '(true'."],
    ['true)', "Syntax error at position 4 in 'true)'."],
    ["id eq 'a", "There is an unterminated string literal at position 6 in 'id eq 'a'."],
    ["id+eq+'a'", "Syntax error: character '+' is not valid at position 2 in 'id+eq+'a''."],
    ['id eq #', "Syntax error: character '#' is not valid at position 6 in 'id eq #'."],
    ['1 eq 1.', "Syntax error: character '1' is not valid at position 5"],
    ['id in ()', "Syntax error at position 7 in 'id in ()'."],
    [`${GROUPS}/all()`, 'Syntax error at position'],
    [`${GROUPS}/any(g g/target eq null)`, 'Syntax error at position'],
    [`${GROUPS}/$nope`, 'Syntax error at position'],
    ['$root/id', 'Syntax error at position'],
    ['2023-02-29 eq now()', "Unrecognized 'Edm.Date' literal '2023-02-29'."],
    ['25:00 eq 10:00', "Unrecognized 'Edm.TimeOfDay' literal '25:00'."],
    ["duration'P' eq duration'P1D'", "Unrecognized 'Edm.Duration' literal 'P'."],
    ['now() eq 2020-01-01T00:00:00+15:00', "Unrecognized 'Edm.DateTimeOffset' literal '2020-01-01T00:00:00+15:00'."],
    ['nope eq 1', `Could not find a property named 'nope' on type '${TYPE}'.`],
    ['DisplayName eq null', `Could not find a property named 'DisplayName' on type '${TYPE}'.`],
    [
      'displayName/nope eq 1',
      "The child type 'Edm.String' in a cast or property access of 'nope' was not a structured type.",
    ],
    [
      `${GROUPS}/target eq null`,
      "The parent value for a property access of a property 'target' is not a single value.",
    ],
    [`${GROUPS}/microsoft.graph.entity eq null`, 'is not a single value'],
    [
      'displayName/$count eq 1',
      "The child type 'Edm.String' in a cast or property access of '$count' was not a structured type.",
    ],
    ['displayName/any()', 'Any/All may only be used following a collection.'],
    [`${GROUPS}/any(g:1)`, 'The Any/All query expression must evaluate to a single boolean value.'],
    [`${GROUPS}/any(g:${GROUPS}/any(g:true))`, "The range variable 'g' has already been declared."],
    [`${GROUPS}/any(g:true) and g/target eq null`, `Could not find a property named 'g' on type '${TYPE}'.`],
    ['displayName', 'The $filter expression must evaluate to a single boolean value.'],
    ['null', 'The $filter expression must evaluate to a single boolean value.'],
    [GROUPS, 'The $filter expression must evaluate to a single boolean value.'],
    ['displayName eq 1', "Found operand types 'Edm.String' and 'Edm.Int32' for operator kind 'Equal'."],
    [
      'id ne fc780465-2017-40d4-a0c5-307022471b92',
      "Found operand types 'Edm.String' and 'Edm.Guid' for operator kind 'NotEqual'.",
    ],
    [
      "lastHeartbeatDateTime gt '2016-01-01T00:00:00Z'",
      "Found operand types 'Edm.DateTimeOffset' and 'Edm.String' for operator kind 'GreaterThan'.",
    ],
    ['isConfigured and 1', "Found operand types 'Edm.Boolean' and 'Edm.Int32' for operator kind 'And'."],
    ['displayName or true', "for operator kind 'Or'."],
    [`${GROUPS} eq null`, "for operator kind 'Equal'."],
    [`${GROUPS}/any(g:g/target gt null)`, "for operator kind 'GreaterThan'."],
    ["1 in ('a')", "Found operand types 'Edm.Int32' and 'Edm.String' for operator kind 'In'."],
    ["id in 'a'", "for operator kind 'In'."],
    [`${GROUPS} in (1)`, "for operator kind 'In'."],
    ["isConfigured has 'a'", "for operator kind 'Has'."],
    ['partnerState has 1', "for operator kind 'Has'."],
    ["'a' add 1 eq 1", "Found operand types 'Edm.String' and 'Edm.Int32' for operator kind 'Add'."],
    ['partnerState mul 2 eq 2', "for operator kind 'Multiply'."],
    ["duration'P1D' mod 2 eq 1", "for operator kind 'Modulo'."],
    [
      'not 1',
      "A unary operator with an incompatible type was detected. Found operand type 'Edm.Int32' for operator kind 'Not'.",
    ],
    ["-displayName eq 'a'", "Found operand type 'Edm.String' for operator kind 'Negate'."],
    ["partnerState eq 'nope'", "The string 'nope' is not a valid enumeration type constant."],
    ["partnerState eq microsoft.graph.deviceManagementPartnerAppType'unknown'", "for operator kind 'Equal'."],
    ["partnerState eq microsoft.graph.nope'a'", "The type 'microsoft.graph.nope' is not defined in the model."],
    ["id eq microsoft.graph.entity'a'", "The type 'microsoft.graph.entity' is not defined in the model."],
    ['nope(1)', "An unknown function with name 'nope' was found."],
    [
      'contains(displayName)',
      "No function signature for the function with name 'contains' matches the specified arguments. The function signatures considered are: contains(Edm.String Nullable=true, Edm.String Nullable=true).",
    ],
    ['length(1) eq 1', "No function signature for the function with name 'length'"],
    ['now(1) eq now()', "An unknown function with name 'now' was found."],
    ['matchesPattern(displayName)', "No function signature for the function with name 'matchespattern'"],
    ["matchesPattern(displayName,'(')", "The pattern '(' is not a valid regular expression"],
    ["matchesPattern(displayName,'(a)\\1')", 'is not a valid regular expression'],
    ['isof(1)', "No function signature for the function with name 'isof'"],
    ["cast(displayName,microsoft.graph.entity)/id eq 'a'", 'Encountered invalid type cast.'],
    ['cast(partnerState,Edm.Int32) eq 1', 'Found operand types'],
    ['cast(isConfigured,Edm.Date) eq null', 'Found operand types'],
    ['cast(displayName,nope.nope) eq 1', "The type 'nope.nope' is not defined in the model."],
    [`${GROUPS}/any(g:g/target/microsoft.graph.deviceManagementPartner/id eq 'a')`, 'Encountered invalid type cast.'],
    [`displayName/microsoft.graph.entity/id eq 'a'`, 'was not a structured type'],
    ["Edm.String eq 'a'", 'Encountered invalid type cast'],
    ['1 div 0 eq 1', 'Attempted to divide by zero.'],
    ['1 mod 0.0 eq 1', 'Attempted to divide by zero.'],
    [`${'('.repeat(101)}true${')'.repeat(101)}`, 'Recursion depth exceeded allowed limit.'],
    [`${'not '.repeat(101)}true`, 'Recursion depth exceeded allowed limit.'],
    [`id in (${Array(5001).fill("'a'").join()})`, "The node count limit of '5000' has been exceeded."],
  ])('%s', async (filter, message) => {
    await expect(matches(filter)).rejects.toThrow('Invalid filter clause: ')
    await expect(matches(filter)).rejects.toThrow(message)
  })

  it('aliases that go in a circle, are objects, no JSON, or too much together', async () => {
    await expect(matches('@a', { '@a': '@b', '@b': '@a' })).rejects.toThrow(
      "The parameter alias '@a' refers to itself.",
    )
    await expect(matches('id in @a', { '@a': '{"x":1}' })).rejects.toThrow('An object cannot be compared here.')
    await expect(matches('id in @a', { '@a': '[1' })).rejects.toThrow('Syntax error at position 0')
    const chain = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`@a${index}`, `concat(@a${index + 1},@a${index + 1})`]),
    )
    await expect(matches("@a0 eq 'x'", chain)).rejects.toThrow('The node count limit')
    const deep = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`@a${index}`, `@a${index + 1}`]))
    await expect(matches("@a0 eq 'x'", deep)).rejects.toThrow('Recursion depth exceeded allowed limit.')
  })

  it('lambdas inside each other that look at too many items', () => {
    const many: Row = { ...ROW, [GROUPS]: Array.from({ length: 300 }, () => ({ target: null })) }
    const nested = `${GROUPS}/any(a:${GROUPS}/any(b:${GROUPS}/any(c:a/target ne null)))`
    const filter = readFilter(nested, new Map(), { model: publicModel, it: it_, now: new Date() })
    expect(() => filter.matches(many)).toThrow('looked at more than 5000000 items')
  })

  it('patterns that would hang a backtracking engine are answered', async () => {
    expect(await matches(`matchesPattern('${'a'.repeat(3000)}b','^(a+)+$')`)).toBe(false)
  })
})

describe('what is read of a row', () => {
  it.each([
    ["displayName eq 'a' and contains(displayName,'b')", ['displayName']],
    ["isConfigured or displayName in ('a','b') or $it/id eq 'one'", ['isConfigured', 'displayName', 'id']],
    [`${GROUPS}/any(g:g/target ne null and id eq 'one')`, [GROUPS, 'id']],
    ['true', []],
  ])('%s: these members alone', (filter, members) => {
    expect(membersOf(filter)).toEqual(members)
  })

  it('the row itself, where it is asked for', () => {
    expect(membersOf('$it ne null')).toBeUndefined()
    expect(membersOf(`${GROUPS}/any(g:$it/id eq 'one' and $it ne null)`)).toBeUndefined()
  })
})
