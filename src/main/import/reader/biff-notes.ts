import type { MergedBlock } from '../../../shared/import/sheet.ts'
import { builtinNumberFormat, generalFormat, parseNumberFormat, type NumberFormat } from './number-format.ts'
import { damaged, refusal } from './refusal.ts'

/** What hucre does not tell of a sheet in an .xls file. */
export interface BiffSheetNotes {
  readonly hidden: boolean
  /** Charts and macro sheets hold no table. */
  readonly isWorksheet: boolean
  readonly hiddenRows: readonly number[]
  readonly hiddenColumns: readonly { readonly first: number; readonly last: number }[]
  readonly merges: readonly MergedBlock[]
  /** The number format of a numeric cell; both count from 0. */
  formatAt(row: number, column: number): NumberFormat
  /** Texts of formulas that hucre passes over, because a shared formula stands before the result. */
  readonly formulaTexts: readonly { readonly row: number; readonly column: number; readonly text: string }[]
}

export interface BiffNotes {
  /** BIFF8 is 0x0600; BIFF5 and older go to another reader. */
  readonly version: number
  readonly is1904: boolean
  readonly sheets: readonly BiffSheetNotes[]
}

const bof = 0x0809
const eof = 0x000a
const filePass = 0x002f
const dateMode = 0x0022
const formatRecord = 0x041e
const extendedFormat = 0x00e0
const boundSheet = 0x0085
const rowRecord = 0x0208
const columnInfo = 0x007d
const rk = 0x027e
const multipleRk = 0x00bd
const numberRecord = 0x0203
const formulaRecord = 0x0006
const stringRecord = 0x0207
const sharedFormula = 0x04bc
const arrayFormula = 0x0221
const mergeCells = 0x00e5
const mostColumns = 256

interface Globals {
  version: number
  is1904: boolean
  readonly formatIds: number[]
  readonly formatCodes: Map<number, NumberFormat>
  readonly boundSheets: { position: number; hidden: boolean; isWorksheet: boolean }[]
}

/**
 * Scans the records of a workbook stream for number formats, hidden rows, columns and sheets, and merges.
 * A password shows here first: after a FILEPASS record everything is cipher, which readers take for cells.
 */
export function readBiffNotes(stream: Buffer): BiffNotes {
  try {
    const globals = readGlobals(stream)
    if (globals.version !== 0x0600) return { version: globals.version, is1904: globals.is1904, sheets: [] }
    const builtin = new Map<number, NumberFormat>()
    const formats = globals.formatIds.map((id) => {
      const known = globals.formatCodes.get(id) ?? builtin.get(id)
      if (known !== undefined) return known
      const format = builtinNumberFormat(id)
      builtin.set(id, format)
      return format
    })
    return {
      version: globals.version,
      is1904: globals.is1904,
      sheets: globals.boundSheets.map((sheet) => readSheet(stream, sheet, formats)),
    }
  } catch (cause) {
    if (cause instanceof RangeError) throw damaged('表格记录不完整', cause)
    throw cause
  }
}

function readGlobals(stream: Buffer): Globals {
  const globals: Globals = {
    version: 0,
    is1904: false,
    formatIds: [],
    formatCodes: new Map(),
    boundSheets: [],
  }
  for (const { id, at, length } of recordsFrom(stream, 0)) {
    if (id === bof && globals.version === 0) globals.version = stream.readUInt16LE(at)
    else if (id === filePass) {
      throw refusal('encrypted', '表格有打开密码，无法读取。请在 Excel 或 WPS 中取消密码后另存，再导入。')
    } else if (id === dateMode) globals.is1904 = stream.readUInt16LE(at) === 1
    else if (id === extendedFormat) globals.formatIds.push(stream.readUInt16LE(at + 2))
    else if (id === formatRecord && globals.version === 0x0600) {
      const code = biffText(stream, at + 2, at + length)
      globals.formatCodes.set(stream.readUInt16LE(at), parseNumberFormat(code))
    } else if (id === boundSheet) {
      globals.boundSheets.push({
        position: stream.readUInt32LE(at),
        hidden: (stream.readUInt8(at + 4) & 3) !== 0,
        isWorksheet: stream.readUInt8(at + 5) === 0,
      })
    } else if (id === eof) break
  }
  return globals
}

