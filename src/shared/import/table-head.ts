import { isKnownTitle, meaningsOfTitle } from './column-synonyms.ts'
import {
  cellText,
  isBlankCell,
  lastRowOf,
  rowAt,
  unpackCell,
  type MergedBlock,
  type PackedCell,
  type Sheet,
} from './sheet.ts'

export interface TableColumn {
  readonly index: number
  /** The lines of the head joined: 联系人 over 手机 is 联系人手机. Empty where the sheet has no head. */
  readonly title: string
  /** The lines themselves, from the top. */
  readonly parts: readonly string[]
}

/** The rows of a head, by the sheet's own numbers. */
export interface Head {
  readonly firstRow: number
  readonly lastRow: number
}

type BlockAt = (row: number, column: number) => MergedBlock | null

/** Title rows above a head are few; what has not come by then is a sheet without one. */
const searchedRows = 60
const mostHeadLines = 3
const longestTitle = 30

/**
 * Finds the head: the row whose cells read most like titles (short texts, known ones above all) and least like
 * values. Null for a sheet that starts with data.
 */
export function findHead(sheet: Sheet, blockAt: BlockAt): Head | null {
  const last = Math.min(lastRowOf(sheet), sheet.firstRow + searchedRows - 1)
  let best: { row: number; score: number } | null = null
  for (let row = sheet.firstRow; row <= last; row += 1) {
    const score = headScore(sheet, row)
    // The first of equals: a repeated head further down is the same head.
    if (score > (best?.score ?? 0.999)) best = { row, score }
  }
  return best === null ? null : withNeighbours(sheet, best.row, blockAt)
}

/** How much a row reads like a head; 0 for one that cannot be. */
function headScore(sheet: Sheet, row: number): number {
  const cells = rowAt(sheet, row).filter((cell) => !isBlankCell(cell))
  if (cells.length < 2) return 0
  let known = 0
  let plausible = 0
  let valueLike = 0
  const seen = new Set<string>()
  for (const cell of cells) {
    const text = cellText(cell).trim()
    if (isKnownTitle(text)) known += 1
    else if (isTitleLike(cell) && (meaningsOfTitle(text)[0]?.likeness ?? 0) > 0.6) known += 0.7
    else if (isTitleLike(cell)) plausible += 1
    else valueLike += 1
    seen.add(text)
  }
  if (valueLike > known + plausible * 0.5 || seen.size < 2) return 0
  // Without a single known title, a row of short texts is a head only if nothing speaks against it.
  if (known === 0) return valueLike === 0 && cells.length >= 3 && isAboveValues(sheet, row) ? 1 : 0
  return known * 3 + plausible * 0.5 - valueLike * 2
}

/** Whether the row below holds numbers or days where this one holds texts. */
function isAboveValues(sheet: Sheet, row: number): boolean {
  const below = rowAt(sheet, row + 1)
  return below.some((cell) => !isBlankCell(cell) && !isTitleLike(cell))
}

function isTitleLike(cell: PackedCell): boolean {
  const { kind, text } = unpackCell(cell)
  if (kind !== 'text') return false
  const plain = text.trim()
  return (
    plain.length <= longestTitle && !/\d{5,}|@|^[\d\s.,:/%-]+$|有限公司|有限责任公司|股份公司/u.test(plain)
  )
}

/** Adds the lines above (merged group titles) and below (the second line of a two-line head). */
function withNeighbours(sheet: Sheet, row: number, blockAt: BlockAt): Head {
  let firstRow = row
  let lastRow = row
  while (lastRow - firstRow + 1 < mostHeadLines && isSecondLine(sheet, lastRow, lastRow + 1, blockAt))
    lastRow += 1
  while (
    lastRow - firstRow + 1 < mostHeadLines &&
    firstRow > sheet.firstRow &&
    isSecondLine(sheet, firstRow - 1, firstRow, blockAt) &&
    isGroupLine(sheet, firstRow - 1, blockAt)
  ) {
    firstRow -= 1
  }
  return { firstRow, lastRow }
}

/**
 * Whether `lower` continues the head in `upper`: its cells are titles, and they stand where the upper line has
 * a merge or nothing, while what it leaves blank is covered from above.
 */
