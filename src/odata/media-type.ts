import { notAcceptable } from '../errors/query-errors.js'

/** How a JSON answer is written (OData JSON format 4.01, 3). */
export interface JsonFormat {
  readonly metadata: 'none' | 'minimal' | 'full'
  readonly streaming: boolean
  /** Whether Edm.Int64 and Edm.Decimal are written as strings. */
  readonly ieee754Compatible: boolean
}

export const MINIMAL: JsonFormat = { metadata: 'minimal', streaming: true, ieee754Compatible: false }

/** As Graph prints it, parameters included. */
export function contentTypeOf(format: JsonFormat): string {
  return format === MINIMAL ? MINIMAL_TYPE : printed(format)
}

function printed({ metadata, streaming, ieee754Compatible }: JsonFormat): string {
  return `application/json;odata.metadata=${metadata};odata.streaming=${streaming};IEEE754Compatible=${ieee754Compatible};charset=utf-8`
}

const MINIMAL_TYPE = printed(MINIMAL)

interface MediaRange {
  readonly type: string
  readonly parameters: ReadonlyMap<string, string>
  readonly quality: number
}

/**
 * Chooses the JSON that a caller accepts. $format goes before Accept.
 *
 * @throws GraphError 406
 */
export function negotiateJson(accept: string | undefined, format: string | undefined): JsonFormat {
  const asked = format === undefined ? accept : format.toLowerCase() === 'json' ? 'application/json' : format
  // What nearly every client sends.
  if (asked === undefined || asked === '*/*' || asked === 'application/json' || asked.trim() === '') return MINIMAL
  for (const range of rangesOf(asked)) {
    const json = isJson(range.type) ? formatOf(range) : undefined
    if (json) return json
  }
  throw notAcceptable(asked, [contentTypeOf(MINIMAL)])
}

/** @returns the first of the types that the caller accepts; undefined for none */
export function negotiateType<T extends string>(accept: string | undefined, types: readonly T[]): T | undefined {
  if (accept === undefined || accept.trim() === '') return types[0]
  for (const { type } of rangesOf(accept)) {
    const found = types.find(
      (candidate) => type === '*/*' || type === candidate || type === `${candidate.split('/', 1)[0] as string}/*`,
    )
    if (found) return found
  }
  return undefined
}

function isJson(type: string): boolean {
  return type === 'application/json' || type === 'application/*' || type === '*/*'
}

/** @returns undefined for a value that no answer could have */
function formatOf({ parameters }: MediaRange): JsonFormat | undefined {
  const metadata = parameters.get('odata.metadata') ?? parameters.get('metadata') ?? 'minimal'
  const streaming = parameters.get('odata.streaming') ?? parameters.get('streaming') ?? 'true'
  const ieee754 = parameters.get('ieee754compatible') ?? 'false'
  const charset = parameters.get('charset') ?? 'utf-8'
  if (metadata !== 'none' && metadata !== 'minimal' && metadata !== 'full') return undefined
  if (!isBoolean(streaming) || !isBoolean(ieee754) || !/^utf-?8$/.test(charset)) return undefined
  return { metadata, streaming: streaming === 'true', ieee754Compatible: ieee754 === 'true' }
}

function isBoolean(text: string): boolean {
  return text === 'true' || text === 'false'
}

/** The ranges of an Accept header that are wanted at all, the best first (RFC 9110, 12.5.1). */
function rangesOf(accept: string): MediaRange[] {
  return accept
    .split(',')
    .map(rangeOf)
    .filter(({ quality }) => quality > 0)
    .sort((left, right) => right.quality - left.quality)
}

function rangeOf(text: string): MediaRange {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim().toLowerCase())
  const parameters = new Map(
    rest.map((part): [string, string] => {
      const [name = '', value = ''] = part.split('=', 2).map((side) => side.trim())
      return [name, value.replaceAll('"', '')]
    }),
  )
  const quality = Number(parameters.get('q') ?? 1)
  return { type, parameters, quality: Number.isNaN(quality) ? 1 : quality }
}
