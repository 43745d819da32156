import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { read as readWithSheetJs, type CellObject } from '@e965/xlsx'
import { readXlsx as readWithHucre } from 'hucre'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cellAt, columnLetters, unpackCell, type Workbook } from '../../../shared/import/sheet.ts'
import { makePlainWorkbook, type PlainCell, type PlainSheet } from '../../sample/plain-workbook.ts'
import { seededRandom } from '../../sample/sample-companies.ts'
import { makeSampleWorkbook } from '../../sample/sample-workbook.ts'
import { readWorkbook } from './read-workbook.ts'

function read(bytes: Uint8Array, fileName = '客户.xlsx'): Promise<Workbook> {
  return readWorkbook({ bytes, fileName })
}

function textFile(text: string, encoding: BufferEncoding = 'utf8') {
  return read(Buffer.from(text, encoding), '客户.csv')
}

/** A book with everything that a generator can think of, the same for each seed. */
function generatedBook(seed: number): { bytes: Buffer; is1904: boolean } {
  const random = seededRandom(seed)
  const upTo = (count: number) => Math.floor(random() * count)
  const texts = [
    '客户',
    '𠮷田',
    'a<b>&"c\'',
    ' 前后空格 ',
    '多\n行',
    '_x0041_',
    '=1+1',
    '0013',
    'ＡＢＣ',
    '\u200b',
    '-',
    '是',
  ]
  const formats = [
    'yyyy-mm-dd',
    'yyyy"年"m"月"d"日"',
    'h:mm',
    '000000',
    '0.00%',
    '#,##0.00',
    '"d" 0',
    '[Red]0',
    '@',
  ]
  const cell = (): PlainCell => {
    const kind = upTo(10)
    if (kind < 2) return null
    if (kind < 5) return texts[upTo(texts.length)] + (random() < 0.5 ? String(upTo(9)) : '')
    if (kind < 7) return random() < 0.5 ? upTo(1e9) * 20 + 3 : Math.round(random() * 1e8) / 1000 - 500
    if (kind < 8)
      return {
        value: upTo(60_000) + (random() < 0.3 ? 0.5 : 0) + 61,
        format: formats[upTo(formats.length)] ?? '0',
      }
    if (kind < 9) return { error: ['#N/A', '#REF!', '#DIV/0!'][upTo(3)] ?? '#N/A' }
    return { formula: 'A1&"x"', value: random() < 0.5 ? upTo(1000) : '值' }
  }
  const sheets: PlainSheet[] = Array.from({ length: 1 + upTo(3) }, (_, index) => ({
    name: `表${index}`,
    rows: [
      ['头'],
      ...Array.from({ length: upTo(40) }, () =>
        random() < 0.1 ? [] : Array.from({ length: upTo(25) }, cell),
      ),
    ],
  }))
  const is1904 = random() < 0.2
  return { bytes: makePlainWorkbook(sheets, { is1904, isInline: random() < 0.3 }), is1904 }
}

function plain(text: unknown): unknown {
  return typeof text === 'string'
    ? text
        .replace(/_x([0-9A-F]{4})_/gu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
        .replace(/\r\n?/gu, '\n')
    : text
}

/** Every difference between our cells and SheetJS's raw ones, both ways. */
function differencesToSheetJs(ours: Workbook, bytes: Buffer): string[] {
  const book = readWithSheetJs(bytes, { dense: true, raw: true, cellNF: true, cellText: false })
  const differences: string[] = []
  for (const sheet of ours.sheets) {
    const rows = (book.Sheets[sheet.name]?.['!data'] ?? []) as (CellObject | undefined)[][]
    const last = Math.max(rows.length, sheet.rows.length + sheet.firstRow - 1)
    for (let row = 1; row <= last; row += 1) {
      for (let column = 0; column < 30; column += 1) {
        const theirs = rows[row - 1]?.[column]
        const cell = cellAt(sheet, row, column)
        const value = cell.kind === 'error' ? null : cell.value
        const other = theirs === undefined || theirs.t === 'e' || theirs.t === 'z' ? null : plain(theirs.v)
        const isDate = ['day', 'instant', 'time'].includes(cell.kind)
        if (isDate ? typeof other !== 'number' : value !== (other === '' ? null : other)) {
          differences.push(
            `${sheet.name}!${columnLetters(column)}${row}: ${String(value)} / ${String(other)}`,
          )
        }
      }
    }
  }
  return differences
}

/** The same against hucre, which makes dates itself: days and instants must agree to the second. */
async function differencesToHucre(ours: Workbook, bytes: Buffer): Promise<string[]> {
  const book = await readWithHucre(bytes)
  const differences: string[] = []
  for (const [index, sheet] of ours.sheets.entries()) {
    const rows = book.sheets[index]?.rows ?? []
    for (const [rowIndex, cells] of rows.entries()) {
      for (const [column, theirs] of cells.entries()) {
        const cell = cellAt(sheet, rowIndex + 1, column)
        if (cell.kind === 'error') continue
        let value: unknown = cell.value
        let other = plain(theirs)
        if (theirs instanceof Date) {
          other = theirs.toISOString().slice(0, 19)
          value = cell.kind === 'day' ? `${String(cell.value)}T00:00:00` : cell.value
        }
        if (value !== (other === '' || other === undefined ? null : other)) {
          differences.push(
            `${sheet.name}!${columnLetters(column)}${rowIndex + 1}: ${String(value)} / ${String(other)}`,
          )
        }
      }
    }
  }
  return differences
}

describe('the .xlsx scanner', () => {
  it('agrees with two libraries on every cell of 60 generated books', async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const { bytes } = generatedBook(seed)
      const ours = await read(bytes)
      expect(differencesToSheetJs(ours, bytes), `seed ${seed} against SheetJS`).toEqual([])
      expect(await differencesToHucre(ours, bytes), `seed ${seed} against hucre`).toEqual([])
    }
  })

  it('agrees with two libraries on every cell of the sample', async () => {
    const { bytes } = makeSampleWorkbook()
    const ours = await read(bytes)
    expect(differencesToSheetJs(ours, bytes)).toEqual([])
    expect(await differencesToHucre(ours, bytes)).toEqual([])
  })

  it('reads the same whatever the size of the slices the characters arrive in', async () => {
    const rows = Array.from({ length: 9000 }, (_, row) => [
      `第${row}家𠮷田电气有限公司`,
      `${row}`.repeat(7),
      'é',
    ])
    const { sheets } = await read(makePlainWorkbook([{ name: 's', rows }]))
    expect(sheets[0]?.rows).toEqual(rows)
  })

  it('keeps the sheet’s own row numbers when it starts further down', async () => {
    const { sheets } = await read(makePlainWorkbook([{ name: 's', rows: [[], [], ['甲'], [], ['乙']] }]))
    expect(sheets[0]).toMatchObject({ firstRow: 3, rows: [['甲'], [], ['乙']] })
  })

  it('reports progress and stops when told to', async () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => [Math.sin(row), Math.cos(row), `${row}客户`])
    const bytes = makePlainWorkbook([{ name: 's', rows }])
    const steps: number[] = []
    await readWorkbook(
      { bytes, fileName: 'a' },
      { onProgress: (step) => steps.push(step.readBytes / step.totalBytes) },
    )
    expect(steps.length).toBeGreaterThan(3)
    expect(steps.every((step, index) => step >= (steps[index - 1] ?? 0) && step <= 1)).toBe(true)

    const controller = new AbortController()
    const reading = readWorkbook(
      { bytes, fileName: 'a' },
      { signal: controller.signal, onProgress: () => controller.abort() },
    )
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('reads from a path as from bytes, and says so when the file cannot be opened', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'read-workbook-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const { bytes } = makeSampleWorkbook()
    const path = join(folder, '名单.txt') // the name tells nothing
    writeFileSync(path, bytes)
    const fromPath = await readWorkbook({ path })
    expect(fromPath).toMatchObject({ fileName: '名单.txt', kind: 'xlsx' })
    expect(fromPath.sheets).toEqual((await read(bytes)).sheets)
    await expect(readWorkbook({ path: join(folder, '没有.xlsx') })).rejects.toMatchObject({
      code: 'workbook-refused',
      details: { reason: 'unreadable' },
    })
    await expect(readWorkbook({ path: folder })).rejects.toMatchObject({ details: { reason: 'unreadable' } })
  })
})

