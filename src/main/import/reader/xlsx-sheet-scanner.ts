import { numberText, type CellWarning, type PackedCell } from '../../../shared/import/sheet.ts'
import { damaged } from './refusal.ts'
import { generalFormat, type NumberFormat } from './number-format.ts'
import { isoCell, type NumberCells } from './number-cell.ts'
import type { SheetBuilder } from './sheet-builder.ts'
import type { PooledText, TextPool } from './text-pool.ts'
import { isTrue } from './xlsx-package.ts'
import { textCell } from './xlsx-shared-strings.ts'
import type { XmlScanner } from './xml-scanner.ts'

export interface SheetContext {
  readonly sharedStrings: readonly PackedCell[]
  readonly formats: readonly NumberFormat[]
  readonly numbers: NumberCells
  readonly pool: TextPool
}

/** Formulas are kept to be shown, not to be run; a long one is cut. */
const longestFormula = 500
const letterR = 0x72
const letterS = 0x73
const letterT = 0x74

/**
 * Turns the tokens of a worksheet part into cells. Meaning is taken where Excel takes it: a cell's place from
 * its `r` or, without one, after the cell before; its value from `v` under the type `t`, or from inline text.
 */
export class SheetScanner {
  readonly #context: SheetContext
  readonly #builder: SheetBuilder
  #row = 0
  #column = -1
  #type = 'n'
  #style = 0
  #isInCell = false
  #isInValue = false
  #isInFormula = false
  #isInText = false
  #phoneticDepth = 0
  #raw = ''
  #integer = -1
  #pooled: PooledText | null = null
  #inlineText = ''
  #hasValue = false
  #formula: string | null = null

  constructor(context: SheetContext, builder: SheetBuilder) {
    this.#context = context
    this.#builder = builder
  }

  take(token: 'open' | 'close' | 'text', scanner: XmlScanner): void {
    if (token === 'text') {
      if (this.#isInValue) this.#takeValueText(scanner)
      else if (this.#isInText && this.#phoneticDepth === 0) {
        this.#inlineText =
          this.#inlineText === '' ? this.#pooledText(scanner) : this.#inlineText + scanner.text()
      } else if (this.#isInFormula && this.#formula !== null && this.#formula.length < longestFormula) {
        this.#formula = (this.#formula + scanner.text()).slice(0, longestFormula)
      }
    } else if (this.#isInCell) this.#takeInsideCell(token, scanner)
    else if (token === 'open') this.#takeOutsideCell(scanner)
  }

  /** Most values are short integers (numbers, places of shared texts), which need no string on the way. */
  #takeValueText(scanner: XmlScanner): void {
    if (this.#integer < 0 && this.#raw === '' && (this.#type === 's' || this.#type === 'n')) {
      this.#integer = integerAt(scanner)
      if (this.#integer >= 0) return
    }
    if (this.#integer >= 0) this.#raw = String(this.#integer)
    this.#integer = -1
    // Decimals go by without the pool: hardly one comes twice.
    const isPooled = this.#raw === '' && this.#type === 'str'
    this.#raw = isPooled ? this.#pooledText(scanner) : this.#raw + scanner.text()
  }

  #pooledText(scanner: XmlScanner): string {
    const { window, start, end } = scanner.textBytes
    this.#pooled = this.#context.pool.get(window, start, end, () => scanner.text())
    return this.#pooled.raw
  }

  #takeOutsideCell(scanner: XmlScanner): void {
    if (scanner.isNamed('c')) this.#openCell(scanner)
    else if (scanner.isNamed('row')) {
      const place = scanner.attribute('r')
      this.#row = place === null ? this.#row + 1 : rowNumber(place)
      this.#column = -1
      if (isTrue(scanner.attribute('hidden'))) this.#builder.hideRow(this.#row)
    } else if (scanner.isNamed('col')) {
      if (!isTrue(scanner.attribute('hidden'))) return
      this.#builder.hideColumns(Number(scanner.attribute('min')) - 1, Number(scanner.attribute('max')) - 1)
    } else if (scanner.isNamed('mergeCell')) this.#takeMerge(scanner.attribute('ref') ?? '')
  }

  #openCell(scanner: XmlScanner): void {
    let isPlaced = false
    this.#type = 'n'
    this.#style = 0
    while (scanner.nextAttribute()) {
      if (scanner.letter === letterR) {
        this.#placeAt(scanner, scanner.valueStart, scanner.valueEnd)
        isPlaced = true
      } else if (scanner.letter === letterS) {
        this.#style = digitsAt(scanner.window, scanner.valueStart, scanner.valueEnd)
      } else if (scanner.letter === letterT) this.#type = typeAt(scanner)
    }
    if (!isPlaced) this.#column += 1
    this.#isInCell = true
    this.#raw = ''
    this.#integer = -1
    this.#pooled = null
    this.#inlineText = ''
    this.#hasValue = false
    this.#formula = null
  }

