import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: '@fuqiao/db/test-global',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
  },
})
