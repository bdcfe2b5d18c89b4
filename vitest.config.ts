import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/consumers/**'],
    // Programs of their own, and sign-ins that poll: a busy machine takes its time.
    testTimeout: 20_000,
    globalSetup: ['test/build-command.ts'],
    // Certificates that tests make stay out of the user's own folder.
    env: { INTUNE_EMULATOR_HOME: fileURLToPath(new URL('node_modules/.cache/intune-emulator', import.meta.url)) },
    coverage: {
      provider: 'v8',
      include: ['mocks/**/*.ts', 'src/**/*.ts'],
      // Run as they are packed, in processes of their own: test/command, test/sdks-guide.test.ts, test/consumers/browser and .../jest-jsdom.
      exclude: ['mocks/cli*.ts', 'mocks/{text-options,signing-key-file,register,reroute,browser,jsdom-globals}.ts'],
      reporter: ['text'],
      thresholds: { lines: 99 },
    },
  },
})
