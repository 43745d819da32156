import { findHead, headTitles, type Head, type TableColumn } from './table-head.ts'
import {
  filledCell,
  isBlankCell,
  lastRowOf,
  mergeLookup,
  cellText,
  rowAt,
  type MergedBlock,
  type PackedCell,
  type Sheet,
} from './sheet.ts'
import { isKnownTitle, moneyUnitOfTitle } from './column-synonyms.ts'

export type { TableColumn } from './table-head.ts'

export type IgnoredReason = 'title' | 'blank' | 'repeatedHead' | 'total' | 'note' | 'otherTable'

/** What a person is told about rows that are not customers. */
export const ignoredReasonTexts: Readonly<Record<IgnoredReason, string>> = {
  title: '标题行',
  blank: '空行',
  repeatedHead: '重复的表头',
  total: '合计行',
  note: '说明文字',
  otherTable: '另一张表的表头',
}

export interface FoundTable {
  /** The sheet's own row numbers, as everywhere here. Empty when the sheet starts with data. */
  readonly headerRows: readonly number[]
  readonly columns: readonly TableColumn[]
  readonly dataRows: readonly number[]
  readonly ignored: readonly { readonly row: number; readonly reason: IgnoredReason }[]
  /** `单位：万元` written above the table. */
  readonly moneyUnit: '元' | '万元' | null
}

const totalStart =
  /^(本页|本月|本年|本季|当月|当年|以上|全部)?(合计|小计|总计|共计|累计|汇总|总数|总和)(?![\u4e00-\u9fa5]{3,})/u
const totalCount = /^(共|共计|合计|总计)[:：]?\d+(家|条|户|个|行|笔|项)/u
const noteStart =
  /^(注|备注|说明|填表说明|填写说明|提示|附|制表|填表|审核|复核|审批|批准|单位负责人|主管|打印|数据来源|截止|统计|以上)[^\u4e00-\u9fa5]|^(制表人|填表人|审核人|复核人|审批人|制表日期|填表日期|打印日期|打印时间|制表时间|注[:：0-9]|第\s*\d+\s*页)|^[※*＊☆]/u

/**
 * Finds the table of a sheet: its head under title rows (one line, two, or merged), and below it the rows that
 * hold customers. Everything else is named with its reason, so that no row disappears unexplained.
 */
export function findTable(sheet: Sheet): FoundTable {
  const blockAt = mergeLookup(sheet)
  const head = findHead(sheet, blockAt)
  const columns = head === null ? columnsWithoutHead(sheet) : headTitles(sheet, head, blockAt)
  const ignored: { row: number; reason: IgnoredReason }[] = []
  const dataRows: number[] = []
  const firstDataRow = head === null ? sheet.firstRow : head.lastRow + 1
  for (let row = sheet.firstRow; row < (head?.firstRow ?? sheet.firstRow); row += 1) {
    ignored.push({ row, reason: isBlankRow(sheet, row) ? 'blank' : 'title' })
  }
  const classify = rowClassifier(sheet, head, columns, blockAt)
  const last = lastRowOf(sheet)
  for (let row = firstDataRow; row <= last; row += 1) {
    const reason = classify(row)
    if (reason === null) dataRows.push(row)
    else ignored.push({ row, reason })
  }
  return {
    headerRows: head === null ? [] : rowsBetween(head.firstRow, head.lastRow),
    columns,
    dataRows,
    ignored,
    moneyUnit: unitAbove(sheet, head),
  }
}

const dittoMarks = new Set(['同上', '〃', '″', '"', '＂', '“', '”', '同前', '..'])

/**
 * The cells of a data row as a person reads them, by column index: a merge that runs down gives its value to
 * every row, and 同上 stands for the value above it.
 */
export function tableRowReader(sheet: Sheet, table: FoundTable): (row: number) => PackedCell[] {
  const blockAt = mergeLookup(sheet)
  const isData = new Set(table.dataRows)
  const width = Math.max(0, ...table.columns.map((column) => column.index + 1))
  const valueAt = (row: number, column: number): PackedCell => {
    const own = filledCell(sheet, blockAt, row, column)
    if (typeof own !== 'string' || !dittoMarks.has(own.trim())) return own
    for (let above = row - 1; above >= sheet.firstRow; above -= 1) {
      if (!isData.has(above)) continue
      const value = filledCell(sheet, blockAt, above, column)
      if (typeof value !== 'string' || !dittoMarks.has(value.trim())) return value
    }
    return own
  }
  return (row) => Array.from({ length: width }, (_, column) => valueAt(row, column))
}

