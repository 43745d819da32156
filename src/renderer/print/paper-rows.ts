/** What paper is made of: rows as plain content. One component draws them, for preview, printer and PDF alike. */
export interface PaperCell {
  readonly text: string
  /** Columns of the sheet's grid that the cell takes. */
  readonly span: number
  /** `label`: shaded name of a field; `head`: shaded column head; `number`: right-aligned figures; `strong`: bold. */
  readonly kind: 'label' | 'head' | 'value' | 'centre' | 'number' | 'strong'
  /** A second, smaller line, e.g. last week's figure. */
  readonly note?: string
}

export interface CellRow {
  readonly kind: 'cells'
  readonly cells: readonly PaperCell[]
  /** Least height in lines, so that people find room to write by hand. */
  readonly lines?: number
  /** Lines of long tables are set smaller. */
  readonly isDense?: true
}

export interface ChartBar {
  readonly label: string
  readonly value: number
  readonly previous: number
}

export type PaperRow =
  | { readonly kind: 'title'; readonly over: string; readonly text: string; readonly under: string }
  /** Plain text above or below the grid, pushed to both sides. */
  | { readonly kind: 'line'; readonly left: string; readonly right: string }
  /** Tops the pages of a record but its first. */
  | { readonly kind: 'runningHead'; readonly left: string; readonly right: string }
  | { readonly kind: 'band'; readonly text: string }
  | CellRow
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'signatures'; readonly labels: readonly string[] }
  | { readonly kind: 'chart'; readonly caption: string; readonly bars: readonly ChartBar[] }

/** Rows that belong together; a page that begins within a block repeats its heads. */
export interface PaperBlock {
  readonly heads: readonly PaperRow[]
  readonly rows: readonly PaperRow[]
  /** Moves to the next page as a whole if it does not fit on this one. */
  readonly isKeptTogether: boolean
}

/** One card, slip or report: it begins on a page of its own. */
export interface PaperRecord {
  /** 档案编号 in the footer. */
  readonly archiveNumber: string
  readonly runningHead: PaperRow
  readonly blocks: readonly PaperBlock[]
}

export interface PaperDocument {
  readonly title: string
  readonly isLandscape: boolean
  /** Columns of the grid: 24 upright, 30 for the weekly table. */
  readonly columns: 24 | 30
  readonly records: readonly PaperRecord[]
}

export interface PaperPage {
  readonly archiveNumber: string
  readonly rows: readonly PaperRow[]
  /** Rows stand closer, because that saved the record a page. */
  readonly isCompact: boolean
  readonly pageNumber: number
  readonly pageCount: number
}

export function label(text: string, span: number): PaperCell {
  return { text, span, kind: 'label' }
}

export function value(text: string, span: number): PaperCell {
  return { text, span, kind: 'value' }
}

export function cells(...row: readonly PaperCell[]): CellRow {
  return { kind: 'cells', cells: row }
}

/** A line of a long table. */
export function denseCells(...row: readonly PaperCell[]): CellRow {
  return { kind: 'cells', cells: row, isDense: true }
}

/** A table: a band with its name, column heads that repeat, and rows; an empty one says so in a single row. */
export function tableBlock(
  title: string,
  columns: readonly (readonly [title: string, span: number])[],
  rows: readonly PaperRow[],
  whenEmpty: string,
): PaperBlock {
  const width = columns.reduce((sum, [, span]) => sum + span, 0)
  const heads: PaperRow[] = [{ kind: 'band', text: title }]
  if (rows.length > 0) {
    heads.push({
      kind: 'cells',
      cells: columns.map(([text, span]) => ({ text, span, kind: 'head' as const })),
    })
  }
  return {
    heads,
    rows: rows.length > 0 ? rows : [cells({ text: whenEmpty, span: width, kind: 'centre' })],
    isKeptTogether: false,
  }
}

export function block(...rows: readonly PaperRow[]): PaperBlock {
  return { heads: [], rows, isKeptTogether: true }
}
