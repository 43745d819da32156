import { createArchiveCandidates } from '../../../src/main/customer/archive-candidates.ts'
import { commitStaged } from '../../../src/main/import/import-commit.ts'
import { ImportSources, understandWorkbook } from '../../../src/main/import/import-source.ts'
import { readWorkbook } from '../../../src/main/import/reader/read-workbook.ts'
import { stageSheet } from '../../../src/main/import/staging.ts'
import { commitTransaction } from '../../../src/main/archive/transaction.ts'
import { makePlainWorkbook } from '../../../src/main/sample/plain-workbook.ts'
import { day } from '../../../src/shared/calendar-day.ts'
import { openChildArchive, required } from './child-archive.ts'
import { say } from './say.ts'

/** Imports one sheet of new customers after the other, as the archive thread does; acknowledges each committed batch. */
const rowsPerSheet = Number(required('FAULT_ROWS'))
const archive = openChildArchive()
const work = {
  signal: new AbortController().signal,
  progress: () => undefined,
  breathe: () => new Promise<void>((resolve) => setImmediate(resolve)),
}
const act = {
  by: { id: 1, userName: '', roles: ['assistant' as const], regionCode: null },
  scope: { kind: 'all' as const },
  at: '2026-11-22T01:30:00.000Z',
  today: day('2026-11-22'),
}
let made = Number(required('FAULT_START'))

say('ready')
for (;;) {
  const rows = [['客户名称', '联系人', '手机', '业务员', '登记日期']]
  for (let row = 0; row < rowsPerSheet; row++) {
    made++
    const digits = String(made).padStart(8, '0')
    rows.push([`标记${digits}机械有限公司`, '张三', `139${digits}`, '赵国强', '2026-03-05'])
  }
  const bytes = makePlainWorkbook([{ name: '客户', rows }])
  const source = new ImportSources().add(
    understandWorkbook(await readWorkbook({ bytes, fileName: 'sheet.xlsx' })),
    String(made),
  )
  const [sheet] = source.sheets
  if (sheet === undefined) throw new Error('The sheet was not read')
  const request = { sheetIndex: 0, columns: sheet.proposals, today: act.today, lastChange: '' }
  const staged = await stageSheet(sheet, request, createArchiveCandidates(archive.sqlite), work)
  // Numbered names look like slips of one another; a person has ruled that all are new.
  for (const entry of staged.entries) entry.chosen = { action: 'insert', withNumber: null }
  const result = await commitTransaction(archive.db, (db) =>
    commitStaged({ ...act, db }, source, staged, 'safe', work),
  )
  say(String(result.batchId))
}
