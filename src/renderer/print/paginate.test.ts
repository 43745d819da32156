import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillPages, numberPages, splitTallRows } from './paginate.ts'
import { cells, label, value, type PaperBlock, type PaperRecord, type PaperRow } from './paper-rows.ts'

const runningHead: PaperRow = { kind: 'runningHead', left: '续', right: 'KH-000001' }

function aRecord(...blocks: PaperBlock[]): PaperRecord {
  return { archiveNumber: 'KH-000001', runningHead, blocks }
}

function aTable(name: string, rowCount: number): PaperBlock {
  const rows = Array.from({ length: rowCount }, (_, index) => cells(value(`${name}${index + 1}`, 24)))
  return { heads: [{ kind: 'band', text: name }], rows, isKeptTogether: false }
}

function textsOf(page: readonly PaperRow[]): string[] {
  return page.map((row) => {
    if (row.kind === 'cells') return row.cells.map((cell) => cell.text).join('|')
    return row.kind === 'band' ? `[${row.text}]` : row.kind
  })
}

const one = () => 1

describe('fillPages', () => {
  it('repeats the heads of a table and tops each further page with the running head', () => {
    const pages = fillPages(aRecord(aTable('表', 5)), 4, one)
    expect(pages.map(textsOf)).toEqual([
      ['[表]', '表1', '表2', '表3'],
      ['runningHead', '[表]', '表4', '表5'],
    ])
  })

  it('never ends a page with heads', () => {
    const pages = fillPages(aRecord(aTable('甲', 2), aTable('乙', 2)), 4, one)
    expect(pages.map(textsOf)).toEqual([
      ['[甲]', '甲1', '甲2'],
      ['runningHead', '[乙]', '乙1', '乙2'],
    ])
  })

  it('moves a block that is kept together as a whole, unless no page could hold it', () => {
    const signatures: PaperBlock = {
      heads: [],
      rows: [cells(value('签', 24)), cells(value('注', 24))],
      isKeptTogether: true,
    }
    expect(fillPages(aRecord(aTable('表', 2), signatures), 4, one).map(textsOf)).toEqual([
      ['[表]', '表1', '表2'],
      ['runningHead', '签', '注'],
    ])
    const endless = { ...aTable('长', 6), isKeptTogether: true }
    expect(fillPages(aRecord(aTable('表', 1), endless), 4, one)).toHaveLength(4)
  })

  it('keeps every row, in order and whole, and overfills no page, whatever the heights', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 30 }), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        (tables, kept) => {
          const heights = new Map<PaperRow, number>([[runningHead, 7]])
          const blocks = tables.map((rowHeights, index) => {
            const table = { ...aTable(`${index}-`, rowHeights.length), isKeptTogether: kept[index] ?? false }
            table.rows.forEach((row, at) => heights.set(row, rowHeights[at] ?? 1))
            table.heads.forEach((row) => heights.set(row, 9))
            return table
          })
          const heightOf = (row: PaperRow) => heights.get(row) ?? 0
          const pages = fillPages(aRecord(...blocks), 100, heightOf)
          const rows = pages.flat().filter((row) => row.kind === 'cells')
          expect(rows).toEqual(blocks.flatMap((block) => block.rows))
          for (const page of pages) {
            expect(page.reduce((sum, row) => sum + heightOf(row), 0)).toBeLessThanOrEqual(100)
            expect(page.at(-1)?.kind).toBe('cells')
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('splitTallRows', () => {
  /** A line holds ten characters. */
  const heightOf = (row: PaperRow) =>
    row.kind === 'cells' ? Math.max(...row.cells.map((cell) => Math.ceil([...cell.text].length / 10))) : 1

  it('cuts what no page could hold, loses no character, and marks what goes on', () => {
    const remark = '第一句话说到这里。'.repeat(40)
    const block: PaperBlock = {
      heads: [],
      rows: [cells(label('备注', 4), value(remark, 20), value('短', 4))],
      isKeptTogether: false,
    }
    const { blocks } = splitTallRows(aRecord(block), 11, heightOf, () => undefined)
    const rows = (blocks[0]?.rows ?? []).filter((row) => row.kind === 'cells')
    expect(rows.map((row) => row.cells[1]?.text).join('')).toBe(remark)
    expect(rows.map((row) => row.cells[2]?.text).join('')).toBe('短')
    expect(rows.every((row) => heightOf(row) <= 10)).toBe(true)
    expect(rows.map((row) => row.cells[0]?.text)).toEqual(['备注', ...rows.slice(1).map(() => '备注（续）')])
  })

  it('leaves a record alone that fits', () => {
    const record = aRecord(aTable('表', 3))
    expect(splitTallRows(record, 11, heightOf, () => undefined)).toBe(record)
  })
})

describe('numberPages', () => {
  const records = [
    { archiveNumber: 'A', pages: [[], []], isCompact: false },
    { archiveNumber: 'B', pages: [[]], isCompact: true },
  ]

  it.each([
    ['perRecord', ['A 1/2', 'A 2/2', 'B 1/1']],
    ['continuous', ['A 1/3', 'A 2/3', 'B 3/3']],
  ] as const)('numbers %s', (numbering, expected) => {
    const numbered = numberPages(records, numbering).map(
      (page) => `${page.archiveNumber} ${page.pageNumber}/${page.pageCount}`,
    )
    expect(numbered).toEqual(expected)
  })
})
