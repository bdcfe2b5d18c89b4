import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/consumers/**'],
    coverage: { provider: 'v8', include: ['mocks/**/*.ts', 'src/**/*.ts'], reporter: ['text'] },
  },
})
