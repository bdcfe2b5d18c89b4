import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/consumers/**'],
    globalSetup: ['test/build-command.ts'],
    coverage: { provider: 'v8', include: ['mocks/**/*.ts', 'src/**/*.ts'], reporter: ['text'] },
  },
})
