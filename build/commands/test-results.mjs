import { readFile } from 'node:fs/promises'

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

async function readJson(path) {
  const text = await readFile(path, 'utf8').catch(() => null)
  return text === null ? null : JSON.parse(text)
}

/**
 * Counts the tests in Vitest's JSON report. A file that could not even be loaded has no tests of
 * its own and counts as one failure.
 *
 * @returns {Promise<Counts | null>} null when there is no report: the runner itself broke
 */
export async function countVitest(path) {
  const report = await readJson(path)
  if (report === null) return null
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/**
 * Counts the tests in Playwright's JSON report; an error outside of any test counts as a failure.
 *
 * @returns {Promise<Counts | null>}
 */
export async function countPlaywright(path) {
  const report = await readJson(path)
  if (report === null) return null
  const { expected, unexpected, flaky, skipped } = report.stats
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped }
}
