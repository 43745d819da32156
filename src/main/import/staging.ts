import { phoneKeys } from '../../shared/contact/phone.ts'
import type { CalendarDay } from '../../shared/calendar-day.ts'
import { matchBatch, type CandidateSource, type MatchOutcome } from '../../shared/duplicate/match-batch.ts'
import type { MatchRecord } from '../../shared/duplicate/match-record.ts'
import { AppError } from '../../shared/failure.ts'
import { isImportField } from '../../shared/import/column-proposal.ts'
import type { ColumnChoice, ImportPlan, RowAction } from '../../shared/import/import-operations.ts'
import { recordFromRow, type FedColumn, type ImportRecord } from '../../shared/import/import-record.ts'
import { cellText, type PackedCell } from '../../shared/import/sheet.ts'
import { ignoredReasonTexts, tableRowReader } from '../../shared/import/table-finding.ts'
import type { Work } from '../ipc/work.ts'
import type { SourceSheet } from './import-source.ts'

/** A row with what is known and decided about it. Nothing of it is in the archive yet. */
export interface StagedEntry {
  readonly record: ImportRecord
  readonly match: Pick<MatchOutcome, 'decision' | 'best' | 'suggestions'>
  /** What a person chose, over what the plan would do. */
  chosen: { readonly action: RowAction; readonly withNumber: string | null } | null
}

export interface StagedImport {
  readonly sheetIndex: number
  readonly columns: readonly ColumnChoice[]
  /** The archive's commit counter when the rows were matched. */
  readonly lastChange: string
  /** In the sheet's order. */
  readonly entries: readonly StagedEntry[]
}

const noMatch = { decision: 'new' as const, best: null, suggestions: [] }

/**
 * Cleans and matches every row of a sheet, in slices, without writing. Rows that are no customers (totals,
 * repeated heads, notes below the table) are staged as rejected with their reason, so that the counts add up
 * to what a person sees in the sheet; blank rows and the titles above are not rows.
 */
export async function stageSheet(
  { sheet, table }: SourceSheet,
  request: {
    readonly sheetIndex: number
    readonly columns: readonly ColumnChoice[]
    readonly today: CalendarDay
    readonly lastChange: string
  },
  archive: CandidateSource,
  work: Work,
): Promise<StagedImport> {
  const columns = fedColumns(request.columns)
  const records: ImportRecord[] = []
  const readRow = tableRowReader(sheet, table)
  const total = table.dataRows.length * 2
  for (const row of table.dataRows) {
    const cells = readRow(row)
    records.push(
      recordFromRow(
        row,
        columns.map(({ index, column }) => ({ column, packed: cells[index] ?? null })),
        request.today,
      ),
    )
    work.progress(records.length, total)
    await work.breathe()
  }
  const usable = records.filter(({ rejection }) => rejection === null)
  const matches = await matchInSlices(usable.map(matchRecordOf), archive, work, {
    done: table.dataRows.length,
    total,
  })
  const matchOf = new Map(usable.map((record, index) => [record.row, matches[index] ?? noMatch]))
  const lastHead = table.headerRows.at(-1) ?? 0
  const ignored = table.ignored
    .filter(({ row, reason }) => reason !== 'blank' && reason !== 'title' && row > lastHead)
    .map(({ row, reason }) => ignoredRecord(row, ignoredReasonTexts[reason], readRow(row)))
  const entries = [...records, ...ignored]
    .sort((left, right) => left.row - right.row)
    .map((record): StagedEntry => ({ record, match: matchOf.get(record.row) ?? noMatch, chosen: null }))
  return { sheetIndex: request.sheetIndex, columns: request.columns, lastChange: request.lastChange, entries }
}

/** What happens to an entry under a plan, unless a person chose otherwise. */
export function actionFor(entry: StagedEntry, plan: ImportPlan): RowAction {
  if (entry.record.rejection !== null) return 'reject'
  if (entry.chosen !== null) return entry.chosen.action
  switch (entry.match.decision) {
    case 'new':
      return 'insert'
    case 'likely':
      return 'pending'
    case 'same':
      return plan === 'safe' ? 'fillBlanks' : 'skip'
  }
}

/** What matching needs of a record. */
export function matchRecordOf(record: ImportRecord): MatchRecord {
  const { customer } = record
  return {
    ref: { kind: 'row', row: record.row },
    name: customer.customerName,
    aliases: [...customer.aliases, ...(customer.shortName === null ? [] : [customer.shortName])],
    creditCode: customer.creditCode,
    phones: phoneKeys(
      customer.phone,
      customer.fax,
      customer.principalMobile,
      ...record.contacts.flatMap(({ mobile, phone }) => [mobile, phone]),
    ),
    province: customer.province,
    city: customer.city,
    address: customer.businessAddress ?? customer.registeredAddress,
    contacts: record.contacts.map(({ contactName }) => contactName).filter((name) => name !== '未留姓名'),
  }
}

async function matchInSlices(
  records: readonly MatchRecord[],
  archive: CandidateSource,
  work: Work,
  offset: { readonly done: number; readonly total: number },
): Promise<MatchOutcome[]> {
  const steps = matchBatch(records, archive)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    work.progress(offset.done + step.value, offset.total)
    await work.breathe()
  }
}

function fedColumns(columns: readonly ColumnChoice[]): { index: number; column: FedColumn }[] {
  const fed = columns.flatMap(({ index, title, field, moneyUnit }) =>
    field !== null && isImportField(field) && field !== 'rowNumber'
      ? [{ index, column: { title, field, moneyUnit } }]
      : [],
  )
  if (!fed.some(({ column }) => column.field === 'customerName')) {
    throw new AppError('workbook-refused', 'No column gives the customer name', {
      details: { message: '没有一列对应“客户名称”。请在“对应列”里指定客户名称所在的列。' },
    })
  }
  return fed
}

function ignoredRecord(row: number, reason: string, cells: readonly PackedCell[]): ImportRecord {
  const text = cells.map(cellText).find((value) => value.trim() !== '') ?? ''
  const empty = recordFromRow(row, [], '' as CalendarDay) // no cell is read, so no day is needed
  return {
    ...empty,
    customer: { ...empty.customer, customerName: text.slice(0, 200) },
    problems: [{ column: '整行', problem: reason }],
    rejection: reason,
  }
}
