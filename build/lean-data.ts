/*
 * What @mswjs/data asks for and the emulator never reaches, in its smallest form: one predicate of lodash, one comparison
 * of date-fns (half a megabyte as a whole), and debug's logs that nobody reads here.
 */
const REPLACED: Readonly<Record<string, string>> = {
  lodash: 'export { default as isFunction } from "lodash/isFunction.js"',
  'date-fns': 'export { default as compareAsc } from "date-fns/esm/compareAsc/index.js"',
  debug: 'export const debug = () => () => {}',
}

/** A bundler plugin. */
export const leanData = {
  name: 'lean-data',
  resolveId: (source: string) => (Object.hasOwn(REPLACED, source) ? `\0${source}` : null),
  load: (id: string) => (id.startsWith('\0') ? (REPLACED[id.slice(1)] ?? null) : null),
}
