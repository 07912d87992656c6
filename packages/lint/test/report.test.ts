import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clearReports, countResults } from '../../../deploy/local/report.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'report-'))
})
afterEach(() => rmSync(root, { recursive: true }))

function write(file: string, content: unknown): void {
  mkdirSync(path.join(root, path.dirname(file)), { recursive: true })
  writeFileSync(path.join(root, file), typeof content === 'string' ? content : JSON.stringify(content))
}

const vitestReport = (...failed: string[]): unknown => ({
  numPassedTests: 3,
  testResults: [
    { name: 'a.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'holds' }] },
    ...failed.map(fullName => ({
      name: 'b.test.ts',
      status: 'failed',
      assertionResults: [{ status: 'failed', fullName }],
    })),
  ],
})

const turboRun = (...failed: string[]): unknown => ({
  tasks: [
    { taskId: '@fuqiao/access#check', directory: 'packages/access', execution: { exitCode: 0 } },
    { taskId: '@fuqiao/access#build', directory: 'packages/access' },
    ...failed.map(taskId => ({ taskId, directory: 'packages/domain', execution: { exitCode: 1 } })),
  ],
})

test('adds up the tests of all packages and of the browser', () => {
  write('packages/domain/.reports/vitest.json', vitestReport())
  write('db/.reports/vitest.json', vitestReport())
  write('e2e/.reports/playwright.json', {
    stats: { expected: 2 },
    errors: [],
    suites: [{ specs: [{ ok: true, title: 'signs in' }], suites: [{ specs: [{ ok: false, title: 'refers' }] }] }],
  })
  write('.turbo/runs/1.json', turboRun())
  expect(countResults(root, [])).toEqual({ passed: 8, failed: 1, failures: ['e2e: refers'] })
})

test('counts a task that failed without a failed test as one failure, and one with failed tests by these', () => {
  write('packages/domain/.reports/vitest.json', vitestReport('breaks', 'breaks too'))
  write('.turbo/runs/1.json', turboRun('@fuqiao/domain#test'))
  expect(countResults(root, ['checks']).failures).toEqual(['packages/domain: breaks', 'packages/domain: breaks too'])

  write('.turbo/runs/2.json', {
    tasks: [{ taskId: '@fuqiao/lint#lint', directory: 'packages/lint', execution: { exitCode: 1 } }],
  })
  expect(countResults(root, ['checks']).failed).toBe(3)
})

test('counts a test file that does not load, a report cut short and a step that never began', () => {
  write('db/.reports/vitest.json', {
    numPassedTests: 0,
    testResults: [{ name: 'c.test.ts', status: 'failed', assertionResults: [] }],
  })
  write('apps/api/.reports/vitest.json', '{"numPassedTests": 4, "testRes')
  expect(countResults(root, ['checks'])).toMatchObject({ passed: 0, failed: 2 })
  clearReports(root)
  expect(countResults(root, ['browser'])).toEqual({ passed: 0, failed: 1, failures: ['browser'] })
})

test('takes no report of an earlier run', () => {
  write('packages/domain/.reports/vitest.json', vitestReport('breaks'))
  write('.turbo/runs/1.json', turboRun('@fuqiao/domain#test'))
  clearReports(root)
  expect(countResults(root, [])).toEqual({ passed: 0, failed: 0, failures: [] })
})