describe('delimited text', () => {
  it.each([
    ['commas', 'a,b,c\n1,2,3\n'],
    ['tabs', 'a\tb\tc\n1\t2\t3\n'],
    ['semicolons', 'a;b;c\n1;2;3\n'],
    ['bars', 'a|b|c\r\n1|2|3'],
    ['full-width commas', 'a，b，c\n1，2，3'],
    ['a declared separator', 'sep=;\r\na;b;c\r\n1;2;3'],
    ['old Mac line ends', 'a,b,c\r1,2,3\r'],
  ])('finds %s', async (_, text) => {
    const { sheets } = await textFile(text)
    expect(sheets[0]?.rows).toEqual([
      ['a', 'b', 'c'],
      ['1', '2', '3'],
    ])
  })

  it('is not misled by separators inside quotes or in addresses', async () => {
    const { sheets } = await textFile('名称;地址\n甲;"a,b,c,d"\n乙;"x,y,z,w"\n')
    expect(sheets[0]?.rows[1]).toEqual(['甲', 'a,b,c,d'])
  })

  it('survives one stray quote and says so', async () => {
    const { sheets, warnings } = await textFile('名称,规格\n甲,"5 寸管\n乙,6寸\n')
    expect(sheets[0]?.rows).toEqual([
      ['名称', '规格'],
      ['甲', '"5 寸管'],
      ['乙', '6寸'],
    ])
    expect(warnings.join('')).toContain('引号')
  })

  it('reads UTF-16 without a mark', async () => {
    const { sheets } = await textFile('客户名称,手机,地址\r\n甲公司,13800138000,1\r\n', 'utf16le')
    expect(sheets[0]?.rows[1]).toEqual(['甲公司', '13800138000', '1'])
  })

  it('keeps row numbers through blank lines', async () => {
    const { sheets } = await textFile('a,b\n\n1,2\n')
    expect(sheets[0]?.rows).toEqual([['a', 'b'], [], ['1', '2']])
  })

  it('flags what no decoding can make whole', async () => {
    const broken = Buffer.concat([
      Buffer.from('客户名称,备注\n甲公司长期合作客户,', 'utf8'),
      Buffer.from([0xe5, 0x8d]),
      Buffer.from('\n'),
    ])
    const { sheets, warnings } = await read(broken, 'a.csv')
    expect(unpackCell(sheets[0]?.rows[1]?.[1]).warnings).toEqual(['unreadable-characters'])
    expect(warnings.length).toBe(1)
  })
})

describe('what is hidden', () => {
  it('is read, and told', async () => {
    const { warnings } = await read(
      makePlainWorkbook([
        { name: '甲', rows: [['a'], ['b']], hiddenRows: [2], hiddenColumns: [0] },
        { name: '乙', isHidden: true, rows: [['c']] },
      ]),
    )
    expect(warnings).toEqual([
      '工作表“甲”有 1 行是隐藏的，已一并读入。',
      '工作表“甲”有 1 列是隐藏的，已一并读入。',
      '工作表“乙”是隐藏的。',
    ])
  })
})