  #takeInsideCell(token: 'open' | 'close', scanner: XmlScanner): void {
    const isOpen = token === 'open'
    if (scanner.isNamed('v')) {
      this.#isInValue = isOpen
      this.#hasValue = true
    } else if (scanner.isNamed('t')) this.#isInText = isOpen
    else if (scanner.isNamed('f')) {
      this.#isInFormula = isOpen
      if (isOpen) this.#formula = ''
    } else if (scanner.isNamed('rPh')) this.#phoneticDepth += isOpen ? 1 : -1
    else if (!isOpen && scanner.isNamed('c')) {
      this.#isInCell = false
      this.#isInText = false
      this.#phoneticDepth = 0
      this.#builder.add(this.#row, this.#column, this.#withFormula(this.#value()))
    }
  }

  #value(): PackedCell {
    if (!this.#hasValue && this.#type !== 'inlineStr') {
      return this.#inlineText === '' ? null : this.#text(this.#inlineText)
    }
    switch (this.#type) {
      case 's':
        return this.#sharedText()
      case 'inlineStr':
        return this.#text(this.#inlineText === '' ? this.#raw : this.#inlineText)
      case 'str':
        return this.#text(this.#raw)
      case 'b':
        return isTrue(this.#raw.trim())
      case 'e':
        return { kind: 'error', text: this.#raw, value: null, warnings: ['error-value'] }
      case 'd':
        return isoDate(this.#raw)
      default:
        return this.#number()
    }
  }

  #sharedText(): PackedCell {
    const index = this.#integer >= 0 ? this.#integer : Number(this.#raw)
    const text = this.#context.sharedStrings[index]
    if (text === undefined) throw damaged(`第 ${this.#row} 行的文字缺失`)
    return text
  }

  #number(): PackedCell {
    const format = this.#context.formats[this.#style] ?? generalFormat
    if (this.#integer >= 0) return this.#context.numbers.get(this.#integer, format)
    const raw = this.#raw.trim()
    if (raw === '') return null
    const value = Number(raw)
    // What is no number to us (a file written by hand) is still what the person wrote.
    if (!Number.isFinite(value)) return this.#text(raw)
    return this.#context.numbers.get(value, format)
  }

  #withFormula(cell: PackedCell): PackedCell {
    const formula = this.#formula
    if (formula === null) return cell
    if (cell === null) {
      // A text formula may well give nothing; a formula without a cached value was never calculated.
      if (this.#hasValue) return null
      return { kind: 'empty', text: '', value: null, warnings: ['no-cached-value'], formula }
    }
    if (typeof cell === 'object') return { ...cell, formula }
    const warnings: readonly CellWarning[] = []
    if (typeof cell === 'number') {
      return { kind: 'number', text: numberText(cell), value: cell, warnings, formula }
    }
    if (typeof cell === 'boolean') {
      return { kind: 'boolean', text: cell ? 'TRUE' : 'FALSE', value: cell, warnings, formula }
    }
    return { kind: 'text', text: cell, value: cell, warnings, formula }
  }

  /** The cell of a text: the pool's where the text came from it in one piece. */
  #text(raw: string): PackedCell {
    return this.#pooled?.raw === raw ? this.#pooled.cell : textCell(raw)
  }

  /** Reads `AB12` from the bytes; a reference that is none is damage, since the cell's place is then unknown. */
  #placeAt(scanner: XmlScanner, start: number, end: number): void {
    const { window } = scanner
    let column = 0
    let at = start
    for (; at < end; at += 1) {
      const letter = (window[at] ?? 0) & 0xdf
      if (letter < 0x41 || letter > 0x5a) break
      column = column * 26 + (letter - 0x40)
      if (column > 1_000_000) throw damaged('单元格位置有误')
    }
    if (at === start || at === end) throw damaged('单元格位置有误')
    this.#column = column - 1
    this.#row = digitsAt(window, at, end)
    if (this.#row === 0) throw damaged('单元格位置有误')
  }

  #takeMerge(reference: string): void {
    const match = /^\$?([A-Z]{1,4})\$?(\d{1,9}):\$?([A-Z]{1,4})\$?(\d{1,9})$/iu.exec(reference)
    if (match === null) return
    const [, firstLetters = '', firstRow, lastLetters = '', lastRow] = match
    this.#builder.merge({
      firstRow: Number(firstRow),
      lastRow: Number(lastRow),
      firstColumn: columnOf(firstLetters),
      lastColumn: columnOf(lastLetters),
    })
  }
}

function columnOf(letters: string): number {
  let column = 0
  for (const letter of letters.toUpperCase()) column = column * 26 + (letter.charCodeAt(0) - 64)
  return column - 1
}

function digitsAt(window: Buffer, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at += 1) {
    const digit = (window[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9 || value > 100_000_000) throw damaged('单元格位置有误')
    value = value * 10 + digit
  }
  if (start === end) throw damaged('单元格位置有误')
  return value
}

function rowNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw damaged('单元格位置有误')
  return Number(text)
}

/** An integer of at most 15 digits without leading zeros; -1 for anything else. */
function integerAt(scanner: XmlScanner): number {
  const { window, start, end } = scanner.textBytes
  const length = end - start
  if (length === 0 || length > 15 || (length > 1 && window[start] === 0x30)) return -1
  let value = 0
  for (let at = start; at < end; at += 1) {
    const digit = (window[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

const letterTypes: Readonly<Record<number, string>> = {
  0x73: 's',
  0x6e: 'n',
  0x62: 'b',
  0x65: 'e',
  0x64: 'd',
}

/** The value of the attribute that the scanner stands at. */
function typeAt({ window, valueStart, valueEnd }: XmlScanner): string {
  const letter = valueEnd - valueStart === 1 ? letterTypes[window[valueStart] ?? 0] : undefined
  return letter ?? window.toString('latin1', valueStart, valueEnd)
}

/** Strict workbooks may write dates as ISO text. */
function isoDate(raw: string): PackedCell {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2}))?/u.exec(raw)
  return match === null ? textCell(raw) : isoCell(match[1] ?? '', match[2] ?? '00:00:00', null)
}
