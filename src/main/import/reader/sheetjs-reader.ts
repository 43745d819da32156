import { read, set_cptable, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx'
import * as codePages from '@e965/xlsx/dist/cpexcel.full.mjs'
import type { Cell, PackedCell, Sheet } from '../../../shared/import/sheet.ts'
import { CellBudget, type ReadLimits } from './limits.ts'
import { generalFormat, parseNumberFormat, type NumberFormat } from './number-format.ts'
import { NumberCells } from './number-cell.ts'
import type { OdsSheetNotes } from './ods-notes.ts'
import { damaged, refusal } from './refusal.ts'
import { SheetBuilder } from './sheet-builder.ts'
import { textCell } from './xlsx-shared-strings.ts'

/** Chinese Windows wrote BIFF5 texts in this code page; a file that names its own is believed. */
const simplifiedChinese = 936

set_cptable(codePages)

/**
 * Reads what our scanners do not: BIFF5 and older, .xlsb, .ods, and HTML or SpreadsheetML under any
 * name (as decoded text). `raw` keeps a phone in an HTML cell a text; `dense` keeps memory in bounds.
 */
export function readWithSheetJs(
  content: Buffer | string,
  limits: ReadLimits,
  notes: readonly OdsSheetNotes[] = [],
): Sheet[] {
  const workbook = parse(content, limits)
  const budget = new CellBudget(limits)
  const numbers = new NumberCells(workbook.Workbook?.WBProps?.date1904 === true)
  const sheets: Sheet[] = []
  if (workbook.SheetNames.length > limits.sheets) {
    throw refusal('too-large', `工作表多于 ${limits.sheets} 张，没有读入。请拆分后再导入。`)
  }
  for (const [index, name] of workbook.SheetNames.entries()) {
    const sheet = Object.hasOwn(workbook.Sheets, name) ? workbook.Sheets[name] : undefined
    if (sheet === undefined) continue
    const sheetNotes = notes[index]
    const hidden = sheetNotes?.hidden ?? (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0
    const builder = new SheetBuilder(name, hidden, budget, limits)
    for (const row of sheetNotes?.hiddenRows ?? []) builder.hideRow(row)
    for (const { first, last } of sheetNotes?.hiddenColumns ?? []) builder.hideColumns(first, last)
    sheets.push(toSheet(sheet, builder, numbers))
  }
  return sheets
}

function parse(content: Buffer | string, limits: ReadLimits): WorkBook {
  // SheetJS tells the console about formats that it does not know; a command line's output is no place for that.
  const consoleError = Object.getOwnPropertyDescriptor(globalThis.console, 'error')
  Object.assign(globalThis.console, { error: () => undefined })
  try {
    return read(content, {
      type: typeof content === 'string' ? 'string' : 'buffer',
      dense: true,
      raw: true,
      cellDates: false,
      cellNF: true,
      cellText: false,
      cellHTML: false,
      codepage: simplifiedChinese,
      // One row more than allowed, so that a longer sheet is refused and not silently cut.
      sheetRows: limits.rows + 1,
    })
  } catch (cause) {
    if (cause instanceof Error && /password|encrypt/iu.test(cause.message)) {
      throw refusal(
        'encrypted',
        '表格有打开密码，无法读取。请在 Excel 或 WPS 中取消密码后另存，再导入。',
        cause,
      )
    }
    throw damaged('表格内容无法识别', cause)
  } finally {
    if (consoleError !== undefined) Object.defineProperty(globalThis.console, 'error', consoleError)
  }
}

function toSheet(sheet: WorkSheet, builder: SheetBuilder, numbers: NumberCells): Sheet {
  const formats = new Map<string, NumberFormat>()
  const formatOf = (code: string | undefined): NumberFormat => {
    if (code === undefined || code === 'General') return generalFormat
    let format = formats.get(code)
    if (format === undefined) formats.set(code, (format = parseNumberFormat(code)))
    return format
  }
  // SheetJS's types know the dense form only as "any"; its rows and cells may have holes.
  const rows = (sheet['!data'] ?? []) as readonly (readonly (CellObject | undefined)[] | undefined)[]
  for (const [row, cells] of rows.entries()) {
    if (cells === undefined) continue
    for (const [column, cell] of cells.entries()) {
      if (cell !== undefined) builder.add(row + 1, column, cellOf(cell, formatOf, numbers))
    }
  }
  for (const [row, properties] of (sheet['!rows'] ?? []).entries()) {
    if ((properties as { hidden?: boolean } | undefined)?.hidden === true) builder.hideRow(row + 1)
  }
  for (const [column, properties] of (sheet['!cols'] ?? []).entries()) {
    if ((properties as { hidden?: boolean } | undefined)?.hidden === true) builder.hideColumns(column, column)
  }
  for (const range of sheet['!merges'] ?? []) {
    builder.merge({
      firstRow: range.s.r + 1,
      lastRow: range.e.r + 1,
      firstColumn: range.s.c,
      lastColumn: range.e.c,
    })
  }
  return builder.build()
}

function cellOf(
  cell: CellObject,
  formatOf: (code: string | undefined) => NumberFormat,
  numbers: NumberCells,
): PackedCell {
  const packed = valueOf(cell, formatOf, numbers)
  if (typeof cell.f !== 'string' || cell.f === '') return packed
  if (packed === null)
    return { kind: 'empty', text: '', value: null, warnings: ['no-cached-value'], formula: cell.f }
  return packed
}

function valueOf(
  cell: CellObject,
  formatOf: (code: string | undefined) => NumberFormat,
  numbers: NumberCells,
): PackedCell {
  const { v: value } = cell
  if (cell.t === 'e') return errorCell(cell)
  if (value === undefined) return null
  if (typeof value === 'string') return textCell(value)
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') {
    return numbers.get(value, formatOf(typeof cell.z === 'string' ? cell.z : undefined))
  }
  return textCell(value.toISOString())
}

const errorTexts: Readonly<Record<number, string>> = {
  0x00: '#NULL!',
  0x07: '#DIV/0!',
  0x0f: '#VALUE!',
  0x17: '#REF!',
  0x1d: '#NAME?',
  0x24: '#NUM!',
  0x2a: '#N/A',
}

/** SheetJS keeps an error as its code: without this, #N/A would be read as 42. */
function errorCell(cell: CellObject): Cell {
  const text = typeof cell.v === 'number' ? (errorTexts[cell.v] ?? '#ERR!') : (cell.w ?? '#ERR!')
  return { kind: 'error', text, value: null, warnings: ['error-value'] }
}
