import fc from 'fast-check'

/*
 * A second evaluator, deliberately plain: it makes random expressions as trees of its own, prints them as OData text for the
 * engine, and works them out for a row in the most literal way. It shares no code with src.
 */

export interface NaiveRow {
  id: string
  displayName: string | null
  singleTenantAppId: string | null
  isConfigured: boolean
  partnerState: string
  /** Milliseconds. */
  heartbeat: number
  removed: number | null
  groups: (string | null)[]
}

type Value = string | number | boolean | null

/** An expression: its text, and what it is worth. `groups` are seen through the lambda's current group. */
export interface Naive {
  text: string
  of: (row: NaiveRow, group: string | null) => Value
}

const STATES = ['unknown', 'unavailable', 'enabled', 'terminated', 'rejected', 'unresponsive']
const WORDS = ['', 'a', 'A', 'ab', "o'n", 'jamf', 'Jamf', 'é', 'zz']
const INSTANTS = [0, 1_000, 86_400_000, 1_600_000_000_000, 1_700_000_000_123]

export const naiveRow: fc.Arbitrary<NaiveRow> = fc.record({
  id: fc.uuid(),
  displayName: fc.option(fc.constantFrom(...WORDS)),
  singleTenantAppId: fc.option(fc.constantFrom(...WORDS)),
  isConfigured: fc.boolean(),
  partnerState: fc.constantFrom(...STATES),
  heartbeat: fc.constantFrom(...INSTANTS),
  removed: fc.option(fc.constantFrom(...INSTANTS)),
  groups: fc.array(fc.option(fc.constantFrom(...WORDS)), { maxLength: 3 }),
})

