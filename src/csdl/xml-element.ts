export interface XmlElement {
  readonly name: string
  /** An attribute that is undefined is left out. */
  readonly attributes: Readonly<Record<string, string | undefined>>
  readonly children?: readonly XmlElement[]
}

/** The element as Microsoft prints its schema: two spaces of indent, a space before `/>`. */
export function writeXml({ name, attributes, children = [] }: XmlElement, indent = ''): string {
  const start = `${indent}<${name}${Object.entries(attributes).map(writeAttribute).join('')}`
  if (children.length === 0) return `${start} />\n`
  const content = children.map((child) => writeXml(child, `${indent}  `)).join('')
  return `${start}>\n${content}${indent}</${name}>\n`
}

function writeAttribute([name, value]: readonly [string, string | undefined]): string {
  return value === undefined ? '' : ` ${name}="${escaped(value)}"`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** White space but the blank is written by number: an XML reader turns it into blanks (XML 1.0, 3.3.3). */
function escaped(value: string): string {
  return value.replace(/[&<>"\t\n\r]/g, (character) => ENTITIES[character] ?? `&#${character.charCodeAt(0)};`)
}
