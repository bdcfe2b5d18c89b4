import type { CsdlDocument } from './document.js'

/** Joins a document with overlays: an overlay's element replaces the one of the same name, in its place. */
export function mergeDocuments(document: CsdlDocument, ...overlays: readonly CsdlDocument[]): CsdlDocument {
  return overlays.reduce(overlaid, document)
}

function overlaid(document: CsdlDocument, overlay: CsdlDocument): CsdlDocument {
  const parts = Object.entries(overlay).map(([name, part]) => [name, overlaidPart(document[name], part)] as const)
  return { ...document, ...Object.fromEntries(parts) }
}

/** A schema is an object of elements; what else a document holds, as its version, is replaced as a whole. */
function overlaidPart(part: unknown, overlay: unknown): unknown {
  return isSchema(part) && isSchema(overlay) ? { ...part, ...overlay } : overlay
}

function isSchema(part: unknown): part is Readonly<Record<string, unknown>> {
  return typeof part === 'object' && part !== null
}
