import { defineConfig, type UserConfig } from 'tsdown'

/** @mswjs/data asks the whole of lodash for one predicate, and debug for logs that nobody reads here. */
const REPLACED: Record<string, string> = {
  lodash: 'export { default as isFunction } from "lodash/isFunction.js"',
  debug: 'export const debug = () => () => {}',
}

const leanData = {
  name: 'lean-data',
  resolveId: (source: string) => (Object.hasOwn(REPLACED, source) ? `\0${source}` : null),
  load: (id: string) => (id.startsWith('\0') ? (REPLACED[id.slice(1)] ?? null) : null),
}

const shared = {
  outDir: 'dist',
  target: 'es2022',
  hash: false,
  plugins: [leanData],
} satisfies UserConfig

const doors = { index: 'mocks/index.ts', node: 'mocks/node.ts', express: 'mocks/express.ts' }

export default defineConfig([
  // The user's own msw, express and nothing else from outside; a page gets the same files.
  {
    ...shared,
    entry: { ...doors, browser: 'mocks/browser.ts', cli: 'mocks/cli.ts' },
    format: 'esm',
    platform: 'neutral',
    inputOptions: { resolve: { mainFields: ['module', 'main'] } },
    external: [/^node:/],
    dts: true,
    inlineOnly: false,
  },
  // Jest's default configuration can require none of msw, @mswjs/data and faker: they are inside.
  {
    ...shared,
    clean: false,
    entry: doors,
    format: 'cjs',
    platform: 'node',
    external: ['express'],
    noExternal: [/^(?!express|node:)/],
    dts: true,
    inlineOnly: false,
  },
])