function rowClassifier(
  sheet: Sheet,
  head: Head | null,
  columns: readonly TableColumn[],
  blockAt: (row: number, column: number) => MergedBlock | null,
): (row: number) => IgnoredReason | null {
  const headLines =
    head === null ? [] : rowsBetween(head.firstRow, head.lastRow).map((row) => lineOf(sheet, row))
  const titleTexts = new Set<string>()
  if (head !== null) {
    for (let row = sheet.firstRow; row < head.firstRow; row += 1) titleTexts.add(onlyText(sheet, row) ?? '')
    titleTexts.delete('')
  }
  return (row) => {
    const cells = rowAt(sheet, row).filter((cell) => !isBlankCell(cell))
    if (cells.length === 0) return 'blank'
    if (headLines.some((headLine) => isSameLine(rowAt(sheet, row), headLine))) return 'repeatedHead'
    const first = cells.slice(0, 3).map((cell) => cellText(cell))
    if (cells.length === 1 && titleTexts.has(first[0] ?? '')) return 'title'
    if (first.some((text) => isTotal(text)) && !hasLongText(cells.map((cell) => cellText(cell))))
      return 'total'
    if (cells.length <= 3 && isNote(sheet, row, first, columns, blockAt)) return 'note'
    if (cells.length >= 3 && areTitles(cells)) return 'otherTable'
    return null
  }
}

/** A total's other cells are numbers; a company named 合计划… has an address, a person, a remark. */
function hasLongText(filled: readonly string[]): boolean {
  return filled.some((text) => !isTotal(text) && /[\u4e00-\u9fa5]{6,}/u.test(text))
}

function isTotal(text: string): boolean {
  if (text.length > 60 || !/[计共总累汇]/u.test(text)) return false
  const plain = text.replace(/\s/gu, '')
  return plain.length <= 30 && (totalStart.test(plain) || totalCount.test(plain))
}

function isNote(
  sheet: Sheet,
  row: number,
  filled: readonly string[],
  columns: readonly TableColumn[],
  blockAt: (row: number, column: number) => MergedBlock | null,
): boolean {
  const first = filled[0] ?? ''
  if (filled.length <= 3 && noteStart.test(first.trim())) return true
  if (filled.length > 1 || columns.length < 3) return false
  // One text over half the table: a section title or a note. One text in one cell may be a customer's name.
  const column = rowAt(sheet, row).findIndex((cell) => !isBlankCell(cell))
  const block = blockAt(row, column)
  const width = block === null ? 1 : block.lastColumn - block.firstColumn + 1
  return width >= Math.max(3, columns.length / 2) || first.length > 60
}

function columnsWithoutHead(sheet: Sheet): TableColumn[] {
  const width = sheet.rows.reduce((most, row) => Math.max(most, row.length), 0)
  return Array.from({ length: width }, (_, index) => ({ index, title: '', parts: [] }))
}

function unitAbove(sheet: Sheet, head: Head | null): '元' | '万元' | null {
  if (head === null) return null
  for (let row = sheet.firstRow; row < head.firstRow; row += 1) {
    for (const text of filledTexts(sheet, row)) {
      if (!/单位[:：]/u.test(text.replace(/\s/gu, ''))) continue
      const unit = moneyUnitOfTitle(text)
      if (unit !== null) return unit
    }
  }
  return null
}

function lineOf(sheet: Sheet, row: number): string[] {
  return rowAt(sheet, row).map(plainText)
}

function plainText(cell: PackedCell | undefined): string {
  return cellText(cell).normalize('NFKC').replace(/\s/gu, '')
}

/**
 * Repeated heads may lack a cell (an added column) but hold nothing that the head has not. A row whose first
 * three texts are all others is none, which spares 100,000 rows the rest.
 */
function isSameLine(cells: readonly PackedCell[], headLine: readonly string[]): boolean {
  let same = 0
  let filled = 0
  for (const [index, cell] of cells.entries()) {
    if (cell === null) continue
    const text = plainText(cell)
    if (text === '') continue
    filled += 1
    if (text === headLine[index]) same += 1
    else if (same === 0 && filled >= 3) return false
  }
  return filled >= 2 && same / filled >= 0.8
}

/** Whether four of five texts are known titles; stops at the first one too many that is not. */
function areTitles(filled: readonly PackedCell[]): boolean {
  const mostStrangers = filled.length * 0.2
  let strangers = 0
  for (const cell of filled) {
    const text = typeof cell === 'string' && cell.length <= 30 ? cell : ''
    if (text === '' || /\d{2}/u.test(text) || !isKnownTitle(text)) strangers += 1
    if (strangers > mostStrangers) return false
  }
  return true
}

function filledTexts(sheet: Sheet, row: number): string[] {
  return rowAt(sheet, row)
    .filter((cell) => !isBlankCell(cell))
    .map((cell) => cellText(cell))
}

function onlyText(sheet: Sheet, row: number): string | null {
  const filled = filledTexts(sheet, row)
  return filled.length === 1 ? (filled[0] ?? null) : null
}

function isBlankRow(sheet: Sheet, row: number): boolean {
  return rowAt(sheet, row).every((cell) => isBlankCell(cell))
}

function rowsBetween(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