function readSheet(
  stream: Buffer,
  sheet: { position: number; hidden: boolean; isWorksheet: boolean },
  formats: readonly NumberFormat[],
): BiffSheetNotes {
  const hiddenRows: number[] = []
  const hiddenColumns: { first: number; last: number }[] = []
  const merges: MergedBlock[] = []
  const formulaTexts: { row: number; column: number; text: string }[] = []
  const stylesByRow = new Map<number, Uint16Array>()
  const noteStyle = (row: number, column: number, style: number) => {
    if (column >= mostColumns) return
    let styles = stylesByRow.get(row)
    if (styles === undefined) stylesByRow.set(row, (styles = new Uint16Array(mostColumns)))
    styles[column] = style
  }
  let depth = 0
  let pendingText: { row: number; column: number; isPassedOver: boolean } | null = null
  for (const { id, at, length } of recordsFrom(stream, sheet.position)) {
    if (id === bof) depth += 1
    else if (id === eof && (depth -= 1) <= 0) break
    if (depth > 1) continue // the records of a chart that lies on the sheet
    switch (id) {
      case rk:
      case numberRecord:
      case formulaRecord:
        noteStyle(stream.readUInt16LE(at), stream.readUInt16LE(at + 2), stream.readUInt16LE(at + 4))
        if (id === formulaRecord && stream.readUInt16LE(at + 12) === 0xffff && stream[at + 6] === 0) {
          pendingText = {
            row: stream.readUInt16LE(at),
            column: stream.readUInt16LE(at + 2),
            isPassedOver: false,
          }
        }
        break
      case multipleRk:
        for (let index = 0; index < Math.floor((length - 6) / 6); index += 1) {
          const column = stream.readUInt16LE(at + 2) + index
          noteStyle(stream.readUInt16LE(at), column, stream.readUInt16LE(at + 4 + index * 6))
        }
        break
      case sharedFormula:
      case arrayFormula:
        if (pendingText !== null) pendingText.isPassedOver = true
        break
      case stringRecord:
        if (pendingText?.isPassedOver === true) {
          formulaTexts.push({ ...pendingText, text: biffText(stream, at, at + length) })
        }
        pendingText = null
        break
      case rowRecord:
        if ((stream.readUInt16LE(at + 12) & 0x20) !== 0) hiddenRows.push(stream.readUInt16LE(at) + 1)
        break
      case columnInfo:
        if ((stream.readUInt16LE(at + 8) & 1) !== 0) {
          hiddenColumns.push({ first: stream.readUInt16LE(at), last: stream.readUInt16LE(at + 2) })
        }
        break
      case mergeCells:
        for (let index = 0; index < stream.readUInt16LE(at); index += 1) {
          const block = at + 2 + index * 8
          merges.push({
            firstRow: stream.readUInt16LE(block) + 1,
            lastRow: stream.readUInt16LE(block + 2) + 1,
            firstColumn: stream.readUInt16LE(block + 4),
            lastColumn: stream.readUInt16LE(block + 6),
          })
        }
        break
      default:
        break
    }
  }
  return {
    hidden: sheet.hidden,
    isWorksheet: sheet.isWorksheet,
    hiddenRows,
    hiddenColumns,
    merges,
    formulaTexts,
    formatAt: (row, column) => formats[stylesByRow.get(row)?.[column] ?? -1] ?? generalFormat,
  }
}

function* recordsFrom(
  stream: Buffer,
  position: number,
): Generator<{ id: number; at: number; length: number }> {
  for (let at = position; at + 4 <= stream.length;) {
    const length = stream.readUInt16LE(at + 2)
    if (at + 4 + length > stream.length) throw damaged('表格记录不完整')
    yield { id: stream.readUInt16LE(at), at: at + 4, length }
    at += 4 + length
  }
}

/** A BIFF8 text: length, a flag for one or two bytes a character, the characters; cut at the record's end. */
function biffText(stream: Buffer, at: number, end: number): string {
  const length = stream.readUInt16LE(at)
  const isWide = (stream.readUInt8(at + 2) & 1) !== 0
  const stop = Math.min(end, at + 3 + length * (isWide ? 2 : 1))
  return stream.toString(isWide ? 'utf16le' : 'latin1', at + 3, stop)
}
