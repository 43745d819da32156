import { defineConfig } from '@playwright/test'
import process from 'node:process'

const reportPath = process.env['BIAOKEBU_PLAYWRIGHT_REPORT']

export default defineConfig({
  testDir: '.',
  // One archive, one window, two cores: tests one after another.
  workers: 1,
  fullyParallel: false,
  // A test that fails once is a failure.
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  outputDir: '../../test-results',
  reporter: [['list'], ...(reportPath ? [['json', { outputFile: reportPath }] as const] : [])],
})
