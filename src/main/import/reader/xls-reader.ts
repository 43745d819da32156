import { readXls } from 'hucre'
import type { Cell, PackedCell, Sheet } from '../../../shared/import/sheet.ts'
import type { BiffNotes, BiffSheetNotes } from './biff-notes.ts'
import { CellBudget, type ReadLimits } from './limits.ts'
import { NumberCells } from './number-cell.ts'
import { damaged } from './refusal.ts'
import { SheetBuilder } from './sheet-builder.ts'
import { textCell } from './xlsx-shared-strings.ts'

const dayMs = 86_400_000
const errorTexts = new Set(['#NULL!', '#DIV/0!', '#VALUE!', '#REF!', '#NAME?', '#NUM!', '#N/A', '#ERR!'])

/** Reads a BIFF8 workbook: values by hucre, number formats and what is hidden from {@link readBiffNotes}. */
export async function readBiff8(file: Buffer, notes: BiffNotes, limits: ReadLimits): Promise<Sheet[]> {
  const workbook = await readXls(file).catch((cause: unknown) => {
    throw damaged('表格记录无法识别', cause)
  })
  const budget = new CellBudget(limits)
  const numbers = new NumberCells(notes.is1904)
  const sheets: Sheet[] = []
  for (const [index, sheet] of workbook.sheets.entries()) {
    const sheetNotes = notes.sheets[index]
    if (sheetNotes === undefined || !sheetNotes.isWorksheet) continue
    const builder = new SheetBuilder(sheet.name, sheetNotes.hidden, budget, limits)
    for (const [row, cells] of sheet.rows.entries()) {
      // hucre leaves holes for rows without a cell, whatever its types say.
      if ((cells as unknown) === undefined) continue
      for (const [column, value] of cells.entries()) {
        builder.add(row + 1, column, cellOf(value, row, column, sheetNotes, notes.is1904, numbers))
      }
    }
    for (const { row, column, text } of sheetNotes.formulaTexts) builder.add(row + 1, column, textCell(text))
    for (const row of sheetNotes.hiddenRows) builder.hideRow(row)
    for (const { first, last } of sheetNotes.hiddenColumns) builder.hideColumns(first, last)
    for (const block of sheetNotes.merges) builder.merge(block)
    sheets.push(builder.build())
  }
  return sheets
}

function cellOf(
  value: string | number | boolean | Date | null | undefined,
  row: number,
  column: number,
  notes: BiffSheetNotes,
  is1904: boolean,
  numbers: NumberCells,
): PackedCell {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') {
    return errorTexts.has(value) ? errorCell(value) : textCell(value)
  }
  if (typeof value === 'boolean') return value
  const number = typeof value === 'number' ? value : serialOf(value, is1904)
  return numbers.get(number, notes.formatAt(row, column))
}

function errorCell(text: string): Cell {
  return { kind: 'error', text, value: null, warnings: ['error-value'] }
}

/** Takes back hucre's own turning of a serial into a date, so that one rule makes days for every kind of file. */
function serialOf(date: Date, is1904: boolean): number {
  if (is1904) return (date.getTime() - Date.UTC(1904, 0, 1)) / dayMs
  const days = (date.getTime() - Date.UTC(1899, 11, 31)) / dayMs
  return days >= 60 ? days + 1 : days
}
