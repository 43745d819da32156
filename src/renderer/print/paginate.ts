import type { PageNumbering } from '../../shared/print/print.ts'
import type { CellRow, PaperBlock, PaperCell, PaperPage, PaperRecord, PaperRow } from './paper-rows.ts'

export type HeightOf = (row: PaperRow) => number

/**
 * Fills pages with the rows of one record. A row is never broken, a block's heads stand above its first row on
 * every page, and heads never end a page. A row must fit on a page of its own: see {@link splitTallRows}.
 */
export function fillPages(record: PaperRecord, capacity: number, heightOf: HeightOf): PaperRow[][] {
  const pages: PaperRow[][] = []
  let page: PaperRow[] = []
  let used = 0
  let isFresh = true

  function put(rows: readonly PaperRow[]): void {
    for (const row of rows) {
      page.push(row)
      used += heightOf(row)
    }
    isFresh = false
  }

  function turnPage(): void {
    pages.push(page)
    page = []
    used = 0
    put([record.runningHead])
    isFresh = true
  }

  for (const { heads, rows, isKeptTogether } of record.blocks) {
    const whole = sumOf([...heads, ...rows], heightOf)
    const room = capacity - heightOf(record.runningHead)
    if (isKeptTogether && !isFresh && used + whole > capacity && whole <= room) turnPage()
    rows.forEach((row, index) => {
      const isFirst = index === 0
      const needed = (isFirst ? sumOf(heads, heightOf) : 0) + heightOf(row)
      if (used + needed > capacity && !isFresh) {
        turnPage()
        put([...heads, row])
      } else {
        put(isFirst ? [...heads, row] : [row])
      }
    })
  }
  if (page.length > 0) pages.push(page)
  return pages
}

export interface LaidOutRecord {
  readonly archiveNumber: string
  readonly pages: readonly (readonly PaperRow[])[]
  readonly isCompact: boolean
}

/** Numbers the pages of a whole document: per record, or through all of it. */
export function numberPages(records: readonly LaidOutRecord[], numbering: PageNumbering): PaperPage[] {
  const total = records.reduce((sum, { pages }) => sum + pages.length, 0)
  let before = 0
  return records.flatMap(({ archiveNumber, pages, isCompact }) => {
    const start = numbering === 'continuous' ? before : 0
    before += pages.length
    return pages.map((rows, index) => ({
      archiveNumber,
      rows,
      isCompact,
      pageNumber: start + index + 1,
      pageCount: numbering === 'continuous' ? total : pages.length,
    }))
  })
}

/**
 * Cuts rows that no page could hold (a remark of 4,000 characters in a narrow cell) in halves until they fit.
 * `measure` tells the heights of many rows at once.
 */
export function splitTallRows(
  record: PaperRecord,
  capacity: number,
  heightOf: HeightOf,
  measure: (rows: readonly PaperRow[]) => void,
): PaperRecord {
  const roomUnder = (block: PaperBlock) =>
    capacity - heightOf(record.runningHead) - sumOf(block.heads, heightOf)
  function fit(row: PaperRow, room: number): PaperRow[] {
    if (heightOf(row) <= room) return [row]
    const halves = halved(row)
    if (halves === null) return [row]
    measure(halves)
    return halves.flatMap((half) => fit(half, room))
  }
  const isTall = record.blocks.some((block) => block.rows.some((row) => heightOf(row) > roomUnder(block)))
  if (!isTall) return record
  return {
    ...record,
    blocks: record.blocks.map((block) => ({
      ...block,
      rows: block.rows.flatMap((row) => fit(row, roomUnder(block))),
    })),
  }
}

/** Short texts stay whole in the first half; their cell in the second is blank. */
const shortText = 30

function halved(row: PaperRow): [PaperRow, PaperRow] | null {
  if (row.kind === 'note') {
    if (row.text.length <= shortText) return null
    const [first, second] = cut(row.text)
    return [
      { kind: 'note', text: first },
      { kind: 'note', text: second },
    ]
  }
  if (row.kind !== 'cells' || row.cells.every(({ text }) => text.length <= shortText)) return null
  const pairs = row.cells.map((cell): [PaperCell, PaperCell] => {
    if (cell.kind === 'label') return [cell, { ...cell, text: `${cell.text.replace(/（续）$/u, '')}（续）` }]
    const [first, second] = cell.text.length <= shortText ? [cell.text, ''] : cut(cell.text)
    const { note: _, ...rest } = cell
    return [
      { ...cell, text: first },
      { ...rest, text: second },
    ]
  })
  const half = (index: 0 | 1): CellRow => ({ kind: 'cells', cells: pairs.map((pair) => pair[index]) })
  return [half(0), half(1)]
}

/** Near the middle, after a line break or a mark of punctuation where there is one close by. */
function cut(text: string): [string, string] {
  const characters = [...text]
  const middle = Math.floor(characters.length / 2)
  const reach = Math.floor(characters.length / 8)
  for (let distance = 0; distance <= reach; distance += 1) {
    for (const at of [middle - distance, middle + distance]) {
      if (/[\n。；;，,、]/u.test(characters[at - 1] ?? '')) return parts(at)
    }
  }
  return parts(middle)

  function parts(at: number): [string, string] {
    return [characters.slice(0, at).join(''), characters.slice(at).join('')]
  }
}

function sumOf(rows: readonly PaperRow[], heightOf: HeightOf): number {
  return rows.reduce((sum, row) => sum + heightOf(row), 0)
}
