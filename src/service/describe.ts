import { writeCsdlJson } from '../csdl/write-csdl-json.js'
import { writeCsdlXml } from '../csdl/write-csdl-xml.js'
import { notAcceptable } from '../errors/query-errors.js'
import { negotiateType } from '../odata/media-type.js'
import { writeServiceDocument } from '../odata/service-document.js'
import type { At, Outcome } from './operations.js'
import { contextOf } from './operations.js'

const XML = 'application/xml'
const JSON_TYPE = 'application/json'

/** The model as CSDL: XML, or JSON where $format or Accept ask for it. */
export function readMetadata({ exchange, target, options }: At<'metadata'>): Outcome {
  const { document } = target.model
  const asked = formats(options.format) ?? exchange.header('accept')
  const contentType = negotiateType(asked, [XML, JSON_TYPE])
  if (!contentType) throw notAcceptable(asked ?? '', [XML, JSON_TYPE])
  const content = contentType === XML ? writeCsdlXml(document) : writeCsdlJson(document)
  return { status: 200, text: { contentType, content } }
}

/** $format takes a short name too. */
function formats(format: string | undefined): string | undefined {
  const short: Partial<Record<string, string>> = { xml: XML, json: JSON_TYPE }
  return format === undefined ? undefined : (short[format.toLowerCase()] ?? format)
}

export function readService({ exchange, target, format }: At<'service'>): Outcome {
  const { '@odata.context': context, ...members } = writeServiceDocument(
    target.model,
    `${exchange.origin}/${target.version}`,
  )
  return { status: 200, body: JSON.stringify({ ...contextOf(String(context), format), ...members }) }
}
