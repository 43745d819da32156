import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { read as readWithSheetJs, type CellObject } from '@e965/xlsx'
import fc from 'fast-check'
import { readXlsx as readWithHucre } from 'hucre'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cellText, unpackCell } from '../../shared/import/sheet.ts'
import { readWorkbook } from '../import/reader/read-workbook.ts'
import { reasonTitle, writeErrorWorkbook, writeWorkbook, type ExportSheet } from './workbook-writer.ts'

function freshPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-writer-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, '客户清单.xlsx')
}

async function rowsOf(path: string): Promise<string[][]> {
  const { sheets } = await readWorkbook({ path })
  return (sheets[0]?.rows ?? []).map((row) => row.map(cellText))
}

const customers: ExportSheet = {
  name: '客户',
  title: '客户清单',
  notes: ['导出：王芳 2026-11-22 09:30'],
  columns: [
    { title: '档案编号', kind: 'text' },
    { title: '客户名称', kind: 'text', width: 30 },
    { title: '手机', kind: 'text' },
    { title: '员工人数', kind: 'number' },
    { title: '注册资本（元）', kind: 'money' },
    { title: '成立日期', kind: 'day' },
    { title: '登记时间', kind: 'instant' },
  ],
  rows: [
    [
      'KH-000001',
      '江苏华东电气有限公司',
      '13800138000',
      120,
      123_456_789,
      '2001-02-28',
      '2026-11-21T16:30:05.000Z',
    ],
    ['KH-000002', '𠮷田（上海）有限公司', '0013', null, 5, '1899-01-01', null],
  ],
}

