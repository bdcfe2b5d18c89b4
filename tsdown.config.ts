import { defineConfig, type UserConfig } from 'tsdown'
import { leanData } from './build/lean-data.js'
import { openApi } from './build/openapi.js'
import { optionalMswTypes } from './build/optional-msw-types.js'
import { thirdPartyLicenses } from './build/third-party-licenses.js'

const shared = {
  outDir: 'dist',
  target: 'es2022',
  hash: false,
  clean: false,
  // What is inside and what is outside is listed below, and why in docs/decisions/0005.
  inlineOnly: false,
  checks: { pluginTimings: false },
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
    plugins: [leanData, openApi('openapi.json'), thirdPartyLicenses('THIRD-PARTY-LICENSES.import.txt')],
    dts: true,
    hooks: { 'build:done': () => optionalMswTypes('dist') },
  },
  // Jest's default configuration can require none of msw, @mswjs/data and faker: they are inside.
  {
    ...shared,
    entry: { ...doors, 'jsdom-globals': 'mocks/jsdom-globals.ts', register: 'mocks/register.ts' },
    format: 'cjs',
    platform: 'node',
    banner: "require('./jsdom-globals.cjs')",
    external: ['express'],
    noExternal: [/^(?!express|node:)/],
    plugins: [leanData, openApi('openapi.json'), thirdPartyLicenses('THIRD-PARTY-LICENSES.require.txt')],
    dts: false,
  },
  // A file of its own, without a chunk that it shares: every Node.js program under `run` loads it.
  { ...shared, entry: { reroute: 'mocks/reroute.ts' }, format: 'cjs', platform: 'node', dts: false },
  // The types of msw come from outside here too: its handlers are classes, and a copy's would not be the user's.
  {
    ...shared,
    // A folder of its own: this build makes files of the same names as the one above, and drops them.
    outDir: 'dist/require-types',
    entry: doors,
    format: 'cjs',
    platform: 'node',
    external: ['express', 'msw'],
    hooks: { 'build:done': () => optionalMswTypes('dist/require-types') },
    dts: { emitDtsOnly: true },
  },
])
