import type { RecordBlocks } from './biff-text.ts'
import { damaged } from './refusal.ts'

/** The records of [MS-XLS] that a table of values needs. */
export const biff = {
  formula: 0x0006,
  endOfFile: 0x000a,
  dateMode: 0x0022,
  filePass: 0x002f,
  continue: 0x003c,
  columnInfo: 0x007d,
  boundSheet: 0x0085,
  multipleRk: 0x00bd,
  richText: 0x00d6,
  extendedFormat: 0x00e0,
  mergeCells: 0x00e5,
  sharedTexts: 0x00fc,
  sharedText: 0x00fd,
  number: 0x0203,
  label: 0x0204,
  booleanOrError: 0x0205,
  text: 0x0207,
  row: 0x0208,
  rk: 0x027e,
  format: 0x041e,
  beginOfFile: 0x0809,
} as const

/** Walks the records of a workbook stream; one object for all of them, since a sheet has millions. */
export class BiffCursor {
  id = 0
  /** Where the record's own bytes begin. */
  at = 0
  length = 0
  readonly #stream: Buffer
  #next: number

  constructor(stream: Buffer, position: number) {
    this.#stream = stream
    this.#next = position
  }

  next(): boolean {
    const start = this.#next
    if (start + 4 > this.#stream.length) return false
    this.id = this.#stream.readUInt16LE(start)
    this.length = this.#stream.readUInt16LE(start + 2)
    this.at = start + 4
    this.#next = this.at + this.length
    if (this.#next > this.#stream.length) throw damaged('表格记录不完整')
    return true
  }

  /** The record's bytes from `skipped` on, with those of the CONTINUE records behind it. */
  blocks(skipped = 0): RecordBlocks {
    const blocks = [{ start: this.at + skipped, end: this.at + this.length }]
    for (let at = this.#next; at + 4 <= this.#stream.length;) {
      if (this.#stream.readUInt16LE(at) !== biff.continue) break
      const end = at + 4 + this.#stream.readUInt16LE(at + 2)
      if (end > this.#stream.length) throw damaged('表格记录不完整')
      blocks.push({ start: at + 4, end })
      at = end
    }
    return blocks
  }
}