describe('writeWorkbook', () => {
  it('writes typed cells: phones as texts, amounts in 元, days as days, instants as Shanghai time', async () => {
    const path = freshPath()
    await writeWorkbook([customers], path)
    const { sheets } = await readWorkbook({ path })
    expect(sheets[0]?.rows.map((row) => row.map((cell) => unpackCell(cell).value))).toEqual([
      ['客户清单'],
      ['导出：王芳 2026-11-22 09:30'],
      customers.columns.map((column) => column.title),
      [
        'KH-000001',
        '江苏华东电气有限公司',
        '13800138000',
        120,
        1_234_567.89,
        '2001-02-28',
        '2026-11-22T00:30:05',
      ],
      // 1899 lies before the first day of a spreadsheet, so it stays a text.
      ['KH-000002', '𠮷田（上海）有限公司', '0013', null, 0.05, '1899-01-01'],
    ])
    expect(unpackCell(sheets[0]?.rows[4]?.[5]).kind).toBe('text')
  })

  it('freezes the head, sets A4 landscape and repeats the head on every page', async () => {
    const path = freshPath()
    await writeWorkbook([customers], path)
    const book = readWithSheetJs(readFileSync(path), { bookFiles: true }) as unknown as {
      files: Record<string, { content: Uint8Array }>
    }
    const partText = (name: string) => Buffer.from(book.files[name]?.content ?? []).toString('utf8')
    const sheet = partText('xl/worksheets/sheet1.xml')
    expect(sheet).toMatch(/<pane [^>]*ySplit="3"[^>]*state="frozen"/u)
    expect(sheet).toMatch(/<pageSetup [^>]*paperSize="9"[^>]*/u)
    expect(sheet).toMatch(/orientation="landscape"/u)
    expect(partText('xl/workbook.xml')).toContain('_xlnm.Print_Titles')
  })

  it('leaves no live formula in two other readers, and comes back as it was', async () => {
    const signs = ['=', '+', '-', '@', '\t', '\n', '＝', '＋', '－', '＠', "'=", "''-", "'", "'a"]
    const texts = fc.sample(fc.tuple(fc.constantFrom(...signs), fc.string({ maxLength: 20 })), {
      numRuns: 500,
      seed: 7,
    })
    const rows = [
      ['=HYPERLINK("http://x","y")'],
      ['=cmd|"/c calc"!A0'],
      ...texts.map(([sign, rest]) => [sign + rest.replace(/[^\u0020-\u007e]/gu, 'x')]),
    ]
    const path = freshPath()
    await writeWorkbook([{ name: 'x', columns: [{ title: '备注', kind: 'text' }], rows }], path)

    const fromHucre = await readWithHucre(readFileSync(path))
    expect(
      [...(fromHucre.sheets[0]?.cells?.values() ?? [])].filter((cell) => cell.formula !== undefined),
    ).toEqual([])
    const fromSheetJs = readWithSheetJs(readFileSync(path)).Sheets['x'] ?? {}
    const cells = Object.entries(fromSheetJs).filter(([key]) => !key.startsWith('!')) as [
      string,
      CellObject,
    ][]
    expect(cells.filter(([, cell]) => cell.f !== undefined || cell.t !== 's')).toEqual([])
    expect(cells.slice(1).filter(([, cell]) => /^[=+\-@\t\n＝＋－＠]/u.test(String(cell.v)))).toEqual([])

    expect((await rowsOf(path)).slice(1)).toEqual(rows)
  })

  it('gives back any text that a cell may hold', async () => {
    const texts = fc.sample(
      fc.oneof(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
        fc.constantFrom('_x000D_', '_x0041_b', '_x_', '𠮷\n田'),
      ),
      { numRuns: 300, seed: 11 },
    )
    const rows = texts.map((text, index) => [String(index), text])
    const path = freshPath()
    const columns = [
      { title: '序号', kind: 'text' },
      { title: '备注', kind: 'text' },
    ] as const
    await writeWorkbook([{ name: 'x', columns, rows }], path)
    expect((await rowsOf(path)).slice(1).map((row) => row[1])).toEqual(
      texts.map((text) => text.replace(/\r\n?/gu, '\n')),
    )
  })

  it('makes sheet names that Excel takes, and none twice', async () => {
    const path = freshPath()
    const names = ['一/二', '一:二', '客户'.repeat(30), '', "'a'"]
    await writeWorkbook(
      names.map((name) => ({ name, columns: [{ title: '客户名称', kind: 'text' }], rows: [['甲']] })),
      path,
    )
    const { sheets } = await readWorkbook({ path })
    expect(sheets.map((sheet) => sheet.name)).toEqual([
      '一 二',
      '一 二 (2)',
      '客户'.repeat(15) + '客',
      '表',
      'a',
    ])
  })

  it('leaves nothing but the workbook behind, and nothing at all when the place is wrong', async () => {
    const path = freshPath()
    await writeWorkbook([customers], path)
    expect(readdirSync(join(path, '..'))).toEqual(['客户清单.xlsx'])
    await expect(writeWorkbook([customers], join(path, 'x', 'y.xlsx'))).rejects.toMatchObject({
      code: 'path-refused',
    })
  })

  it('marks cells with their reason', async () => {
    const path = freshPath()
    await writeWorkbook(
      [{ ...customers, markedCells: [{ row: 1, column: 2, reason: '号码位数不对' }] }],
      path,
    )
    const sheet = readWithSheetJs(readFileSync(path), { cellStyles: true }).Sheets['客户']
    const cell = sheet?.['C5'] as CellObject | undefined
    expect(cell?.c?.map((comment) => comment.t)).toEqual(['号码位数不对'])
  })
})

describe('writeErrorWorkbook', () => {
  it('gives rows back with their kinds of cells, and reads in again without the reason', async () => {
    const path = freshPath()
    const cells = [
      '=坏公式',
      13_800_138_000,
      { kind: 'day', text: '2024-03-05', value: '2024-03-05', warnings: [] },
      { kind: 'number', text: '000123', value: 123, format: '000000', warnings: [] },
      { kind: 'error', text: '#N/A', value: null, warnings: ['error-value'] },
    ] as const
    await writeErrorWorkbook(
      [
        {
          name: '客户',
          titles: ['客户名称', '手机', '登记日期', '编码', '备注'],
          rows: [{ row: 7, cells, reason: '名称不可用', markedColumns: [0] }],
        },
      ],
      path,
    )
    const { sheets } = await readWorkbook({ path })
    expect(sheets[0]?.rows[0]?.at(-1)).toBe(reasonTitle)
    expect(sheets[0]?.rows[1]?.slice(0, 4)).toEqual([
      '=坏公式',
      13_800_138_000,
      expect.objectContaining({ kind: 'day', value: '2024-03-05' }),
      expect.objectContaining({ text: '000123', value: 123 }),
    ])
    expect(sheets[0]?.rows[1]?.slice(4)).toEqual(['#N/A', '第 7 行：名称不可用'])
  })
})
