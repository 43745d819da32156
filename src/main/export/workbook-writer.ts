import fs from 'node:fs'
import { basename } from 'node:path'
import { PassThrough } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import ExcelJS from 'exceljs'
import { isCalendarDay } from '../../shared/calendar-day.ts'
import { AppError } from '../../shared/failure.ts'
import { neutralizeFormulaStart } from '../../shared/import/formula-guard.ts'
import { unpackCell, type PackedCell } from '../../shared/import/sheet.ts'
import { writeFileDurably } from '../archive/durable-file.ts'
import { ownExportMark } from '../import/reader/xlsx-package.ts'

/** `money` is integer 分, shown in 元; `day` is `YYYY-MM-DD`; `instant` is UTC ISO text, shown as Shanghai time. */
export type ExportKind = 'text' | 'number' | 'money' | 'day' | 'instant'

export interface ExportColumn {
  readonly title: string
  /** In characters; without it the width follows the title and the first rows. */
  readonly width?: number
  readonly kind: ExportKind
}

export type ExportValue = string | number | boolean | null

export interface MarkedCell {
  /** Place in `rows`, from 0. */
  readonly row: number
  readonly column: number
  /** Shown as a comment on the red cell. */
  readonly reason: string
}

export interface ExportSheet {
  readonly name: string
  readonly columns: readonly ExportColumn[]
  readonly rows: readonly (readonly ExportValue[])[]
  /** Over the head, across the table. */
  readonly title?: string
  /** Lines between title and head: what was filtered, who exported it and when. */
  readonly notes?: readonly string[]
  readonly markedCells?: readonly MarkedCell[]
}

/** A row of a legacy sheet that could not be taken, as it stood there. */
export interface RejectedRow {
  /** The sheet's own row number. */
  readonly row: number
  readonly cells: readonly PackedCell[]
  readonly reason: string
  /** Columns (from 0) whose value is the trouble. */
  readonly markedColumns: readonly number[]
}

export interface ErrorSheet {
  readonly name: string
  readonly titles: readonly string[]
  readonly rows: readonly RejectedRow[]
}

/** The last column of an error workbook. Import passes it over, so the corrected sheet goes straight back in. */
export const reasonTitle = '退回原因'

const longestText = 32_767
const longestSheetName = 31
const rowsPerTurn = 200
/** Beyond this, a table of shared texts costs more memory than it saves. */
const mostRowsWithSharedTexts = 20_000
const formats: Readonly<Record<ExportKind, string>> = {
  text: '@',
  number: 'General',
  money: '#,##0.00',
  day: 'yyyy-mm-dd',
  instant: 'yyyy-mm-dd hh:mm',
}
const headFill: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE3ECEC' } }
const markFill: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFC7CE' } }
const thin: ExcelJS.Border = { style: 'thin', color: { argb: 'FF9AA5A5' } }
const grid: Partial<ExcelJS.Borders> = { top: thin, left: thin, bottom: thin, right: thin }
const bodyFont: Partial<ExcelJS.Font> = { name: '宋体', size: 11 }
/** Lists that get printed have a grid on every cell; bulk exports do without, at a third of the time. */
const mostRowsWithGrid = 5_000
const shanghaiOffsetMs = 8 * 60 * 60 * 1000

/**
 * Writes an .xlsx that opens as she would have made it: title, shaded head that stays in view, filter, A4
 * landscape with repeated head and page numbers. Texts are text cells (a phone keeps its zeros), and one that
 * would start a formula gets a quote before it, which import of our own files takes off again.
 *
 * The bytes are made in memory and replace `path` at once, so there is no readable copy anywhere else. Yields
 * between slices of rows.
 */
export async function writeWorkbook(sheets: readonly ExportSheet[], path: string): Promise<void> {
  const rowCount = sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0)
  const names = sheetNames(sheets.map((sheet) => sheet.name))
  const bytes = await buildWorkbook(rowCount <= mostRowsWithSharedTexts, async (workbook) => {
    for (const [index, sheet] of sheets.entries()) await addSheet(workbook, sheet, names[index] ?? 'Sheet')
  })
  replaceFile(path, bytes)
}

/**
 * Gives the rejected rows back: the original columns with the original kinds of cells, the trouble in red, and
 * the reason in the last column.
 */
export async function writeErrorWorkbook(sheets: readonly ErrorSheet[], path: string): Promise<void> {
  const names = sheetNames(sheets.map((sheet) => sheet.name))
  const bytes = await buildWorkbook(true, async (workbook) => {
    for (const [index, sheet] of sheets.entries())
      await addErrorSheet(workbook, sheet, names[index] ?? 'Sheet')
  })
  replaceFile(path, bytes)
}

async function buildWorkbook(
  useSharedStrings: boolean,
  fill: (workbook: ExcelJS.stream.xlsx.WorkbookWriter) => Promise<void>,
): Promise<Buffer> {
  const stream = new PassThrough()
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings })
  Object.assign(workbook, { creator: '标客簿', lastModifiedBy: '标客簿', keywords: ownExportMark })
  await fill(workbook)
  await workbook.commit()
  return Buffer.concat(chunks)
}

