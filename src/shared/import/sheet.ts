/**
 * A workbook as every reader hands it on: one plain kind of cell, whatever the file was.
 *
 * Rows hold *packed* cells: a text, number or boolean that needs no explanation stays the bare value, and only
 * a cell that carries more (a date, an error, a formula, a warning) is an object. 100,000 × 20 cells would
 * otherwise be two million objects, which neither memory nor a thread boundary takes lightly.
 */

export type CellKind = 'empty' | 'text' | 'number' | 'day' | 'instant' | 'time' | 'boolean' | 'error'

export type CellWarning =
  | 'digits-lost' // 16 or more digits kept as a number: the tail is gone, or 1.38E+10 kept as text
  | 'no-cached-value' // a formula that was never calculated
  | 'error-value' // #N/A and its kin
  | 'odd-date' // formatted as a date, but the number is no date
  | 'unreadable-characters' // the file's bytes do not form characters here

export interface Cell {
  readonly kind: CellKind
  /** What a person would take the cell to say; numbers without grouping, days as `YYYY-MM-DD`. */
  readonly text: string
  /** Day `YYYY-MM-DD`, instant `YYYY-MM-DDTHH:MM:SS` on the wall clock, time `HH:MM:SS`; null when empty or an error. */
  readonly value: string | number | boolean | null
  /** Number format, kept where it is not General. */
  readonly format?: string
  readonly warnings: readonly CellWarning[]
  /** Without the equals sign; an empty text where it is shared with another cell. */
  readonly formula?: string
}

export type PackedCell = null | string | number | boolean | Cell

/** A merged block; rows are the sheet's own row numbers, columns count from 0. Both ends belong to it. */
export interface MergedBlock {
  readonly firstRow: number
  readonly lastRow: number
  readonly firstColumn: number
  readonly lastColumn: number
}

export interface Sheet {
  readonly name: string
  readonly hidden: boolean
  /** Row n of the sheet is `rows[n - firstRow]`; a row ends at its last cell with a value. */
  readonly rows: readonly (readonly PackedCell[])[]
  /** The sheet's own number of `rows[0]`, counted from 1 as Excel shows it. */
  readonly firstRow: number
  readonly hiddenRows: readonly number[]
  readonly hiddenColumns: readonly number[]
  readonly merges: readonly MergedBlock[]
}

export const workbookKinds = [
  'xlsx',
  'xlsm',
  'xlsb',
  'xls',
  'ods',
  'html',
  'spreadsheetml',
  'csv',
  'tsv',
] as const
export type WorkbookKind = (typeof workbookKinds)[number]

export interface Workbook {
  readonly fileName: string
  readonly kind: WorkbookKind
  readonly sheets: readonly Sheet[]
  /** Chinese sentences about the file as a whole. */
  readonly warnings: readonly string[]
}

const noWarnings: readonly CellWarning[] = []
const emptyCell: Cell = { kind: 'empty', text: '', value: null, warnings: noWarnings }

/**
 * Prints a number the way it was meant: all digits of an integer (a phone never as 1.38E+10), decimals cut to
 * the 15 digits that a spreadsheet keeps, so that 0.1 + 0.2 says 0.3. An integer too long to be kept shows the
 * zeros that Excel shows (913201063333444000), not the nearest binary number.
 */
export function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value === 0 ? 0 : value)
  if (!Number.isInteger(value) || Math.abs(value) >= 1e21) return String(Number(value.toPrecision(15)))
  const [digits = '', exponent = '0'] = Math.abs(value).toExponential(14).split('e+')
  return (value < 0 ? '-' : '') + digits.replace('.', '').padEnd(Number(exponent) + 1, '0')
}

/** Opens a packed cell. */
export function unpackCell(packed: PackedCell | undefined): Cell {
  if (packed === null || packed === undefined) return emptyCell
  if (typeof packed === 'string') return { kind: 'text', text: packed, value: packed, warnings: noWarnings }
  if (typeof packed === 'number') {
    return { kind: 'number', text: numberText(packed), value: packed, warnings: noWarnings }
  }
  if (typeof packed === 'boolean') {
    return { kind: 'boolean', text: packed ? 'TRUE' : 'FALSE', value: packed, warnings: noWarnings }
  }
  return packed
}

