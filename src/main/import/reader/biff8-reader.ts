import type { Cell, PackedCell, Sheet } from '../../../shared/import/sheet.ts'
import { biff8Version, readBiffGlobals, type BiffGlobals } from './biff-globals.ts'
import { biff, BiffCursor } from './biff-records.ts'
import { BiffTextReader } from './biff-text.ts'
import { CellBudget, type ReadLimits } from './limits.ts'
import { NumberCells } from './number-cell.ts'
import { generalFormat } from './number-format.ts'
import { damaged, throwIfAborted } from './refusal.ts'
import { SheetBuilder } from './sheet-builder.ts'
import { textCell } from './xlsx-shared-strings.ts'

const recordsPerLook = 100_000

/**
 * Reads the sheets of a BIFF8 workbook stream (Excel 97–2003, WPS .et); null when the stream is an older BIFF.
 *
 * Our own: libraries keep no number formats (a postal code loses its zeros, 2024年3月 becomes 45356) or take
 * several times as long. Proved cell by cell against two of them.
 */
export function readBiff8(stream: Buffer, limits: ReadLimits, signal?: AbortSignal): Sheet[] | null {
  try {
    const globals = readBiffGlobals(stream, limits)
    if (globals.version !== biff8Version) return null
    const budget = new CellBudget(limits)
    const numbers = new NumberCells(globals.is1904)
    return globals.sheets
      .filter((sheet) => sheet.isWorksheet)
      .map((sheet) => {
        const builder = new SheetBuilder(sheet.name, sheet.hidden, budget, limits)
        new SheetRecords(stream, globals, numbers, builder).read(sheet.position, signal)
        return builder.build()
      })
  } catch (cause) {
    // Reading beyond the buffer means that a record is shorter than its kind must be.
    if (cause instanceof RangeError) throw damaged('表格记录不完整', cause)
    throw cause
  }
}

class SheetRecords {
  readonly #stream: Buffer
  readonly #globals: BiffGlobals
  readonly #numbers: NumberCells
  readonly #builder: SheetBuilder
  /** The formula whose text result comes in a record of its own, behind the shared formula if there is one. */
  #awaitsText: { readonly row: number; readonly column: number } | null = null

  constructor(stream: Buffer, globals: BiffGlobals, numbers: NumberCells, builder: SheetBuilder) {
    this.#stream = stream
    this.#globals = globals
    this.#numbers = numbers
    this.#builder = builder
  }

