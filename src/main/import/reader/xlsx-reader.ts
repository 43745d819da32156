import type { PackedCell, Sheet } from '../../../shared/import/sheet.ts'
import { CellBudget } from './limits.ts'
import { NumberCells } from './number-cell.ts'
import { SheetBuilder } from './sheet-builder.ts'
import { stripNeutralMark } from '../../../shared/import/formula-guard.ts'
import {
  isOwnExport,
  readCellFormats,
  readWorkbookParts,
  scanPart,
  type XlsxPackage,
} from './xlsx-package.ts'
import { readSharedStrings } from './xlsx-shared-strings.ts'
import { TextPool } from './text-pool.ts'
import { SheetScanner } from './xlsx-sheet-scanner.ts'

/** Reads .xlsx and .xlsm with our own scanner: every part is inflated, scanned and dropped slice by slice. */
export async function readXlsx(zip: XlsxPackage): Promise<Sheet[]> {
  const parts = await readWorkbookParts(zip)
  const { limits } = zip.reading
  const budget = new CellBudget(limits)
  const context = {
    sharedStrings: await readSharedStrings(zip, parts.sharedStrings),
    formats: await readCellFormats(zip, parts.styles),
    numbers: new NumberCells(parts.is1904),
    pool: new TextPool(),
  }
  const adapt = (await isOwnExport(zip)) ? withoutOwnMark : undefined
  const sheets: Sheet[] = []
  for (const part of parts.sheets) {
    const builder = new SheetBuilder(part.name, part.hidden, budget, limits, adapt)
    const cells = new SheetScanner(context, builder)
    await scanPart(zip, part.entry, (token, scanner) => cells.take(token, scanner))
    sheets.push(builder.build())
  }
  return sheets
}

function withoutOwnMark(cell: PackedCell): PackedCell {
  return typeof cell === 'string' ? stripNeutralMark(cell) : cell
}
