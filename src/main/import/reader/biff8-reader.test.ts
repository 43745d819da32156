import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { read as readWithSheetJs, write, type CellObject, type WorkSheet } from '@e965/xlsx'
import fc from 'fast-check'
import { readXls as readWithHucre } from 'hucre'
import { describe, expect, it } from 'vitest'
import { cellAt, columnLetters, type Workbook } from '../../../shared/import/sheet.ts'
import { seededRandom } from '../../sample/sample-companies.ts'
import { BiffTextReader } from './biff-text.ts'
import { readWorkbook } from './read-workbook.ts'

/** An .xls as SheetJS writes it, with every kind of cell. */
function generatedXls(seed: number): Buffer {
  const random = seededRandom(seed)
  const upTo = (count: number) => Math.floor(random() * count)
  const sheet: WorkSheet = {}
  const rows = 1 + upTo(60)
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < 20; column += 1) {
      const kind = upTo(8)
      const place = `${columnLetters(column)}${row + 1}`
      const cell: CellObject | null =
        kind < 2
          ? null
          : kind < 4
            ? {
                t: 's',
                v: ['客户', '𠮷田', ' 空 格 ', '多\n行', '0013', 'plain'][upTo(6)] + '长'.repeat(upTo(30)),
              }
            : kind < 5
              ? { t: 'n', v: upTo(2) === 0 ? upTo(1e9) * 17 : Math.round(random() * 1e9) / 100 - 5000 }
              : kind < 6
                ? {
                    t: 'n',
                    v: 61 + upTo(60_000) + (upTo(3) === 0 ? 0.25 : 0),
                    z: ['yyyy-mm-dd', 'h:mm', '0.00%', '000000'][upTo(4)] ?? '0',
                  }
                : kind < 7
                  ? { t: 'b', v: upTo(2) === 0 }
                  : { t: 'e', v: [0x2a, 0x07, 0x17][upTo(3)] ?? 0x2a }
      if (cell !== null) sheet[place] = cell
    }
  }
  sheet['!ref'] = `A1:T${rows}`
  const bytes: unknown = write(
    { SheetNames: ['表'], Sheets: { 表: sheet } },
    { type: 'buffer', bookType: 'biff8' },
  )
  return bytes as Buffer // type: 'buffer' gives a Buffer; the library's types say any
}

function differencesToSheetJs(ours: Workbook, bytes: Buffer): string[] {
  const book = readWithSheetJs(bytes, { dense: true, raw: true, cellText: false })
  return compare(ours, (sheet, row, column) => {
    const rows = (book.Sheets[sheet]?.['!data'] ?? []) as (CellObject | undefined)[][]
    const cell = rows[row - 1]?.[column]
    return cell === undefined || cell.t === 'e' || cell.t === 'z' ? null : (cell.v ?? null)
  })
}

async function differencesToHucre(ours: Workbook, bytes: Buffer): Promise<string[]> {
  const book = await readWithHucre(bytes)
  return compare(ours, (sheet, row, column) => {
    const value = book.sheets.find((other) => other.name === sheet)?.rows[row - 1]?.[column] ?? null
    return typeof value === 'string' && value.startsWith('#') ? null : value
  })
}

function compare(ours: Workbook, theirs: (sheet: string, row: number, column: number) => unknown): string[] {
  const differences: string[] = []
  for (const sheet of ours.sheets) {
    for (let row = 1; row < sheet.firstRow + sheet.rows.length; row += 1) {
      for (let column = 0; column < 25; column += 1) {
        const cell = cellAt(sheet, row, column)
        const other = theirs(sheet.name, row, column)
        const isDate = ['day', 'instant', 'time'].includes(cell.kind)
        const isSame =
          other instanceof Date
            ? cell.kind === 'time' || other.toISOString().startsWith(String(cell.value))
            : isDate
              ? typeof other === 'number'
              : (cell.value ?? null) === (other === '' ? null : other)
        if (!isSame) differences.push(`${columnLetters(column)}${row}: ${cell.text} / ${String(other)}`)
      }
    }
  }
  return differences
}

describe('the .xls scanner', () => {
  it('agrees with two libraries on every cell of 40 generated books', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const bytes = generatedXls(seed)
      const ours = await readWorkbook({ bytes, fileName: 'a.xls' })
      expect(differencesToSheetJs(ours, bytes), `seed ${seed} against SheetJS`).toEqual([])
      expect(await differencesToHucre(ours, bytes), `seed ${seed} against hucre`).toEqual([])
    }
  })

  it('agrees with them on the file of LibreOffice', async () => {
    const path = fileURLToPath(
      new URL('../../../../tests/fixtures/workbooks/libreoffice-biff8.xls', import.meta.url),
    )
    const bytes = readFileSync(path)
    const ours = await readWorkbook({ bytes, fileName: 'a.xls' })
    expect(differencesToSheetJs(ours, bytes)).toEqual([])
    expect(await differencesToHucre(ours, bytes)).toEqual([])
  })
})

describe('BiffTextReader', () => {
  interface Piece {
    readonly text: string
    readonly runs: number
    readonly extension: number
  }

  /** Lays texts out as a shared-text table does, cut wherever `cuts` says, and gives the ranges of the pieces. */
  function layOut(
    pieces: readonly Piece[],
    cuts: () => number,
  ): { stream: Buffer; blocks: { start: number; end: number }[] } {
    const records: number[][] = [[]]
    let room = cuts()
    const put = (bytes: readonly number[], flagsOnCut: number | null) => {
      if (room < bytes.length) {
        records.push(flagsOnCut === null ? [] : [flagsOnCut])
        room = 20 + cuts()
      }
      records.at(-1)?.push(...bytes)
      room -= bytes.length
    }
    for (const { text, runs, extension } of pieces) {
      const isWide = /[^\u0000-\u00ff]/u.test(text)
      const flags = (isWide ? 1 : 0) | (runs > 0 ? 8 : 0) | (extension > 0 ? 4 : 0)
      const head = [text.length & 255, text.length >> 8, flags]
      if (runs > 0) head.push(runs, 0)
      if (extension > 0) head.push(extension, 0, 0, 0)
      put(head, null)
      for (let at = 0; at < text.length; at += 1) {
        const code = text.charCodeAt(at)
        put(isWide ? [code & 255, code >> 8] : [code], isWide ? 1 : 0)
      }
      for (let byte = 0; byte < runs * 4 + extension; byte += 1) put([0xee], null)
    }
    const blocks: { start: number; end: number }[] = []
    let position = 0
    for (const record of records) {
      blocks.push({ start: position + 4, end: position + 4 + record.length })
      position += 4 + record.length
    }
    return { stream: Buffer.concat(records.map((record) => Buffer.from([0x3c, 0, 0, 0, ...record]))), blocks }
  }

  it('reads texts cut by the edges of records anywhere', () => {
    const piece = fc.record({
      text: fc.oneof(
        fc.string({ maxLength: 60 }),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.constant('客户'.repeat(40)),
      ),
      runs: fc.nat(3),
      extension: fc.nat(9),
    })
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.infiniteStream(fc.nat(40)), (pieces, cuts) => {
        const { stream, blocks } = layOut(pieces, () => cuts.next().value as number)
        const reader = new BiffTextReader(stream, blocks)
        expect(pieces.map(() => reader.text())).toEqual(pieces.map(({ text }) => text))
        expect(reader.isAtEnd).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
