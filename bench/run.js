/* `npm run bench [-- --quick]`: Node 20 runs no TypeScript, Vite does. */
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const { module } = await runnerImport(fileURLToPath(new URL('main.ts', import.meta.url)), { logLevel: 'silent' })
await module.main(process.argv.slice(2))
