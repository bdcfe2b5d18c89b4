import { expect, it } from 'vitest'
import { parseExpression } from '../../src/odata/expression/parse-expression.js'
import { tokenize } from '../../src/odata/expression/tokens.js'
import { printTree } from './print-tree.js'

it.each([
  ['a', '(. $it a)'],
  ['$it', '$it'],
  ['$it/a/b', '(. (. $it a) b)'],
  ['n.T/a', '(. (as $it n.T) a)'],
  ['a/n.T/b', '(. (as (. $it a) n.T) b)'],
  ['a/$count', '(count (. $it a))'],
  ["'it''s'", "'it's'"],
  ["n.E'x'", "n.E'x'"],
  ['-1', '-1'],
  ['- 1', '(negate 1)'],
  ['-a', '(negate (. $it a))'],
  ['--1', '(negate -1)'],
  ['a or b and c', '(or (. $it a) (and (. $it b) (. $it c)))'],
  ['a or b or c', '(or (or (. $it a) (. $it b)) (. $it c))'],
  ['(a or b) and c', '(and (or (. $it a) (. $it b)) (. $it c))'],
  ['not a and b', '(and (not (. $it a)) (. $it b))'],
  ['not(a)', '(not (. $it a))'],
  ['not a eq b', '(eq (not (. $it a)) (. $it b))'],
  ['a eq b gt c', '(eq (. $it a) (gt (. $it b) (. $it c)))'],
  ['1 add 2 mul 3 sub 4', '(sub (add 1 (mul 2 3)) 4)'],
  ['1 sub 2 sub 3', '(sub (sub 1 2) 3)'],
  ['8 div 4 mul 2 mod 3 divby 5', '(divby (mod (mul (div 8 4) 2) 3) 5)'],
  ['-a mul b', '(mul (negate (. $it a)) (. $it b))'],
  ["a in ('x','y') eq b", "(eq (in (. $it a) (list 'x' 'y')) (. $it b))"],
  ["not a in ('x')", "(not (in (. $it a) (list 'x')))"],
  ["a has n.E'x' and b", "(and (has (. $it a) n.E'x') (. $it b))"],
  ['A EQ B', '(eq (. $it A) (. $it B))'],
  ['startsWith(a,b)', '(startswith (. $it a) (. $it b))'],
  ['now()', '(now)'],
  ['cast(a,n.T)/b', '(. (cast (. $it a) n.T) b)'],
  ['isof(n.T)', '(isof n.T)'],
  ['a/any()', '(any (. $it a))'],
  ['a/any(x:x/b eq 1)', '(any (. $it a) x (eq (. x b) 1))'],
  ['a/all(x:x/b/any(y:y eq x))', '(all (. $it a) x (any (. x b) y (eq y x)))'],
  ['a/any(not:not/b)', '(any (. $it a) not (. not b))'],
  ['any eq all', '(eq (. $it any) (. $it all))'],
  ['\ta  eq\t1 ', '(eq (. $it a) 1)'],
])('reads %s as %s', (text, tree) => {
  expect(printTree(parseExpression(text))).toBe(tree)
})

it('reads aliases where they stand', () => {
  const aliases = new Map([
    ['@p', 'a add 1'],
    ['@q', '["x",1,true,null]'],
  ])
  expect(printTree(parseExpression('@p mul 2', aliases))).toBe('(mul (add (. $it a) 1) 2)')
  expect(printTree(parseExpression('a in @q', aliases))).toBe("(in (. $it a) (list 'x' 1 true null))")
  expect(printTree(parseExpression('@none', aliases))).toBe('null')
})

it.each([
  ['1', 'number'],
  ['1.5e-3', 'number'],
  ['INF', 'number'],
  ['2016-01-01', 'date'],
  ['2016-01-01T00:00Z', 'dateTimeOffset'],
  ['2016-01-01T00:00:00.123456789012+14:00', 'dateTimeOffset'],
  ['07:59', 'timeOfDay'],
  ['07:59:59.999', 'timeOfDay'],
  ["duration'P1D'", 'duration'],
  ['fc780465-2017-40d4-a0c5-307022471b92', 'guid'],
  ['12345678-2017-40d4-a0c5-307022471b92', 'guid'],
  ["n.m.E'a''b'", 'enum'],
  ["'a''b'", 'string'],
  ['größe_1', 'name'],
  ['n.m.T', 'name'],
  ['@p', 'alias'],
  ['$it', 'dollar'],
  ['(', 'mark'],
])('the token %s is a %s', (text, kind) => {
  expect(tokenize(text).map((token) => [token.kind, token.text])).toEqual([
    [kind, text],
    ['end', ''],
  ])
})
