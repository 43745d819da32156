import { columnLetters } from '../../../shared/import/sheet.ts'
import { refusal } from './refusal.ts'

/** What a file may cost us. The figures leave room for honest files: 100,000 × 20 cells from exceljs are 24 MB. */
export interface ReadLimits {
  readonly fileBytes: number
  readonly zipEntries: number
  readonly entryBytes: number
  readonly inflatedBytes: number
  /** Inflated to packed size of one entry, once it has grown past `ratioFromBytes`. */
  readonly inflationRatio: number
  readonly ratioFromBytes: number
  /** Cells that hold a value, over all sheets; formats without a value do not count. */
  readonly cells: number
  readonly rows: number
  readonly columns: number
  readonly sheets: number
  /** Row widths added up: a value in the last column of every row costs as much memory as a full sheet. */
  readonly cellSlots: number
  /** Characters of all cells, each use of a shared text counted: they are copied on the way to the archive. */
  readonly textLength: number
  /** Bytes of one tag with its attributes, or of one text: Excel itself stops at 32,767 characters a cell. */
  readonly tokenBytes: number
  readonly merges: number
}

const megabyte = 1024 * 1024

export const standardLimits: ReadLimits = {
  fileBytes: 100 * megabyte,
  zipEntries: 2_000,
  entryBytes: 300 * megabyte,
  inflatedBytes: 500 * megabyte,
  inflationRatio: 200,
  ratioFromBytes: 10 * megabyte,
  cells: 4_000_000,
  rows: 200_000,
  columns: 200,
  sheets: 255,
  cellSlots: 20_000_000,
  textLength: 200_000_000,
  tokenBytes: 2 * megabyte,
  merges: 200_000,
}

/** Counts what a workbook has cost so far, over all its sheets, and refuses at the first step too many. */
export class CellBudget {
  readonly #limits: ReadLimits
  #cells = 0
  #slots = 0
  #textLength = 0

  constructor(limits: ReadLimits) {
    this.#limits = limits
  }

  get cells(): number {
    return this.#cells
  }

  /** `row` counts from 1, `column` from 0. */
  addCell(sheetName: string, row: number, column: number, textLength: number): void {
    if (row > this.#limits.rows || column >= this.#limits.columns) {
      throw refusal(
        'too-large',
        `工作表“${sheetName}”的单元格 ${columnLetters(column)}${row} 超出可读范围` +
          `（最多 ${this.#limits.rows} 行、${this.#limits.columns} 列）。请删除远处多余的内容或拆分后再导入。`,
      )
    }
    this.#cells += 1
    this.#textLength += textLength
    if (this.#cells > this.#limits.cells || this.#textLength > this.#limits.textLength) {
      throw refusal(
        'too-large',
        `表格内容过多（超过 ${this.#limits.cells / 10_000} 万个有值的单元格，或文字总量过大），` +
          `读到工作表“${sheetName}”第 ${row} 行为止。请拆分成几个文件后再导入。`,
      )
    }
  }

  addRow(sheetName: string, width: number): void {
    this.#slots += width
    if (this.#slots > this.#limits.cellSlots) {
      throw refusal(
        'too-large',
        `工作表“${sheetName}”又长又宽而大多为空，无法读入。请删除右侧多余的列后再导入。`,
      )
    }
  }
}
