import { describe, expect, it } from 'vitest'
import { derives, isStructured, Model, type StructuredType } from '../../src/csdl/model.js'

const of = (elements: object, overlay: object = {}) =>
  new Model('n', { $Version: '4.01', n: { $Alias: 'a', ...elements } }, { $Version: '4.01', n: overlay })

const structured = (model: Model, name: string): StructuredType => {
  const type = model.type(name)
  if (!type || !isStructured(type)) throw new Error(`${name} is not structured`)
  return type
}

describe('the model', () => {
  const model = of({
    base: { $Kind: 'ComplexType', $Abstract: true, first: {} },
    middle: { $Kind: 'ComplexType', $BaseType: 'a.base', second: { $Type: 'Edm.Boolean', $Nullable: true } },
    last: { $Kind: 'ComplexType', $BaseType: 'n.middle', third: { $Type: 'a.color', $Collection: true } },
    color: { $Kind: 'EnumType', red: 0, green: 1, 'red@Org.OData.Core.V1.Description': 'not a member' },
    entity: { $Kind: 'EntityType', $Key: ['id'], id: {}, of: { $Kind: 'NavigationProperty', $Type: 'a.entity' } },
    act: [{ $Kind: 'Action', $IsBound: true, $Parameter: [{ $Name: 'it', $Type: 'a.entity' }] }, { $Kind: 'Action' }],
    Service: { $Kind: 'EntityContainer', one: { $Type: 'a.entity' } },
  })

  it('puts inherited members first, and knows what derives from what', () => {
    const last = structured(model, 'n.last')
    expect([...last.properties.keys()]).toEqual(['first', 'second', 'third'])
    expect(derives(last, structured(model, 'n.base'))).toBe(true)
    expect(derives(structured(model, 'n.base'), last)).toBe(false)
    expect(model.concreteTypes(structured(model, 'n.base')).map(({ name }) => name)).toEqual(['n.middle', 'n.last'])
  })

  it('reads defaults as CSDL JSON has them: Edm.String, not nullable, no collection', () => {
    const [first, second, third] = [...structured(model, 'n.last').properties.values()]
    expect([first?.type.name, first?.nullable, first?.collection]).toEqual(['Edm.String', false, false])
    expect([second?.nullable, third?.collection, third?.type.name]).toEqual([true, true, 'n.color'])
    expect(model.type('n.color')).toMatchObject({
      kind: 'enum',
      members: new Map([
        ['red', 0],
        ['green', 1],
      ]),
    })
  })

  it('knows singletons, navigations and bound actions', () => {
    const entity = model.singleton('one')
    expect(entity?.navigations.get('of')?.type).toBe(entity)
    expect(entity && model.hasAction(entity, 'act')).toBe(true)
    expect(entity && model.hasAction(entity, 'other')).toBe(false)
    expect(model.hasAction(structured(model, 'n.base'), 'act')).toBe(false)
  })

  it('lets an overlay replace an element', () => {
    const overlaid = of({ t: { $Kind: 'ComplexType', a: {} } }, { t: { $Kind: 'ComplexType', b: {} } })
    expect([...structured(overlaid, 'n.t').properties.keys()]).toEqual(['b'])
  })

  it.each([
    [{ t: { $Kind: 'ComplexType', a: { $Type: 'n.none' } } }, "'n.none' is referred to and not declared"],
    [{ t: { $Kind: 'ComplexType', a: { $Type: 'Edm.Stream' } } }, "'Edm.Stream' is not supported"],
    [{ e: { $Kind: 'EnumType' }, t: { $Kind: 'ComplexType', $BaseType: 'n.e' } }, "the base of 'n.t' has no members"],
  ])('fails at load for %j', (elements, message) => {
    expect(() => of(elements)).toThrow(`Failed to load the schema: ${message}`)
  })
})
