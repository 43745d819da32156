import { AppError } from '../../shared/failure.ts'
import type { Db } from '../archive/schema.ts'
import { writeErrorWorkbook, type RejectedRow } from '../export/workbook-writer.ts'

interface StoredProblem {
  readonly column: string
  readonly problem: string
}

/** Writes the rows of a batch that stayed out, as they stood in the sheet, each with its reason; returns how many. */
export async function writeBatchErrors(db: Db, batchId: number, path: string): Promise<number> {
  const batch = await db
    .selectFrom('importBatch')
    .select(['sheetName', 'headerTitles'])
    .where('id', '=', batchId)
    .executeTakeFirst()
  if (batch === undefined) throw new AppError('not-found', `No import batch ${batchId}`)
  const titles = JSON.parse(batch.headerTitles) as string[] // written by commitStaged
  const stored = await db
    .selectFrom('importRow')
    .select(['row', 'fate', 'reason', 'problems', 'cells'])
    .where('batchId', '=', batchId)
    .where('fate', 'in', ['rejected', 'likely'])
    .orderBy('row')
    .execute()
  const rows = stored.map(({ row, fate, reason, problems, cells }): RejectedRow => {
    const told = JSON.parse(problems) as StoredProblem[] // as above
    return {
      row,
      cells: cells === null ? [] : (JSON.parse(cells) as string[]), // as above
      reason: reasonText(fate, reason, told),
      markedColumns: told.map(({ column }) => titles.indexOf(column)).filter((column) => column >= 0),
    }
  })
  await writeErrorWorkbook([{ name: batch.sheetName, titles, rows }], path)
  return rows.length
}

function reasonText(fate: string, reason: string | null, problems: readonly StoredProblem[]): string {
  const told = problems.map(({ column, problem }) => `${column}：${problem}`)
  if (fate === 'likely') return [`疑似重复，等待判断（${reason ?? ''}）`, ...told].join('；')
  return told.length > 0 ? told.join('；') : (reason ?? '')
}