async function addSheet(
  workbook: ExcelJS.stream.xlsx.WorkbookWriter,
  sheet: ExportSheet,
  name: string,
): Promise<void> {
  const width = Math.max(1, sheet.columns.length)
  const headRow = (sheet.title === undefined ? 0 : 1) + (sheet.notes?.length ?? 0) + 1
  const hasGrid = sheet.rows.length <= mostRowsWithGrid
  const worksheet = openWorksheet(workbook, name, headRow, width)
  worksheet.columns = sheet.columns.map((column, index) => ({
    width: column.width ?? usualWidth(sheet, index),
    style: {
      numFmt: formats[column.kind],
      alignment: { vertical: 'middle' },
      font: bodyFont,
      ...(hasGrid ? { border: grid } : {}),
    },
  }))
  if (sheet.title !== undefined) addBanner(worksheet, sheet.title, width, { size: 16, bold: true }, 'center')
  for (const note of sheet.notes ?? []) addBanner(worksheet, note, width, { size: 10 }, 'left')
  addHead(
    worksheet,
    sheet.columns.map((column) => column.title),
  )
  const marks = new Map(
    (sheet.markedCells ?? []).map((mark) => [mark.row * width + mark.column, mark.reason]),
  )
  for (const [rowIndex, values] of sheet.rows.entries()) {
    const row = worksheet.addRow([])
    for (const [columnIndex, column] of sheet.columns.entries()) {
      const value = exportedValue(values[columnIndex] ?? null, column.kind)
      const reason = marks.get(rowIndex * width + columnIndex)
      if (value === null && reason === undefined && !hasGrid) continue
      const cell = row.getCell(columnIndex + 1)
      if (value !== null) cell.value = value
      if (typeof value === 'string' && column.kind !== 'text') cell.numFmt = '@'
      if (reason !== undefined) markCell(cell, reason)
    }
    row.commit()
    if (rowIndex % rowsPerTurn === rowsPerTurn - 1) await nextTurn()
  }
  worksheet.commit()
}

async function addErrorSheet(
  workbook: ExcelJS.stream.xlsx.WorkbookWriter,
  sheet: ErrorSheet,
  name: string,
): Promise<void> {
  const width = sheet.rows.reduce((most, row) => Math.max(most, row.cells.length), sheet.titles.length)
  const worksheet = openWorksheet(workbook, name, 1, width + 1)
  worksheet.columns = Array.from({ length: width + 1 }, (_, index) => ({
    width:
      index === width
        ? 48
        : widthOf([
            sheet.titles[index] ?? '',
            ...sheet.rows.slice(0, 50).map((row) => unpackCell(row.cells[index]).text),
          ]),
    style: { alignment: { vertical: 'middle' }, font: bodyFont, border: grid },
  }))
  addHead(worksheet, [...Array.from({ length: width }, (_, index) => sheet.titles[index] ?? ''), reasonTitle])
  for (const [index, rejected] of sheet.rows.entries()) {
    const row = worksheet.addRow([])
    for (let column = 0; column < width; column += 1) {
      const isMarked = rejected.markedColumns.includes(column)
      const packed = rejected.cells[column] ?? null
      if (packed === null && !isMarked) continue
      const cell = row.getCell(column + 1)
      setOriginal(cell, packed)
      if (isMarked) cell.fill = markFill
    }
    const reason = row.getCell(width + 1)
    reason.value = exportedText(`第 ${rejected.row} 行：${rejected.reason}`)
    reason.font = { ...bodyFont, color: { argb: 'FF9C0006' } }
    reason.alignment = { vertical: 'middle', wrapText: true }
    row.commit()
    if (index % rowsPerTurn === rowsPerTurn - 1) await nextTurn()
  }
  worksheet.commit()
}

function openWorksheet(
  workbook: ExcelJS.stream.xlsx.WorkbookWriter,
  name: string,
  headRow: number,
  width: number,
): ExcelJS.Worksheet {
  const worksheet = workbook.addWorksheet(name, {
    views: [{ state: 'frozen', ySplit: headRow, xSplit: 0 }],
    pageSetup: {
      paperSize: 9, // A4
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      horizontalCentered: true,
      showGridLines: true,
      margins: { left: 0.59, right: 0.59, top: 0.59, bottom: 0.67, header: 0.3, footer: 0.3 }, // 15 mm
      printTitlesRow: `${headRow}:${headRow}`,
    },
    headerFooter: { oddFooter: '&L&A&C第 &P 页 / 共 &N 页&R标客簿 · &D &T' },
  })
  worksheet.autoFilter = { from: { row: headRow, column: 1 }, to: { row: headRow, column: width } }
  return worksheet
}

