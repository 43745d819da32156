import fs from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ImportPlan } from '../../shared/import/import-operations.ts'
import { temporaryRegister, type TestRegister } from '../access/register-fixture.ts'
import { temporaryFolder } from '../archive/temporary-archive.ts'
import { createArchiveCandidates } from '../customer/archive-candidates.ts'
import type { Work } from '../ipc/work.ts'
import { makeSampleWorkbook } from '../sample/sample-workbook.ts'
import { makePlainWorkbook, type PlainCell } from '../sample/plain-workbook.ts'
import { writeBatchErrors } from './error-workbook.ts'
import { commitStaged } from './import-commit.ts'
import { ImportSources, understandWorkbook, type OpenSource } from './import-source.ts'
import { undoBatch } from './import-undo.ts'
import { readWorkbook } from './reader/read-workbook.ts'
import { lastChange } from './import-handlers.ts'
import { stageSheet } from './staging.ts'

const patientWork: Work = {
  signal: new AbortController().signal,
  progress: () => undefined,
  breathe: () => Promise.resolve(),
}

async function sourceOf(bytes: Buffer, fileName = 'legacy.xlsx'): Promise<OpenSource> {
  return new ImportSources().add(understandWorkbook(await readWorkbook({ bytes, fileName })), 'hash')
}

function sheetOf(rows: PlainCell[][]): Promise<OpenSource> {
  return sourceOf(makePlainWorkbook([{ name: '客户', rows }]))
}

async function stage(register: TestRegister, source: OpenSource) {
  const [sheet] = source.sheets
  if (sheet === undefined) throw new Error('The workbook has no sheet')
  const request = {
    sheetIndex: 0,
    columns: sheet.proposals,
    today: register.act().today,
    lastChange: await lastChange(register.db),
  }
  return stageSheet(sheet, request, createArchiveCandidates(register.archive.sqlite), patientWork)
}

async function importSource(register: TestRegister, source: OpenSource, plan: ImportPlan = 'safe') {
  return commitStaged(register.act(), source, await stage(register, source), plan, patientWork)
}

