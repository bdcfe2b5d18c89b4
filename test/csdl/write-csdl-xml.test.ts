import { existsSync, readFileSync } from 'node:fs'
import { xml2json } from 'odata-csdl'
import { describe, expect, it } from 'vitest'
import { api, publicModel } from '../../mocks/api.js'
import type { CsdlDocument } from '../../src/csdl/document.js'
import { Model } from '../../src/csdl/model.js'
import { writeCsdlJson } from '../../src/csdl/write-csdl-json.js'
import { writeCsdlXml } from '../../src/csdl/write-csdl-xml.js'

const versions = [...api.versions].map(([version, model]) => ({ version, model }))

const written = (elements: object) => writeCsdlXml({ $Version: '4.0', n: elements })

describe.each(versions)('the schema of $version as XML', ({ model }) => {
  const json = JSON.parse(writeCsdlJson(model.document)) as CsdlDocument
  const read = xml2json(writeCsdlXml(model.document), { strict: true }) as CsdlDocument
  const [before, after] = [json, read].map((document) => document[model.namespace] as Members) as [Members, Members]

  it.each(Object.keys(before))('is read back as the JSON has it: %s', (name) => {
    expect(after[name]).toEqual(before[name])
    // toEqual does not see the order, and the members' order is the service's.
    expect(Object.keys(after[name] as object).filter(isMember)).toEqual(
      Object.keys(before[name] as object).filter(isMember),
    )
  })

  it('is read back as a whole, with its version and its container', () => {
    expect(read).toEqual(json)
    expect(read).toMatchObject({ $Version: '4.0', $EntityContainer: 'microsoft.graph.GraphService' })
  })

  it('is read back as the same model', () => {
    const again = new Model(model.namespace, read)
    expect(again.singletonNames()).toEqual(model.singletonNames())
    for (const name of Object.keys(before).map((element) => `${model.namespace}.${element}`)) {
      expect(again.type(name)).toEqual(model.type(name))
    }
  })
})

it('differs from the schema by the precision of dates alone, as JSON', () => {
  const { document } = api.widest
  const text = writeCsdlJson(document)
  expect(text.match(/"\$Precision":0/g)).toHaveLength(3)
  expect(JSON.parse(text.replaceAll(',"$Precision":0', ''))).toEqual(document)
})

type Members = Readonly<Record<string, unknown>>

const isMember = (name: string) => !name.startsWith('$')

it('has the filter of an assignment in beta alone', () => {
  const [v1, beta] = [publicModel, api.widest].map(({ document }) => writeCsdlXml(document))
  expect(v1).not.toContain('AssignmentFilter')
  expect(beta).toContain('<EnumType Name="deviceAndAppManagementAssignmentFilterType">')
  expect(beta?.match(/<ComplexType Name="deviceAndAppManagementAssignmentTarget"/g)).toHaveLength(1)
})

describe('members', () => {
  const property = (member: object) =>
    /<\w*Property .*\/>/.exec(written({ t: { $Kind: 'ComplexType', a: member } }))?.[0]

  it.each([
    [{}, '<Property Name="a" Type="Edm.String" Nullable="false" />'],
    [{ $Nullable: true }, '<Property Name="a" Type="Edm.String" />'],
    [{ $Type: 'n.t', $Nullable: false }, '<Property Name="a" Type="n.t" Nullable="false" />'],
    [{ $Collection: true }, '<Property Name="a" Type="Collection(Edm.String)" Nullable="false" />'],
    [{ $Collection: true, $Nullable: true }, '<Property Name="a" Type="Collection(Edm.String)" Nullable="true" />'],
    [{ $MaxLength: 3, $Nullable: true }, '<Property Name="a" Type="Edm.String" MaxLength="3" />'],
    [
      { $Kind: 'NavigationProperty', $Collection: true, $Type: 'n.t', $ContainsTarget: true },
      '<NavigationProperty Name="a" Type="Collection(n.t)" ContainsTarget="true" />',
    ],
    [{ $Kind: 'NavigationProperty', $Type: 'n.t', $Nullable: true }, '<NavigationProperty Name="a" Type="n.t" />'],
    [{ $Kind: 'NavigationProperty', $Type: 'n.t' }, '<NavigationProperty Name="a" Type="n.t" Nullable="false" />'],
  ])('%j is %s', (member, xml) => {
    expect(property(member)).toBe(xml)
  })

  it('keeps what XML would read otherwise', () => {
    const hostile = `a&b<c>"d'\t\n\r`
    const document = {
      $Version: '4.0',
      n: { t: { $Kind: 'ComplexType', a: { $DefaultValue: hostile, $Nullable: true } } },
    }
    expect(xml2json(writeCsdlXml(document))).toEqual(document)
  })
})

it.each([
  [{ f: [{ $Kind: 'Function' }] }, "'f' is not supported, its kind 'Function' is not known"],
  [{ d: { $Kind: 'TypeDefinition' } }, "'d' is not supported, its kind 'TypeDefinition' is not known"],
  [{ e: { $Kind: 'EnumType', a: 'b' } }, "'a' is not supported, it is no number"],
  [
    { t: { $Kind: 'ComplexType', '@Core.Description': '' } },
    "'@Core.Description' is not supported, it is an annotation",
  ],
  [{ t: { $Kind: 'ComplexType', a: { $ReferentialConstraint: {} } } }, "'$ReferentialConstraint' is not supported"],
  [{ s: { $Kind: 'EntityContainer', a: { $Collection: true } } }, "'a' is not supported, it is an entity set"],
])('refuses to write %j', (elements, message) => {
  expect(() => written(elements)).toThrow(`Failed to write the schema as XML: ${message}`)
})

const FILE = new URL('../../../shared/graph/v1.0.csdl', import.meta.url)
const present = existsSync(FILE)
const published = present ? readFileSync(FILE, 'utf8') : ''

describe.skipIf(!present)('the written XML (skipped where Microsoft’s v1.0.csdl is not beside the project)', () => {
  const ours = writeCsdlXml(publicModel.document)
  const elements = [...ours.matchAll(/<(?:EnumType|ComplexType|EntityType|Action|Singleton) Name="(\w+)"/g)]

  it.each(elements.map(([start, name]) => [name, start] as const))('has %s as Microsoft prints it', (name, start) => {
    const theirs = lines(published, start)
    const mine = lines(ours, start)
    if (name === 'deviceManagement') expect(theirs).toEqual(expect.arrayContaining(mine))
    else expect(mine.sort()).toEqual(theirs.sort())
  })

  it('begins and ends as Microsoft’s does', () => {
    const [head, tail] = [published.split('\n').slice(0, 4), published.trimEnd().split('\n').slice(-3)]
    expect(ours.split('\n').slice(0, 4)).toEqual(head)
    expect(ours.trimEnd().split('\n').slice(-3)).toEqual(tail)
  })
})

/**
 * The element's lines, in the terms of both: Microsoft leaves a collection's Nullable unsaid and qualifies with
 * namespace or alias as it likes.
 */
function lines(xml: string, start: string): string[] {
  const from = xml.indexOf(start)
  expect(from, start).toBeGreaterThan(0)
  const name = start.slice(1, start.indexOf(' '))
  const rest = xml.slice(from)
  const selfClosing = /^[^>]*\/>/.exec(rest)
  const text = selfClosing ? selfClosing[0] : rest.slice(0, rest.indexOf(`</${name}>`))
  return text
    .split('\n')
    .map((line) => line.trim().replace(' Nullable="true"', '').replaceAll('"microsoft.graph.', '"graph.'))
    .filter((line) => line !== '')
}