/** The row as the emulator holds it. */
export function asPartner(row: NaiveRow): object {
  const { heartbeat, removed, groups, ...rest } = row
  return {
    ...rest,
    lastHeartbeatDateTime: new Date(heartbeat).toISOString(),
    whenPartnerDevicesWillBeRemovedDateTime: removed === null ? null : new Date(removed).toISOString(),
    groupsRequiringPartnerEnrollment: groups.map((groupId) => ({
      target: { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId },
    })),
  }
}

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`
const leaf = (text: string, of: Naive['of']): Naive => ({ text, of })

const text = fc.oneof(
  fc.constantFrom(...WORDS).map((word) => leaf(quote(word), () => word)),
  fc.constant(leaf('displayName', (row) => row.displayName)),
  fc.constant(leaf('singleTenantAppId', (row) => row.singleTenantAppId)),
)
const integer = fc.oneof(
  fc.integer({ min: -5, max: 5 }).map((value) => leaf(String(value), () => value)),
  fc.constant(leaf('groupsRequiringPartnerEnrollment/$count', (row) => row.groups.length)),
)
const instant = fc.oneof(
  fc.constantFrom(...INSTANTS).map((value) => leaf(new Date(value).toISOString(), () => value)),
  fc.constant(leaf('lastHeartbeatDateTime', (row) => row.heartbeat)),
  fc.constant(leaf('whenPartnerDevicesWillBeRemovedDateTime', (row) => row.removed)),
)
const group = fc.constant(leaf('g/target/microsoft.graph.groupAssignmentTarget/groupId', (_, current) => current))

/** A function of values that are not null. */
const call = (name: string, of: (...values: never[]) => Value, ...list: Naive[]): Naive => ({
  text: `${name}(${list.map((each) => each.text).join(',')})`,
  of: (row, current) => {
    const values = list.map((each) => each.of(row, current))
    return values.includes(null) ? null : of(...(values as never[]))
  },
})

const infix = (operator: string, of: (left: Value, right: Value) => Value, left: Naive, right: Naive): Naive => ({
  text: `(${left.text} ${operator} ${right.text})`,
  of: (row, current) => of(left.of(row, current), right.of(row, current)),
})

const unlessNull = (of: (left: number, right: number) => Value) => (left: Value, right: Value) =>
  left === null || right === null ? null : of(left as number, right as number)

const COMPARE: Record<string, (left: Value, right: Value) => boolean> = {
  eq: (left, right) => left === right,
  ne: (left, right) => left !== right,
  gt: (left, right) => left !== null && right !== null && left > right,
  ge: (left, right) => left === right || (left !== null && right !== null && left > right),
  lt: (left, right) => left !== null && right !== null && left < right,
  le: (left, right) => left === right || (left !== null && right !== null && left < right),
}

const compare = (side: fc.Arbitrary<Naive>) =>
  fc
    .tuple(fc.constantFrom(...Object.keys(COMPARE)), side, fc.oneof(side, fc.constant(leaf('null', () => null))))
    .map(([operator, left, right]) => infix(operator, COMPARE[operator] as never, left, right))

const { string, number, boolean } = fc.letrec<{
  string: Naive
  number: Naive
  boolean: Naive
  inLambda: Naive
}>((tie) => ({
  string: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    text,
    tie('string').map((each) => call('tolower', (value: string) => value.toLowerCase(), each)),
    fc.tuple(tie('string'), tie('string')).map(([a, b]) => call('concat', (x: string, y: string) => x + y, a, b)),
    fc.tuple(tie('string'), fc.nat(3)).map(([each, start]) => ({
      text: `substring(${each.text},${start})`,
      of: (row: NaiveRow, current: string | null) => (each.of(row, current) as string | null)?.substring(start) ?? null,
    })),
  ),
  number: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    integer,
    tie('string').map((each) => call('length', (value: string) => value.length, each)),
    fc.tuple(tie('string'), text).map(([a, b]) => call('indexof', (x: string, y: string) => x.indexOf(y), a, b)),
    instant.map((each) => call('year', (value: number) => new Date(value).getUTCFullYear(), each)),
    fc.tuple(fc.constantFrom('add', 'sub', 'mul'), tie('number'), tie('number')).map(([operator, left, right]) =>
      infix(
        operator,
        unlessNull((a, b) => (operator === 'add' ? a + b : operator === 'sub' ? a - b : a * b)),
        left,
        right,
      ),
    ),
  ),
  boolean: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constant(leaf('isConfigured', (row) => row.isConfigured)),
    compare(tie('string')),
    compare(tie('number')),
    compare(instant),
    fc
      .tuple(fc.constantFrom('eq', 'ne', 'gt', 'le'), fc.constantFrom(...STATES))
      .map(([operator, state]) =>
        leaf(`partnerState ${operator} '${state}'`, (row) =>
          (COMPARE[operator] as (a: Value, b: Value) => boolean)(
            STATES.indexOf(row.partnerState),
            STATES.indexOf(state),
          ),
        ),
      ),
    fc
      .tuple(tie('string'), fc.array(fc.option(fc.constantFrom(...WORDS)), { minLength: 1, maxLength: 3 }))
      .map(([each, list]) => ({
        text: `${each.text} in (${list.map((word) => (word === null ? 'null' : quote(word))).join(', ')})`,
        of: (row: NaiveRow, current: string | null) => list.includes(each.of(row, current) as string | null),
      })),
    fc
      .tuple(fc.constantFrom('contains', 'startswith', 'endswith'), tie('string'), tie('string'))
      .map(([name, a, b]) =>
        call(
          name,
          (x: string, y: string) =>
            name === 'contains' ? x.includes(y) : name === 'startswith' ? x.startsWith(y) : x.endsWith(y),
          a,
          b,
        ),
      ),
    fc.tuple(fc.constantFrom('any', 'all'), tie('inLambda')).map(([quantifier, test]) => ({
      text: `groupsRequiringPartnerEnrollment/${quantifier}(g:${test.text})`,
      of: (row: NaiveRow) =>
        quantifier === 'any'
          ? row.groups.some((current) => test.of(row, current) === true)
          : row.groups.every((current) => test.of(row, current) === true),
    })),
    tie('boolean').map((each) => ({
      text: `not (${each.text})`,
      of: (row: NaiveRow, current: string | null) => {
        const value = each.of(row, current)
        return value === null ? null : !value
      },
    })),
    fc
      .tuple(tie('boolean'), tie('boolean'))
      .map(([a, b]) =>
        infix('and', (x, y) => (x === false || y === false ? false : x === null || y === null ? null : true), a, b),
      ),
    fc
      .tuple(tie('boolean'), tie('boolean'))
      .map(([a, b]) =>
        infix('or', (x, y) => (x === true || y === true ? true : x === null || y === null ? null : false), a, b),
      ),
  ),
  inLambda: fc.oneof(
    compare(fc.oneof(group, text)),
    fc.tuple(group, text).map(([a, b]) => call('contains', (x: string, y: string) => x.includes(y), a, b)),
  ),
}))

export const naiveFilter: fc.Arbitrary<Naive> = boolean

/** Keys to order by, each with its direction. */
export const naiveOrder: fc.Arbitrary<{ key: Naive; descending: boolean }[]> = fc.array(
  fc.record({ key: fc.oneof(string, number, boolean, instant), descending: fc.boolean() }),
  { minLength: 1, maxLength: 3 },
)

/** Nulls first, last where descending; ties stay in order. */
export function naiveSort(
  rows: readonly NaiveRow[],
  order: readonly { key: Naive; descending: boolean }[],
): NaiveRow[] {
  const before = (left: Value, right: Value): number => {
    if (left === right) return 0
    if (left === null) return -1
    if (right === null) return 1
    return left < right ? -1 : 1
  }
  return rows
    .map((row, index) => ({ row, index }))
    .sort((left, right) => {
      for (const { key, descending } of order) {
        const sign = before(key.of(left.row, null), key.of(right.row, null))
        if (sign !== 0) return descending ? -sign : sign
      }
      return left.index - right.index
    })
    .map(({ row }) => row)
}
