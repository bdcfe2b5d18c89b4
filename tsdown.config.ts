import { defineConfig, type UserConfig } from 'tsdown'

const entries = { index: 'mocks/index.ts', node: 'mocks/node.ts', browser: 'mocks/browser.ts', express: 'mocks/express.ts' }

const shared: UserConfig = {
  outDir: 'dist',
  platform: 'neutral',
  target: 'es2022',
  // lodash is asked for one predicate; the whole of it would be two thirds of the bundle.
  alias: { lodash: 'lodash/isFunction.js' },
  inputOptions: { resolve: { mainFields: ['module', 'main'] } },
}

export default defineConfig([
  { ...shared, entry: { ...entries, cli: 'mocks/cli.ts' }, format: 'esm', dts: true },
])
