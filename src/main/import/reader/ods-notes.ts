import { CellBudget } from './limits.ts'
import { scanPart, type XlsxPackage } from './xlsx-package.ts'
import type { XmlScanner } from './xml-scanner.ts'
import type { ZipEntry } from './zip-directory.ts'

/** What SheetJS does not tell of a sheet in an .ods file. Rows count from 1, columns from 0. */
export interface OdsSheetNotes {
  readonly hidden: boolean
  readonly hiddenRows: readonly number[]
  readonly hiddenColumns: readonly { readonly first: number; readonly last: number }[]
}

interface OpenSheet {
  hidden: boolean
  readonly hiddenRows: number[]
  readonly hiddenColumns: { first: number; last: number }[]
}

/**
 * Scans an OpenDocument sheet before a library gets it. A few bytes may say that a row with a value repeats a
 * million times, which no limit on file size sees and readers build row by row: what it would unfold to is
 * counted here. On the way, hidden sheets, rows and columns are noted.
 */
export async function readOdsNotes(zip: XlsxPackage, content: ZipEntry): Promise<OdsSheetNotes[]> {
  const scan = new OdsScan(new CellBudget(zip.reading.limits), zip.reading.limits.rows)
  await scanPart(zip, content, (token, scanner) => scan.take(token, scanner))
  return scan.sheets
}

class OdsScan {
  readonly sheets: OpenSheet[] = []
  readonly #budget: CellBudget
  readonly #mostRows: number
  readonly #hiddenStyles = new Set<string>()
  #styleName = ''
  #sheetName = ''
  #row = 0
  #column = 0
  #columnCount = 0
  #rowRepeats = 1
  #cellRepeats = 1
  #rowValues: { column: number; textLength: number }[] = []
  #cellLength = -1

  constructor(budget: CellBudget, mostRows: number) {
    this.#budget = budget
    this.#mostRows = mostRows
  }

  take(token: 'open' | 'close' | 'text', scanner: XmlScanner): void {
    if (token === 'text') {
      if (this.#cellLength >= 0) this.#cellLength += scanner.textBytes.end - scanner.textBytes.start
      return
    }
    const isOpen = token === 'open'
    switch (scanner.name) {
      case 'style':
        if (isOpen) this.#styleName = scanner.attribute('name') ?? ''
        return
      case 'table-properties':
        if (isOpen && scanner.attribute('display') === 'false') this.#hiddenStyles.add(this.#styleName)
        return
      case 'table':
        if (isOpen) this.#openSheet(scanner)
        return
      case 'table-column':
        if (isOpen) this.#takeColumn(scanner)
        return
      case 'table-row':
        if (isOpen) this.#openRow(scanner)
        else this.#closeRow()
        return
      case 'table-cell':
      case 'covered-table-cell':
        if (isOpen) this.#openCell(scanner)
        else this.#closeCell()
    }
  }

  #openSheet(scanner: XmlScanner): void {
    this.#sheetName = scanner.attribute('name') ?? ''
    this.#row = 0
    this.#columnCount = 0
    const hidden = this.#hiddenStyles.has(scanner.attribute('style-name') ?? '')
    this.sheets.push({ hidden, hiddenRows: [], hiddenColumns: [] })
  }

  #takeColumn(scanner: XmlScanner): void {
    const repeats = repeatsOf(scanner, 'number-columns-repeated')
    if (isHidden(scanner)) {
      this.sheets
        .at(-1)
        ?.hiddenColumns.push({ first: this.#columnCount, last: this.#columnCount + repeats - 1 })
    }
    this.#columnCount += repeats
  }

  #openRow(scanner: XmlScanner): void {
    this.#rowRepeats = repeatsOf(scanner, 'number-rows-repeated')
    this.#column = 0
    this.#rowValues = []
    if (!isHidden(scanner)) return
    const last = Math.min(this.#row + this.#rowRepeats, this.#mostRows)
    for (let row = this.#row + 1; row <= last; row += 1) this.sheets.at(-1)?.hiddenRows.push(row)
  }

  #closeRow(): void {
    for (let repeat = 0; this.#rowValues.length > 0 && repeat < this.#rowRepeats; repeat += 1) {
      for (const value of this.#rowValues) {
        this.#budget.addCell(this.#sheetName, this.#row + repeat + 1, value.column, value.textLength)
      }
    }
    this.#row += this.#rowRepeats
  }

  #openCell(scanner: XmlScanner): void {
    this.#cellRepeats = repeatsOf(scanner, 'number-columns-repeated')
    this.#cellLength = scanner.attribute('value-type') === null ? -1 : 0
  }

  #closeCell(): void {
    for (let repeat = 0; this.#cellLength >= 0 && repeat < this.#cellRepeats; repeat += 1) {
      // Refused here already if it lies too far right, before a million of them are collected.
      this.#budget.addCell(this.#sheetName, this.#row + 1, this.#column + repeat, 0)
      this.#rowValues.push({ column: this.#column + repeat, textLength: this.#cellLength })
    }
    this.#column += this.#cellRepeats
    this.#cellLength = -1
  }
}

function repeatsOf(scanner: XmlScanner, name: string): number {
  const repeats = Number(scanner.attribute(name) ?? '1')
  return Number.isSafeInteger(repeats) && repeats > 0 ? repeats : 1
}

function isHidden(scanner: XmlScanner): boolean {
  const visibility = scanner.attribute('visibility')
  return visibility === 'collapse' || visibility === 'filter'
}
