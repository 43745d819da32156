import type { PackedCell } from '../../../shared/import/sheet.ts'
import { biff, BiffCursor } from './biff-records.ts'
import { BiffTextReader } from './biff-text.ts'
import type { ReadLimits } from './limits.ts'
import { builtinNumberFormat, parseNumberFormat, type NumberFormat } from './number-format.ts'
import { damaged, refusal } from './refusal.ts'
import { textCell } from './xlsx-shared-strings.ts'

export const biff8Version = 0x0600

export interface BiffGlobals {
  /** {@link biff8Version}; BIFF5 and older go to another reader. */
  readonly version: number
  readonly is1904: boolean
  /** By the place that cells name. */
  readonly formats: readonly NumberFormat[]
  readonly texts: readonly PackedCell[]
  readonly sheets: readonly BiffSheetEntry[]
}

export interface BiffSheetEntry {
  readonly name: string
  readonly hidden: boolean
  /** Charts and macro sheets hold no table. */
  readonly isWorksheet: boolean
  readonly position: number
}

/**
 * Reads the part of a workbook stream that its sheets share. A password shows here: behind a FILEPASS record
 * everything is cipher, which readers without this check take for cells.
 */
export function readBiffGlobals(stream: Buffer, limits: ReadLimits): BiffGlobals {
  const cursor = new BiffCursor(stream, 0)
  let version = 0
  let is1904 = false
  let texts: PackedCell[] = []
  const formatIds: number[] = []
  const ownFormats = new Map<number, NumberFormat>()
  const sheets: BiffSheetEntry[] = []
  while (cursor.next() && cursor.id !== biff.endOfFile) {
    const { at } = cursor
    if (cursor.id === biff.beginOfFile && version === 0) version = stream.readUInt16LE(at)
    else if (cursor.id === biff.filePass) {
      throw refusal('encrypted', '表格有打开密码，无法读取。请在 Excel 或 WPS 中取消密码后另存，再导入。')
    } else if (version !== biff8Version) continue
    else if (cursor.id === biff.dateMode) is1904 = stream.readUInt16LE(at) === 1
    else if (cursor.id === biff.extendedFormat) formatIds.push(stream.readUInt16LE(at + 2))
    else if (cursor.id === biff.format) {
      const code = new BiffTextReader(stream, cursor.blocks(2)).text()
      ownFormats.set(stream.readUInt16LE(at), parseNumberFormat(code))
    } else if (cursor.id === biff.boundSheet) sheets.push(readSheetEntry(stream, cursor))
    else if (cursor.id === biff.sharedTexts) texts = readSharedTexts(stream, cursor, limits)
  }
  if (sheets.length > limits.sheets) {
    throw refusal('too-large', `工作表多于 ${limits.sheets} 张，没有读入。请拆分后再导入。`)
  }
  const builtin = new Map<number, NumberFormat>()
  const formats = formatIds.map((id) => {
    const known = ownFormats.get(id) ?? builtin.get(id)
    if (known !== undefined) return known
    const format = builtinNumberFormat(id)
    builtin.set(id, format)
    return format
  })
  return { version, is1904, formats, texts, sheets }
}

function readSheetEntry(stream: Buffer, { at, length }: BiffCursor): BiffSheetEntry {
  const nameLength = stream.readUInt8(at + 6)
  const isWide = (stream.readUInt8(at + 7) & 1) !== 0
  const end = at + 8 + nameLength * (isWide ? 2 : 1)
  if (end > at + length) throw damaged('表格记录不完整')
  return {
    name: stream.toString(isWide ? 'utf16le' : 'latin1', at + 8, end),
    hidden: (stream.readUInt8(at + 4) & 3) !== 0,
    isWorksheet: stream.readUInt8(at + 5) === 0,
    position: stream.readUInt32LE(at),
  }
}

function readSharedTexts(stream: Buffer, cursor: BiffCursor, limits: ReadLimits): PackedCell[] {
  const count = stream.readUInt32LE(cursor.at + 4)
  const reader = new BiffTextReader(stream, cursor.blocks(8))
  const texts: PackedCell[] = []
  let length = 0
  // The count is only believed as far as there are bytes for it.
  while (texts.length < count && !reader.isAtEnd) {
    const text = reader.text()
    length += text.length
    if (length > limits.textLength) {
      throw refusal('too-large', '表格中的文字总量过大，没有读入。请拆分成几个文件后再导入。')
    }
    texts.push(textCell(text))
  }
  return texts
}
