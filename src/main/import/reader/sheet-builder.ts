import type { MergedBlock, PackedCell, Sheet } from '../../../shared/import/sheet.ts'
import type { CellBudget, ReadLimits } from './limits.ts'
import { refusal } from './refusal.ts'

const emptyRow: readonly PackedCell[] = []

/**
 * Collects a sheet's cells, in whatever order a reader finds them, and counts what they cost. Rows and columns
 * that hold no value take no room.
 */
export class SheetBuilder {
  readonly #name: string
  readonly #hidden: boolean
  readonly #budget: CellBudget
  readonly #limits: ReadLimits
  readonly #rows = new Map<number, PackedCell[]>()
  readonly #hiddenRows = new Set<number>()
  readonly #hiddenColumns = new Set<number>()
  readonly #merges: MergedBlock[] = []
  readonly #adapt: (cell: PackedCell) => PackedCell
  #row = 0
  #cells: PackedCell[] = []
  #firstRow = Number.POSITIVE_INFINITY
  #lastRow = 0

  /** `adapt` sees every cell before it is kept. */
  constructor(
    name: string,
    hidden: boolean,
    budget: CellBudget,
    limits: ReadLimits,
    adapt: (cell: PackedCell) => PackedCell = (cell) => cell,
  ) {
    this.#name = name
    this.#hidden = hidden
    this.#budget = budget
    this.#limits = limits
    this.#adapt = adapt
  }

  /** `row` counts from 1, `column` from 0. A cell given twice keeps its last value. */
  add(row: number, column: number, cell: PackedCell): void {
    if (cell === null) return
    this.#budget.addCell(this.#name, row, column, textLengthOf(cell))
    if (row !== this.#row) this.#turnTo(row)
    while (this.#cells.length < column) this.#cells.push(null)
    this.#cells[column] = this.#adapt(cell)
  }

  hideRow(row: number): void {
    if (row <= this.#limits.rows) this.#hiddenRows.add(row)
  }

  /** Both ends belong to the range. */
  hideColumns(first: number, last: number): void {
    const end = Math.min(last, this.#limits.columns - 1)
    for (let column = Math.max(0, first); column <= end; column += 1) this.#hiddenColumns.add(column)
  }

  merge(block: MergedBlock): void {
    const { firstRow, lastRow, firstColumn, lastColumn } = block
    if (![firstRow, lastRow, firstColumn, lastColumn].every(Number.isInteger)) return
    if (firstRow < 1 || firstColumn < 0 || lastRow < firstRow || lastColumn < firstColumn) return
    if (this.#merges.length >= this.#limits.merges) {
      throw refusal('too-large', `工作表“${this.#name}”的合并单元格过多，没有读入。请取消合并后再导入。`)
    }
    // A merge may run to the sheet's edge; only the part that can hold values matters.
    if (firstRow > this.#limits.rows || firstColumn >= this.#limits.columns) return
    this.#merges.push({
      firstRow,
      firstColumn,
      lastRow: Math.min(lastRow, this.#limits.rows),
      lastColumn: Math.min(lastColumn, this.#limits.columns - 1),
    })
  }

  build(): Sheet {
    this.#turnTo(0)
    const rows: (readonly PackedCell[])[] = []
    const hiddenRows: number[] = []
    for (let row = this.#firstRow; row <= this.#lastRow; row += 1) {
      rows.push(this.#rows.get(row) ?? emptyRow)
      if (this.#hiddenRows.has(row)) hiddenRows.push(row)
    }
    return {
      name: this.#name,
      hidden: this.#hidden,
      rows,
      firstRow: rows.length === 0 ? 1 : this.#firstRow,
      hiddenRows,
      hiddenColumns: [...this.#hiddenColumns].sort((left, right) => left - right),
      merges: this.#merges,
    }
  }

  #turnTo(row: number): void {
    if (this.#cells.length > 0) {
      this.#budget.addRow(this.#name, this.#cells.length)
      // A copy of exactly the length needed: arrays that grew by pushing keep half their room unused.
      this.#rows.set(this.#row, this.#cells.slice())
      this.#firstRow = Math.min(this.#firstRow, this.#row)
      this.#lastRow = Math.max(this.#lastRow, this.#row)
    }
    this.#row = row
    this.#cells = this.#rows.get(row)?.slice() ?? []
  }
}

function textLengthOf(cell: Exclude<PackedCell, null>): number {
  if (typeof cell === 'string') return cell.length
  return typeof cell === 'object' ? cell.text.length + (cell.formula?.length ?? 0) : 8
}
