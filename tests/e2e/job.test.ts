import { expect, test } from '@playwright/test'
import { readdir, readFile } from 'node:fs/promises'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { makeSampleWorkbook } from '../../src/main/sample/sample-workbook.ts'
import { makeSampleCompanies } from '../../src/main/sample/sample-companies.ts'
import { findReadable } from '../faults/readable-scan.ts'
import { finish } from './finished-process.ts'
import { appDir, env, executablePath, giveToApp, makeFolder } from './runtime.ts'

interface JobResult {
  readonly customers: number
  readonly merged: number
  readonly rejected: number
  readonly cardsPages: number
  readonly slipsPages: number
  readonly weeklyXlsx: string
  readonly weeklyPdf: string
  readonly backup: { readonly path: string; readonly verified: boolean }
  readonly electron: string
  readonly folder: string
}

test('the sample job prints and backs up everything and leaves nothing readable behind', async () => {
  test.setTimeout(300_000)
  const folder = await makeFolder()
  const profile = join(folder, 'profile')
  const temporary = join(folder, 'temporary')
  const job = join(folder, 'job')
  for (const part of [profile, temporary, job]) await mkdir(part)
  await giveToApp(folder)
  const finished = await finish([executablePath, appDir, '--job', '--folder', job, '--json'], {
    ...env,
    BIAOKEBU_PROFILE: profile,
    BIAOKEBU_TEMPORARY_FOLDER: temporary,
  })
  expect(finished.exitCode, finished.stderr).toBe(0)
  const result = JSON.parse(finished.stdout) as JobResult // the document that the job promises

  const { facts } = makeSampleWorkbook()
  expect(result.customers).toBeGreaterThan(facts.companies * 0.9)
  expect(result.merged).toBeGreaterThan(facts.twins * 0.8)
  expect(result.rejected).toBeGreaterThanOrEqual(facts.unusable)
  expect(result.cardsPages).toBeGreaterThanOrEqual(result.customers)
  expect(result.slipsPages).toBeGreaterThan(0)
  expect(result.backup.verified).toBe(true)
  expect(result.electron).toMatch(/^\d+\./u)
  for (const file of [result.weeklyPdf, join(job, 'out', 'cards.pdf'), join(job, 'out', 'slips.pdf')]) {
    expect((await readFile(file)).subarray(0, 5).toString('latin1')).toBe('%PDF-')
  }
  expect((await readFile(result.weeklyXlsx)).subarray(0, 2).toString('latin1')).toBe('PK')

  // Names of the sample, people of it, and what only a plaintext database would say.
  const companies = makeSampleCompanies(40)
  const markers = [
    ...companies.map(({ name }) => name.slice(0, 8)),
    ...companies.slice(0, 20).map(({ mobile }) => mobile),
    '赵国强',
    'numberSequence',
  ]
  for (const guarded of [join(job, 'archive'), join(job, 'backup'), profile, temporary]) {
    expect(findReadable(guarded, markers)).toEqual([])
  }
  expect((await readdir(temporary)).filter((name) => name.endsWith('.pdf'))).toEqual([])
})
