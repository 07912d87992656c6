// Adds up what the test runners wrote into each package's `.reports/*.json` (vitest and Playwright) and what turbo says of
// each task. A task that failed without a failed test, such as a lint run, counts as one failure.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const turboRuns = '.turbo/runs'

/** Removes the reports of earlier runs, so that a runner that dies cannot be taken for one that passed. */
export function clearReports(root) {
  rmSync(join(root, turboRuns), { recursive: true, force: true })
  for (const folder of packageFolders(root)) rmSync(join(folder, '.reports'), { recursive: true, force: true })
}

/**
 * The sum over all packages.
 * @param {string} root the project's folder
 * @param {string[]} failedSteps steps of the run that failed as a whole
 * @returns {{ passed: number, failed: number, failures: string[] }} `failures` names what failed
 */
export function countResults(root, failedSteps) {
  const reports = packageFolders(root).flatMap(folder => readReports(folder, root))
  const failures = reports.flatMap(report => report.failures)
  const failedTasks = readTasks(root).filter(task => task.execution && task.execution.exitCode !== 0)
  for (const task of failedTasks) {
    const hasFailedTest = reports.some(report => report.folder === task.directory && report.failures.length > 0)
    if (!hasFailedTest) failures.push(task.taskId)
  }
  // a step may fail before turbo or a runner writes anything
  if (failures.length === 0) failures.push(...failedSteps)
  return { passed: sum(reports.map(report => report.passed)), failed: failures.length, failures }
}

function readReports(folder, root) {
  const reports = join(folder, '.reports')
  if (!existsSync(reports)) return []
  return readdirSync(reports)
    .filter(name => name.endsWith('.json'))
    .map(name => {
      const relative = folder.slice(root.length + 1).replaceAll('\\', '/')
      return { folder: relative, ...readReport(join(reports, name), relative) }
    })
}

function readReport(file, label) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    return report.stats ? countPlaywright(report, label) : countVitest(report, label)
  } catch (error) {
    return { passed: 0, failures: [`${label}: unreadable report ${file}: ${error.message}`] }
  }
}

function countVitest(report, label) {
  const failures = report.testResults.flatMap(file => {
    const failed = file.assertionResults.filter(test => test.status === 'failed')
    if (failed.length === 0 && file.status === 'failed') return [`${label}: ${file.name} does not load`]
    return failed.map(test => `${label}: ${test.fullName}`)
  })
  return { passed: report.numPassedTests, failures }
}

function countPlaywright(report, label) {
  const failures = report.suites.flatMap(failedSpecs).map(title => `${label}: ${title}`)
  return {
    passed: report.stats.expected,
    failures: [...failures, ...report.errors.map(error => `${label}: ${error.message}`)],
  }
}

function failedSpecs(suite) {
  const here = suite.specs.filter(spec => !spec.ok).map(spec => spec.title)
  return [...here, ...(suite.suites ?? []).flatMap(failedSpecs)]
}

function readTasks(root) {
  const runs = join(root, turboRuns)
  if (!existsSync(runs)) return []
  return readdirSync(runs).flatMap(name => JSON.parse(readFileSync(join(runs, name), 'utf8')).tasks)
}

function packageFolders(root) {
  const inside = parent =>
    existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map(name => join(root, parent, name)) : []
  return [...inside('apps'), ...inside('packages'), join(root, 'db'), join(root, 'e2e')]
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0)
}
