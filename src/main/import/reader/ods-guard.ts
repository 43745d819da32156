import { CellBudget } from './limits.ts'
import { scanPart, type XlsxPackage } from './xlsx-package.ts'
import type { ZipEntry } from './zip-directory.ts'

/**
 * Counts what an OpenDocument sheet would unfold to. A few bytes may say that a row with a value repeats a
 * million times, which no limit on file size sees; readers then build every one of them.
 */
export async function guardOpenDocument(zip: XlsxPackage, content: ZipEntry): Promise<void> {
  const budget = new CellBudget(zip.reading.limits)
  let sheetName = ''
  let row = 0
  let column = 0
  let rowRepeats = 1
  let cellRepeats = 1
  let rowValues: { column: number; textLength: number }[] = []
  let cellLength = -1
  await scanPart(zip, content, (token, scanner) => {
    if (token === 'text') {
      if (cellLength >= 0) cellLength += scanner.textBytes.end - scanner.textBytes.start
    } else if (scanner.isNamed('table')) {
      if (token === 'open') sheetName = scanner.attribute('name') ?? ''
      row = 0
    } else if (scanner.isNamed('table-row')) {
      if (token === 'open') {
        rowRepeats = Number(scanner.attribute('number-rows-repeated') ?? '1') || 1
        column = 0
        rowValues = []
        return
      }
      for (let repeat = 0; rowValues.length > 0 && repeat < rowRepeats; repeat += 1) {
        for (const value of rowValues)
          budget.addCell(sheetName, row + repeat + 1, value.column, value.textLength)
      }
      row += rowRepeats
    } else if (scanner.isNamed('table-cell') || scanner.isNamed('covered-table-cell')) {
      if (token === 'open') {
        cellRepeats = Number(scanner.attribute('number-columns-repeated') ?? '1') || 1
        cellLength = scanner.attribute('value-type') === null ? -1 : 0
        return
      }
      for (let repeat = 0; cellLength >= 0 && repeat < cellRepeats; repeat += 1) {
        budget.addCell(sheetName, row + 1, column + repeat, 0)
        rowValues.push({ column: column + repeat, textLength: cellLength })
      }
      column += cellRepeats
      cellLength = -1
    }
  })
}