/** The text of a packed cell without opening it. */
export function cellText(packed: PackedCell | undefined): string {
  if (packed === null || packed === undefined) return ''
  if (typeof packed === 'string') return packed
  if (typeof packed === 'number') return numberText(packed)
  if (typeof packed === 'boolean') return packed ? 'TRUE' : 'FALSE'
  return packed.text
}

/** Spaces of every kind and marks that print nothing leave a cell blank. */
export function isBlankCell(packed: PackedCell | undefined): boolean {
  if (packed === null || packed === undefined) return true
  if (typeof packed === 'string') return isBlankText(packed)
  if (typeof packed === 'object') return packed.kind !== 'error' && isBlankText(packed.text)
  return false
}

function isBlankText(text: string): boolean {
  // Nearly every text ends here: its first character is neither a space nor invisible.
  const first = text.charCodeAt(0)
  if ((first > 0x20 && first < 0x7f) || (first >= 0x4e00 && first <= 0x9fff)) return false
  return text === '' || /^[\s\u200B-\u200F\u2060\uFEFF\u00AD\u0000]*$/u.test(text)
}

/** The cells of a row by the sheet's own row number; a row outside the sheet has none. */
export function rowAt(sheet: Pick<Sheet, 'rows' | 'firstRow'>, row: number): readonly PackedCell[] {
  return sheet.rows[row - sheet.firstRow] ?? []
}

/** A cell by the sheet's own row number and a column counted from 0. */
export function cellAt(sheet: Pick<Sheet, 'rows' | 'firstRow'>, row: number, column: number): Cell {
  return unpackCell(rowAt(sheet, row)[column])
}

/** The sheet's own number of its last row; 0 for an empty sheet. */
export function lastRowOf(sheet: Pick<Sheet, 'rows' | 'firstRow'>): number {
  return sheet.rows.length === 0 ? 0 : sheet.firstRow + sheet.rows.length - 1
}

/** `A`, `Z`, `AA` … for a column counted from 0. */
export function columnLetters(column: number): string {
  let letters = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}

/**
 * Answers which merged block covers a cell. Built once per sheet: a sheet with ten thousand merged owner cells
 * would be slow to search block by block.
 */
export function mergeLookup(
  sheet: Pick<Sheet, 'merges'>,
): (row: number, column: number) => MergedBlock | null {
  const byColumn = new Map<number, MergedBlock[]>()
  for (const block of sheet.merges) {
    for (let column = block.firstColumn; column <= block.lastColumn; column += 1) {
      const blocks = byColumn.get(column)
      if (blocks === undefined) byColumn.set(column, [block])
      else blocks.push(block)
    }
  }
  for (const blocks of byColumn.values()) blocks.sort((left, right) => left.firstRow - right.firstRow)
  return (row, column) => {
    const blocks = byColumn.get(column) ?? []
    let low = 0
    let high = blocks.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const block = blocks[middle]
      if (block === undefined) return null
      if (row < block.firstRow) high = middle - 1
      else if (row > block.lastRow) low = middle + 1
      else return block
    }
    return null
  }
}

/**
 * The value that a person sees in a cell: a cell inside a merge that runs down several rows shows the merge's
 * first cell (an owner merged over ten customers owns all ten). A merge across columns is not spread, or one
 * remark over five columns would become five values.
 */
export function filledCell(
  sheet: Pick<Sheet, 'rows' | 'firstRow'>,
  blockAt: (row: number, column: number) => MergedBlock | null,
  row: number,
  column: number,
): PackedCell {
  const own = rowAt(sheet, row)[column] ?? null
  if (own !== null) return own
  const block = blockAt(row, column)
  if (block === null || block.firstColumn !== column || block.firstRow === row) return null
  return rowAt(sheet, block.firstRow)[column] ?? null
}
