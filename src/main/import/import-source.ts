import crypto from 'node:crypto'
import path from 'node:path'
import { AppError } from '../../shared/failure.ts'
import { proposeColumns } from '../../shared/import/column-proposal.ts'
import type { ColumnChoice, ImportSource } from '../../shared/import/import-operations.ts'
import { cellText, type Sheet, type Workbook } from '../../shared/import/sheet.ts'
import {
  findTable,
  ignoredReasonTexts,
  tableRowReader,
  type FoundTable,
} from '../../shared/import/table-finding.ts'
import type { StagedImport } from './staging.ts'

/** A sheet with the table found on it. */
export interface SourceSheet {
  readonly sheet: Sheet
  readonly table: FoundTable
  readonly proposals: readonly ColumnChoice[]
}

/** A workbook with what was found on its sheets; plain data, as the workbook thread hands it over. */
export interface UnderstoodWorkbook {
  readonly workbook: Workbook
  readonly sheets: readonly SourceSheet[]
}

/** Finds tables and proposes columns: a second and more for a large sheet, so it belongs into the workbook thread. */
export function understandWorkbook(workbook: Workbook): UnderstoodWorkbook {
  return { workbook, sheets: workbook.sheets.map(understandSheet) }
}

/** A workbook that was read and waits to be imported; lives in memory only. */
export interface OpenSource {
  readonly id: string
  readonly fileName: string
  /** Of the file's bytes; the same file imported again is recognised by it. */
  readonly contentHash: string
  readonly workbook: Workbook
  readonly sheets: readonly SourceSheet[]
  staged: StagedImport | null
}

const exampleCount = 4
/** More workbooks than this are not kept open: each may hold a hundred megabytes. */
const mostSources = 4

/** The workbooks that somebody is importing. Emptied when the archive is locked. */
export class ImportSources {
  readonly #sources = new Map<string, OpenSource>()

  add({ workbook, sheets }: UnderstoodWorkbook, contentHash: string): OpenSource {
    const oldest = [...this.#sources.keys()][0]
    if (this.#sources.size >= mostSources && oldest !== undefined) this.#sources.delete(oldest)
    const source: OpenSource = {
      id: crypto.randomUUID(),
      fileName: path.basename(workbook.fileName),
      contentHash,
      workbook,
      sheets,
      staged: null,
    }
    this.#sources.set(source.id, source)
    return source
  }

  get(sourceId: string): OpenSource {
    const source = this.#sources.get(sourceId)
    if (source !== undefined) return source
    throw new AppError('not-found', 'That workbook is not open any more', {
      details: { message: '这份表格已关闭，请重新选择文件。' },
    })
  }

  close(sourceId: string): void {
    this.#sources.delete(sourceId)
  }

  clear(): void {
    this.#sources.clear()
  }
}

function understandSheet(sheet: Sheet): SourceSheet {
  const table = findTable(sheet)
  const readRow = tableRowReader(sheet, table)
  const sample = table.dataRows.slice(0, 60).map(readRow)
  const proposals = proposeColumns(sheet, table).map(({ index, title, field, confidence, moneyUnit }) => ({
    index,
    title,
    field,
    confidence,
    moneyUnit,
    examples: examplesOf(sample.map((row) => cellText(row[index]))),
  }))
  return { sheet, table, proposals }
}

function examplesOf(texts: readonly string[]): string[] {
  return [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))]
    .slice(0, exampleCount)
    .map((text) => text.slice(0, 60))
}

/** What the wizard's first steps show of a source. */
export function describeSource(source: OpenSource): ImportSource {
  return {
    sourceId: source.id,
    fileName: source.fileName,
    kind: source.workbook.kind,
    warnings: [...source.workbook.warnings],
    sheets: source.sheets.map(({ sheet, table, proposals }) => ({
      name: sheet.name,
      isHidden: sheet.hidden,
      rowCount: sheet.rows.length,
      headerRows: [...table.headerRows],
      dataRowCount: table.dataRows.length,
      columns: [...proposals],
      ignored: table.ignored
        .filter(({ reason }) => reason !== 'blank')
        .slice(0, 500)
        .map(({ row, reason }) => ({ row, reason: ignoredReasonTexts[reason] })),
    })),
  }
}
