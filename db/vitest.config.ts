import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: './test/global.ts',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    include: ['test/**/*.test.ts', 'src/**/*.test.ts', 'factories/**/*.test.ts'],
  },
})
