import { defineConfig } from 'vitest/config'

/** They put something in a module's place, which every file after them in the same process would meet. */
const replacing = ['test/model/weakened.test.ts', 'test/remembered-token.test.ts']
/** They keep what they have met in modules that they share. */
const collecting = ['test/model/nonce.test.ts']
const alone = [...replacing, ...collecting]
const patience = { testTimeout: 30_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    // One PostgreSQL for both.
    globalSetup: '@fuqiao/db/test-global',
    projects: [
      // Each file has a database of its own; the modules, half of the time of a run, are loaded once for all files.
      {
        test: {
          ...patience,
          name: 'api',
          isolate: false,
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: alone,
        },
      },
      { test: { ...patience, name: 'alone', include: alone } },
    ],
  },
})
