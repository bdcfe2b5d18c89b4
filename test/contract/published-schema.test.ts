import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DEVICE_MANAGEMENT_MEMBERS } from '../../mocks/graph-surface.js'
import ours from '../../mocks/intune.csdl.json' with { type: 'json' }

const FILE = new URL('../../../shared/graph/v1.0.csdl', import.meta.url)
const present = existsSync(FILE)
const xml = present ? readFileSync(FILE, 'utf8') : ''

type Member = Record<string, unknown>
const elements = Object.entries(ours['microsoft.graph'] as unknown as Record<string, Member>)
const types = elements.filter(([, element]) => /Type$/.test(String(element.$Kind)))

/** Members of the singleton that no answer shows; see `readSingleton`. */
const LEFT_OUT = [
  'deviceProtectionOverview',
  'intuneBrand',
  'userExperienceAnalyticsSettings',
  'windowsMalwareOverview',
]

describe.skipIf(!present)(
  'the published schema (skipped where Microsoft’s v1.0.csdl is not beside the project)',
  () => {
    it.each(types)('declares %s as Microsoft does, member by member', (name, element) => {
      const published = publishedType(name)
      const mine = Object.entries(element).filter(([member]) => !member.startsWith('$'))
      const left = name === 'deviceManagement' ? [...DEVICE_MANAGEMENT_MEMBERS, ...LEFT_OUT] : []
      expect([...mine.map(([member]) => member), ...left].sort()).toEqual([...published.members.keys()].sort())
      expect([element.$BaseType, element.$Abstract ?? false]).toEqual([published.base, published.abstract])
      for (const [member, value] of mine) expect(asXml(value), member).toEqual(published.members.get(member))
    })

    it('binds terminate as Microsoft does', () => {
      expect(xml).toMatch(
        /<Action Name="terminate" IsBound="true">\s*<Parameter Name="bindingParameter" Type="graph.deviceManagementPartner" \/>/,
      )
    })
  },
)

/** A member in the terms of CSDL XML. */
function asXml(member: unknown): Record<string, unknown> {
  if (typeof member === 'number') return { value: String(member) }
  const { $Type = 'Edm.String', $Collection, $Nullable = false, $Kind, $ContainsTarget } = member as Member
  const type = $Collection ? `Collection(${String($Type)})` : $Type
  const navigation = $Kind === 'NavigationProperty'
  return { type, nullable: navigation ? true : $Nullable, contains: $ContainsTarget ?? false }
}

function publishedType(name: string) {
  const match = new RegExp(
    `<(?:Enum|Complex|Entity)Type Name="${name}"([^>]*?)(?:/>|>([\\s\\S]*?)</(?:Enum|Complex|Entity)Type>)`,
  ).exec(xml)
  const [, attributes = '', body = ''] = match ?? []
  const members = new Map<string, Record<string, unknown>>()
  for (const [, text = ''] of body.matchAll(/<(?:Property|NavigationProperty|Member) ([^>]*?)\/?>/g)) {
    members.set(attribute(text, 'Name') as string, publishedMember(text))
  }
  return { base: attribute(attributes, 'BaseType'), abstract: attribute(attributes, 'Abstract') === 'true', members }
}

function publishedMember(text: string): Record<string, unknown> {
  const value = attribute(text, 'Value')
  if (value !== undefined) return { value }
  const nullable = attribute(text, 'Nullable') !== 'false'
  return { type: attribute(text, 'Type'), nullable, contains: attribute(text, 'ContainsTarget') === 'true' }
}

function attribute(text: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1]
}
