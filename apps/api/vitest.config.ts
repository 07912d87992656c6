import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Modules of their own for those that put something in a module's place (weakened, remembered-token) or keep there what they have met (nonce), and for the
 * long ones: files that share modules are dealt out beforehand, and several of these would fall to one process.
 */
const alone = [
  'test/model/**/*.test.ts',
  ...['remembered-token', 'two-fences', 'nobody-else-sees', 'foreign-ids'].map(name => `test/${name}.test.ts`),
]

/** The long ones first, so that nothing long is left for one process when the others are done. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ project }: TestSpecification) => project.name === 'alone'
    return [...sorted.filter(isLong), ...sorted.filter(file => !isLong(file))]
  }
}

const patience = { testTimeout: 60_000, hookTimeout: 120_000 }

export default defineConfig({
  test: {
    // One PostgreSQL for both.
    globalSetup: '@fuqiao/db/test-global',
    // One more than there are cores: whoever waits for a server that is killed leaves its core to another.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
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