function customers(register: TestRegister) {
  return register.db
    .selectFrom('customer')
    .select(['number', 'customerName', 'creditCode', 'phone', 'ownerId', 'completeness', 'revision'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute()
}

const heads = ['客户名称', '统一社会信用代码', '联系人', '手机', '业务员', '登记日期', '地址']
const huawei = [
  '南京紫金电力设备有限公司',
  '91320106MA1XYZ1235',
  '张三',
  '13812345678',
  '赵国强',
  '2026-03-05',
  null,
]

describe('importing a sheet', () => {
  let register: TestRegister
  beforeEach(async () => {
    register = await temporaryRegister()
  })

  it('takes the sample sheet in: every row has one fate, and the counts add up', async () => {
    const source = await sourceOf(makeSampleWorkbook().bytes)
    const { facts } = makeSampleWorkbook()
    const result = await importSource(register, source)
    expect(result.inserted + result.merged + result.likely + result.skipped + result.rejected).toBe(
      result.rows,
    )
    expect(result.merged + result.likely).toBeGreaterThanOrEqual(Math.floor(facts.twins * 0.9))
    expect(result.rejected).toBeGreaterThanOrEqual(facts.unusable)
    expect(await customers(register)).toHaveLength(result.inserted)
    const fates = await register.db.selectFrom('importRow').select('row').execute()
    expect(fates).toHaveLength(result.rows)
  })

  it('changes nothing when the same file comes a second time', async () => {
    const bytes = makeSampleWorkbook().bytes
    await importSource(register, await sourceOf(bytes))
    const before = await customers(register)
    const again = await importSource(register, await sourceOf(bytes))
    expect(again.inserted).toBe(0)
    expect(await customers(register)).toEqual(before)
  })

  it('registers the customer for the salesperson named in the row, from the day in the row', async () => {
    await importSource(register, await sheetOf([heads, huawei]))
    const [registration] = await register.db.selectFrom('registration').selectAll().execute()
    const owner = await register.db
      .selectFrom('user')
      .select('id')
      .where('userName', '=', '赵国强')
      .executeTakeFirst()
    expect(registration).toMatchObject({
      registeredOn: '2026-03-05',
      protectedUntil: '2026-09-05',
      salespersonId: owner?.id,
    })
  })

  it('fills blanks of a certain twin and lets what stands on the card win', async () => {
    await importSource(register, await sheetOf([heads, huawei]))
    const twin = [
      '南京紫金电力设备有限公司',
      null,
      '李四',
      '13900001111',
      '孙丽华',
      null,
      '江苏省南京市鼓楼区中山路1号',
    ]
    const result = await importSource(register, await sheetOf([heads, twin]))
    expect(result).toMatchObject({ inserted: 0, merged: 1 })
    const card = await register.db.selectFrom('customer').selectAll().executeTakeFirstOrThrow()
    expect(card).toMatchObject({
      businessAddress: '江苏省南京市鼓楼区中山路1号',
      city: '南京市',
      revision: 2,
    })
    const owner = await register.db
      .selectFrom('user')
      .select('userName')
      .where('id', '=', card.ownerId ?? 0)
      .executeTakeFirst()
    expect(owner?.userName).toBe('赵国强')
    const people = await register.db.selectFrom('contact').select('contactName').orderBy('id').execute()
    expect(people.map(({ contactName }) => contactName)).toEqual(['张三', '李四'])
  })

  it('merges a twin inside the sheet into the row above it', async () => {
    const result = await importSource(register, await sheetOf([heads, huawei, [...huawei]]))
    expect(result).toMatchObject({ rows: 2, inserted: 1, merged: 1 })
  })

  it('leaves certain twins alone with the plan new-only', async () => {
    await importSource(register, await sheetOf([heads, huawei]))
    const result = await importSource(register, await sheetOf([heads, huawei]), 'newOnly')
    expect(result).toMatchObject({ inserted: 0, merged: 0, skipped: 1 })
  })

  it('names the sheet row and the column of every problem, heads counted', async () => {
    const bad = [...huawei]
    bad[1] = '91320106MA1XYZ1230'
    const result = await importSource(register, await sheetOf([['客户登记表'], [], heads, bad]))
    expect(result.problems).toEqual([
      expect.objectContaining({ row: 4, column: '统一社会信用代码' }) as unknown,
    ])
    const [card] = await register.db.selectFrom('customer').selectAll().execute()
    expect(card).toMatchObject({ creditCode: null, creditCodeClaimed: '91320106MA1XYZ1230' })
  })

  it('gives rejected rows back as a workbook with their reasons', async () => {
    const result = await importSource(
      register,
      await sheetOf([heads, huawei, [null, null, '王五', '13700001111']]),
    )
    expect(result.rejected).toBe(1)
    const file = path.join(temporaryFolder(), 'errors.xlsx')
    expect(await writeBatchErrors(register.db, result.batchId, file)).toBe(1)
    const back = await readWorkbook({ bytes: fs.readFileSync(file), fileName: 'errors.xlsx' })
    const texts = JSON.stringify(back.sheets[0]?.rows)
    expect(texts).toContain('王五')
    expect(texts).toContain('没有客户名称')
  })
})

describe('undoing an import', () => {
  let register: TestRegister
  beforeEach(async () => {
    register = await temporaryRegister()
  })

  it('takes new customers, filled blanks and added people back', async () => {
    await importSource(register, await sheetOf([heads, huawei]))
    const before = await register.db.selectFrom('customer').select(['businessAddress', 'city']).execute()
    const second = await importSource(
      register,
      await sheetOf([
        heads,
        ['南京紫金电力设备有限公司', null, '李四', '13900001111', null, null, '江苏省南京市鼓楼区中山路1号'],
        ['常州三晶自动化股份有限公司', null, '钱七', '13600001111', null, null, null],
      ]),
    )
    const undone = await undoBatch(
      register.act(),
      { batchId: second.batchId, keepTouched: false },
      patientWork,
    )
    expect(undone).toEqual({ removed: 1, restored: 1, kept: [] })
    expect(await customers(register)).toHaveLength(1)
    expect(
      await register.db
        .selectFrom('customer')
        .select(['businessAddress', 'city'])
        .where('deletedAt', 'is', null)
        .execute(),
    ).toEqual(before)
    expect(
      await register.db.selectFrom('contact').select('contactName').where('customerId', '=', 1).execute(),
    ).toEqual([{ contactName: '张三' }])
    const again = await importSource(register, await sheetOf([heads, ['常州三晶自动化股份有限公司']]))
    expect(again.inserted).toBe(1)
  })

  it('refuses while a customer was changed since, names it, and changes nothing', async () => {
    const result = await importSource(register, await sheetOf([heads, huawei]))
    await register.db.updateTable('customer').set({ remark: '改过', revision: 2 }).execute()
    await expect(
      undoBatch(register.act(), { batchId: result.batchId, keepTouched: false }, patientWork),
    ).rejects.toMatchObject({
      code: 'undo-refused',
      details: { message: expect.stringContaining('南京紫金电力设备有限公司') as unknown },
    })
    expect(await customers(register)).toHaveLength(1)
  })

  it('is refused a second time', async () => {
    const { batchId } = await importSource(register, await sheetOf([heads, huawei]))
    await undoBatch(register.act(), { batchId, keepTouched: false }, patientWork)
    await expect(
      undoBatch(register.act(), { batchId, keepTouched: false }, patientWork),
    ).rejects.toMatchObject({
      code: 'undo-refused',
    })
  })
})