function addBanner(
  worksheet: ExcelJS.Worksheet,
  text: string,
  width: number,
  font: Partial<ExcelJS.Font>,
  horizontal: 'center' | 'left',
): void {
  const row = worksheet.addRow([exportedText(text)])
  const cell = row.getCell(1)
  cell.font = { ...bodyFont, ...font }
  cell.border = {}
  cell.numFmt = '@'
  cell.alignment = { vertical: 'middle', horizontal }
  if (font.size !== undefined && font.size > 12) row.height = 28
  if (width > 1) worksheet.mergeCells(row.number, 1, row.number, width)
  row.commit()
}

function addHead(worksheet: ExcelJS.Worksheet, titles: readonly string[]): void {
  const row = worksheet.addRow([])
  row.height = 22
  for (const [index, title] of titles.entries()) {
    const cell = row.getCell(index + 1)
    cell.value = exportedText(title)
    cell.numFmt = '@'
    cell.font = { ...bodyFont, bold: true }
    cell.fill = headFill
    cell.border = grid
    cell.alignment = { vertical: 'middle', horizontal: 'center', wrapText: true }
  }
  row.commit()
}

function markCell(cell: ExcelJS.Cell, reason: string): void {
  cell.fill = markFill
  cell.note = exportedText(reason)
}

function setOriginal(cell: ExcelJS.Cell, packed: PackedCell): void {
  const { kind, text, value, format } = unpackCell(packed)
  switch (kind) {
    case 'number':
    case 'boolean':
      cell.value = value
      if (format !== undefined) cell.numFmt = format
      return
    case 'day':
      cell.value = new Date(`${String(value)}T00:00:00Z`)
      cell.numFmt = formats.day
      return
    case 'instant':
      cell.value = new Date(`${String(value)}Z`)
      cell.numFmt = 'yyyy-mm-dd hh:mm:ss'
      return
    case 'empty':
      return
    case 'text':
    case 'time':
    case 'error':
      cell.value = exportedText(text)
      cell.numFmt = '@'
  }
}

/** A value that is not what its column says stays visible as text, rather than becoming an odd date or number. */
function exportedValue(value: ExportValue, kind: ExportKind): ExcelJS.CellValue {
  if (value === null || value === '') return null
  if (kind === 'money' && typeof value === 'number') return value / 100
  if (kind === 'number' && typeof value === 'number') return value
  if (kind === 'day' && typeof value === 'string' && isCalendarDay(value))
    return new Date(`${value}T00:00:00Z`)
  if (kind === 'instant' && typeof value === 'string') {
    const time = Date.parse(value)
    // A spreadsheet knows no zones: what is stored is the clock on the wall in Shanghai.
    if (!Number.isNaN(time)) return new Date(Math.floor((time + shanghaiOffsetMs) / 1000) * 1000)
  }
  if (typeof value === 'boolean') return value ? '是' : '否'
  return exportedText(String(value))
}

/** A text as a cell may hold it: well formed, at most 32,767 characters, never a formula, never read as an escape. */
function exportedText(text: string): string {
  const plain = text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD').replace(/\r\n?/gu, '\n') // with `u`, only halves of pairs match
  return neutralizeFormulaStart(plain)
    .slice(0, longestText)
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/gu, '_x005F_')
}

/** Excel allows 31 characters, none of []:*?/\, no quote at the ends, and no name twice whatever its case. */
function sheetNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const plain =
      name
        .replace(/[[\]:*?/\\\u0000-\u001f]/gu, ' ')
        .replace(/^'+|'+$/gu, '')
        .trim() || '表'
    let candidate = plain.slice(0, longestSheetName)
    for (let count = 2; taken.has(candidate.toLowerCase()); count += 1) {
      candidate = `${plain.slice(0, longestSheetName - 5)} (${count})`
    }
    taken.add(candidate.toLowerCase())
    return candidate
  })
}

function usualWidth(sheet: ExportSheet, column: number): number {
  const kind = sheet.columns[column]?.kind
  if (kind === 'day') return 12
  if (kind === 'instant') return 17
  return widthOf([
    sheet.columns[column]?.title ?? '',
    ...sheet.rows.slice(0, 100).map((row) => String(row[column] ?? '')),
  ])
}

/** Hanzi are two characters wide. */
function widthOf(texts: readonly string[]): number {
  let widest = 0
  for (const text of texts) {
    let width = 0
    for (const character of text.slice(0, 60)) width += character.charCodeAt(0) > 0xff ? 2.1 : 1.1
    widest = Math.max(widest, width)
  }
  return Math.min(48, Math.max(8, Math.ceil(widest) + 2))
}

function replaceFile(path: string, bytes: Buffer): void {
  try {
    // Excel keeps an open workbook from being replaced: say so at once instead of trying again and again.
    if (fs.existsSync(path)) fs.closeSync(fs.openSync(path, 'r+'))
    writeFileDurably(path, bytes)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (code === 'ENOSPC') throw new AppError('disk-full', 'No room for the workbook', { cause })
    throw new AppError('path-refused', `The workbook could not be written: ${code}`, {
      cause,
      details: {
        message: `无法写入“${basename(path)}”。文件可能正在 Excel 中打开，或该位置没有写入权限；请关闭文件或换一个位置后重试。`,
      },
    })
  }
}
