// `npm test`: everything that can be checked, the quick things first, and one line of counts at the end.
import { run } from './processes.mjs'
import { clearReports, countResults } from './report.mjs'

/**
 * Runs format, lint, type check, tests, build and browser journeys, each even when an earlier one failed.
 * Ends with the line `N passed, N failed`.
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, extra: string[] }} options extra arguments go to turbo
 * @returns {Promise<number>} the exit code
 */
export async function runTests({ cwd, env, extra }) {
  clearReports(cwd)
  const failedSteps = []
  const step = async (name, command) => {
    const code = await run(command, { cwd, env })
    if (code !== 0) failedSteps.push(name)
    return code === 0
  }
  // two at a time: the tests of the server and of the database each start a PostgreSQL
  const flags = ['--concurrency=2', '--output-logs=new-only', '--summarize', ...extra]
  await step('format', ['prettier', '--check', '--log-level', 'warn', '.'])
  await step('checks', ['turbo', 'run', 'lint', 'check', 'test', '--continue=always', ...flags])
  if (await step('browser', ['node', 'deploy/local/browser.mjs'])) {
    await step('journeys', ['turbo', 'run', 'build', 'e2e', '--continue=dependencies-successful', ...flags])
  }
  const { passed, failed, failures } = countResults(cwd, failedSteps)
  for (const failure of failures) console.log(`failed: ${failure}`)
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}
