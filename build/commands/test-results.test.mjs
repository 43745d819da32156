import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { countPlaywright, countVitest } from './test-results.mjs'

let folder

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'biaokebu-results-'))
})

afterEach(() => rm(folder, { recursive: true }))

async function report(content) {
  const path = join(folder, 'report.json')
  await writeFile(path, JSON.stringify(content))
  return path
}

describe('countVitest', () => {
  const file = (status, ...tests) => ({ status, assertionResults: tests.map((state) => ({ status: state })) })

  test.each([
    [
      'all pass',
      {
        numPassedTests: 2,
        numFailedTests: 0,
        numPendingTests: 0,
        numTodoTests: 0,
        testResults: [file('passed', 'passed', 'passed')],
      },
      { passed: 2, failed: 0, skipped: 0 },
    ],
    [
      'a file that does not load',
      {
        numPassedTests: 1,
        numFailedTests: 0,
        numPendingTests: 0,
        numTodoTests: 0,
        testResults: [file('failed'), file('passed', 'passed')],
      },
      { passed: 1, failed: 1, skipped: 0 },
    ],
    [
      'skipped and to do',
      {
        numPassedTests: 1,
        numFailedTests: 1,
        numPendingTests: 1,
        numTodoTests: 2,
        testResults: [file('failed', 'failed', 'passed')],
      },
      { passed: 1, failed: 1, skipped: 3 },
    ],
  ])('counts %s', async (_, content, expected) => {
    expect(await countVitest(await report(content))).toEqual(expected)
  })

  test('knows the difference between no tests and no report', async () => {
    expect(await countVitest(join(folder, 'absent.json'))).toBeNull()
  })
})

describe('countPlaywright', () => {
  test('counts flaky tests and errors outside tests as failures', async () => {
    const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 0 }
    const path = await report({ stats, errors: [{ message: 'global set-up' }] })
    expect(await countPlaywright(path)).toEqual({ passed: 3, failed: 3, skipped: 0 })
  })
})