function isSecondLine(sheet: Sheet, upper: number, lower: number, blockAt: BlockAt): boolean {
  const cells = rowAt(sheet, lower)
  const filled = [...cells.entries()].filter(([, cell]) => !isBlankCell(cell))
  if (filled.length === 0 || !filled.every(([, cell]) => isTitleLike(cell))) return false
  const isUnderGroup = (column: number) => {
    const block = blockAt(upper, column)
    if (block !== null) return block.lastColumn > block.firstColumn && block.lastRow === upper
    return isBlankCell(rowAt(sheet, upper)[column]) || isWideByBlanks(sheet, upper, lower, column)
  }
  if (!filled.every(([column]) => isUnderGroup(column))) return false
  const known = filled.filter(([, cell]) => isKnownTitle(cellText(cell))).length
  const hasMerge = filled.some(([column]) => blockAt(upper, column) !== null)
  const runsDown = rowAt(sheet, upper).some((_, column) => (blockAt(upper, column)?.lastRow ?? 0) >= lower)
  return known >= filled.length / 2 && (hasMerge || runsDown || known >= 1)
}

/** Without merges (a .csv): 联系人 | (blank) over 姓名 | 手机 spans both. */
function isWideByBlanks(sheet: Sheet, upper: number, lower: number, column: number): boolean {
  return (
    isBlankCell(rowAt(sheet, upper)[column + 1]) &&
    !isBlankCell(rowAt(sheet, lower)[column + 1]) &&
    !isBlankCell(rowAt(sheet, upper)[column])
  )
}

/**
 * A line of group titles reaches over the titles below: by a merge narrower than the table, or by standing over
 * most of them. 填报部门：销售部 … 单位：万元 is no such line, nor is a title over the whole table.
 */
function isGroupLine(sheet: Sheet, row: number, blockAt: BlockAt): boolean {
  const cells = rowAt(sheet, row)
  const filled = [...cells.entries()].filter(([, cell]) => !isBlankCell(cell))
  if (filled.length < 2 || filled.some(([, cell]) => !isTitleLike(cell) || /[:：]/u.test(cellText(cell))))
    return false
  const below = rowAt(sheet, row + 1).length
  const hasGroup = filled.some(([column]) => {
    const block = blockAt(row, column)
    return (
      block !== null &&
      block.lastColumn > block.firstColumn &&
      block.lastColumn - block.firstColumn + 1 < below
    )
  })
  return hasGroup || filled.length >= below / 2
}

/** The titles of a head, its lines joined from the top. Columns without a title that hold values are kept. */
export function headTitles(sheet: Sheet, head: Head, blockAt: BlockAt): TableColumn[] {
  const width = sheet.rows.reduce((most, row) => Math.max(most, row.length), 0)
  const columns: TableColumn[] = []
  for (let column = 0; column < width; column += 1) {
    const parts: string[] = []
    for (let row = head.firstRow; row <= head.lastRow; row += 1) {
      const text = titleAt(sheet, head, row, column, blockAt)
      if (text !== '' && text !== parts.at(-1)) parts.push(text)
    }
    if (parts.length === 0 && !hasValuesBelow(sheet, head, column)) continue
    columns.push({ index: column, title: joinParts(parts), parts })
  }
  return columns
}

function titleAt(sheet: Sheet, head: Head, row: number, column: number, blockAt: BlockAt): string {
  const own = flat(cellText(rowAt(sheet, row)[column]))
  if (own !== '') return own
  const block = blockAt(row, column)
  if (block !== null) return flat(cellText(rowAt(sheet, block.firstRow)[block.firstColumn]))
  // A group title without a merge reaches right over blanks, as long as the line below has titles there.
  if (row === head.lastRow || isBlankCell(rowAt(sheet, head.lastRow)[column])) return ''
  for (let left = column - 1; left >= 0; left -= 1) {
    const text = flat(cellText(rowAt(sheet, row)[left]))
    if (text !== '') return isBlankCell(rowAt(sheet, head.lastRow)[left]) ? '' : text
    if (isBlankCell(rowAt(sheet, head.lastRow)[left])) return ''
  }
  return ''
}

/** 联系人 + 手机 is 联系人手机; 联系人 + 联系人姓名 says it once. */
function joinParts(parts: readonly string[]): string {
  return parts.reduce((joined, part) => (part.startsWith(joined) ? part : joined + part), '')
}

function hasValuesBelow(sheet: Sheet, head: Head, column: number): boolean {
  for (let row = head.lastRow + 1; row <= lastRowOf(sheet); row += 1) {
    if (!isBlankCell(rowAt(sheet, row)[column])) return true
  }
  return false
}

function flat(text: string): string {
  return text.replace(/[\s\u200B\uFEFF]+/gu, '')
}