  read(position: number, signal: AbortSignal | undefined): void {
    const cursor = new BiffCursor(this.#stream, position)
    let depth = 0
    for (let count = 0; cursor.next(); count += 1) {
      if (count % recordsPerLook === 0) throwIfAborted(signal)
      if (cursor.id === biff.beginOfFile) depth += 1
      else if (cursor.id === biff.endOfFile) {
        depth -= 1
        if (depth <= 0) return
      } else if (depth === 1) this.#take(cursor) // deeper ones belong to a chart that lies on the sheet
    }
    throw damaged('工作表没有结束')
  }

  #take(cursor: BiffCursor): void {
    const stream = this.#stream
    const { at } = cursor
    switch (cursor.id) {
      case biff.sharedText:
        return this.#add(at, this.#sharedText(stream.readUInt32LE(at + 6)))
      case biff.rk:
        return this.#addNumber(
          at,
          stream.readUInt16LE(at + 2),
          stream.readUInt16LE(at + 4),
          rkNumber(stream, at + 6),
        )
      case biff.number:
        return this.#addNumber(
          at,
          stream.readUInt16LE(at + 2),
          stream.readUInt16LE(at + 4),
          stream.readDoubleLE(at + 6),
        )
      case biff.multipleRk:
        for (let index = 0; index < Math.floor((cursor.length - 6) / 6); index += 1) {
          const cell = at + 4 + index * 6
          this.#addNumber(
            at,
            stream.readUInt16LE(at + 2) + index,
            stream.readUInt16LE(cell),
            rkNumber(stream, cell + 2),
          )
        }
        return
      case biff.label:
      case biff.richText:
        return this.#add(at, textCell(new BiffTextReader(stream, cursor.blocks(6)).text()))
      case biff.booleanOrError:
        return this.#add(at, booleanOrError(stream.readUInt8(at + 6), stream.readUInt8(at + 7) !== 0))
      case biff.formula:
        return this.#takeFormula(at)
      case biff.text:
        return this.#takeFormulaText(cursor)
      default:
        return this.#takeLayout(cursor)
    }
  }

  #takeLayout({ id, at, length }: BiffCursor): void {
    const stream = this.#stream
    if (id === biff.row) {
      if ((stream.readUInt16LE(at + 12) & 0x20) !== 0) this.#builder.hideRow(stream.readUInt16LE(at) + 1)
    } else if (id === biff.columnInfo) {
      if ((stream.readUInt16LE(at + 8) & 1) !== 0) {
        this.#builder.hideColumns(stream.readUInt16LE(at), stream.readUInt16LE(at + 2))
      }
    } else if (id === biff.mergeCells) {
      const count = Math.min(stream.readUInt16LE(at), Math.floor((length - 2) / 8))
      for (let block = at + 2; block < at + 2 + count * 8; block += 8) {
        this.#builder.merge({
          firstRow: stream.readUInt16LE(block) + 1,
          lastRow: stream.readUInt16LE(block + 2) + 1,
          firstColumn: stream.readUInt16LE(block + 4),
          lastColumn: stream.readUInt16LE(block + 6),
        })
      }
    }
  }

  /** The last result stands in eight bytes: a number, or 0xFFFF behind the kind of another result. */
  #takeFormula(at: number): void {
    const stream = this.#stream
    if (stream.readUInt16LE(at + 12) !== 0xffff) {
      this.#addNumber(
        at,
        stream.readUInt16LE(at + 2),
        stream.readUInt16LE(at + 4),
        stream.readDoubleLE(at + 6),
      )
      return
    }
    const kind = stream.readUInt8(at + 6)
    if (kind === 0) this.#awaitsText = { row: stream.readUInt16LE(at), column: stream.readUInt16LE(at + 2) }
    else if (kind === 1 || kind === 2) this.#add(at, booleanOrError(stream.readUInt8(at + 8), kind === 2))
  }

  #takeFormulaText(cursor: BiffCursor): void {
    if (this.#awaitsText === null) return
    const { row, column } = this.#awaitsText
    this.#awaitsText = null
    this.#builder.add(row + 1, column, textCell(new BiffTextReader(this.#stream, cursor.blocks()).text()))
  }

  #sharedText(index: number): PackedCell {
    const text = this.#globals.texts[index]
    if (text === undefined) throw damaged('表格中的文字缺失')
    return text
  }

  #add(at: number, cell: PackedCell): void {
    this.#builder.add(this.#stream.readUInt16LE(at) + 1, this.#stream.readUInt16LE(at + 2), cell)
  }

  #addNumber(at: number, column: number, style: number, value: number): void {
    const format = this.#globals.formats[style] ?? generalFormat
    const cell = Number.isFinite(value) ? this.#numbers.get(value, format) : null
    this.#builder.add(this.#stream.readUInt16LE(at) + 1, column, cell)
  }
}

/** An RK number: 30 bits of an integer or of a double's upper half, perhaps a hundredth of it. */
function rkNumber(stream: Buffer, at: number): number {
  const raw = stream.readInt32LE(at)
  const value = (raw & 2) === 0 ? doubleOfUpperHalf(raw & ~3) : raw >> 2
  return (raw & 1) === 0 ? value : value / 100
}

const halves = new DataView(new ArrayBuffer(8))

function doubleOfUpperHalf(upper: number): number {
  halves.setInt32(0, upper)
  return halves.getFloat64(0)
}

const errorTexts: Readonly<Record<number, string>> = {
  0x00: '#NULL!',
  0x07: '#DIV/0!',
  0x0f: '#VALUE!',
  0x17: '#REF!',
  0x1d: '#NAME?',
  0x24: '#NUM!',
  0x2a: '#N/A',
}

function booleanOrError(value: number, isError: boolean): boolean | Cell {
  if (!isError) return value !== 0
  return { kind: 'error', text: errorTexts[value] ?? '#ERR!', value: null, warnings: ['error-value'] }
}
