import type { CsdlDocument } from './document.js'

/**
 * The document as CSDL JSON, saying the same as `writeCsdlXml`. A date's precision that is left out means zero in XML,
 * any in JSON (CSDL 4.01, 7.2.3). Microsoft's XML leaves it out, whatever Graph then sends, so here it is zero too.
 */
export function writeCsdlJson(document: CsdlDocument): string {
  return JSON.stringify(document, (_, value: unknown) =>
    isUnspecifiedDate(value) ? { ...value, $Precision: 0 } : value,
  )
}

function isUnspecifiedDate(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || !('$Type' in value)) return false
  return value.$Type === 'Edm.DateTimeOffset' && !('$Precision' in value)
}
