import { posix } from 'node:path'
import { builtinNumberFormat, generalFormat, parseNumberFormat, type NumberFormat } from './number-format.ts'
import { damaged, refusal } from './refusal.ts'
import { scanXml, XmlScanner } from './xml-scanner.ts'
import { entryKey, type ZipEntry } from './zip-directory.ts'
import { inflateEntry, type ZipReading } from './zip-entry-stream.ts'

export interface XlsxPackage {
  readonly reading: ZipReading
  readonly entries: ReadonlyMap<string, ZipEntry>
}

export interface SheetPart {
  readonly name: string
  readonly hidden: boolean
  readonly entry: ZipEntry
}

export interface WorkbookParts {
  readonly sheets: readonly SheetPart[]
  readonly is1904: boolean
  readonly sharedStrings: ZipEntry | null
  readonly styles: ZipEntry | null
}

interface Relationship {
  readonly id: string
  readonly type: string
  readonly target: string
}

/** The mark that our own exports carry in `docProps/core.xml`; Excel and WPS keep it when they save the file. */
export const ownExportMark = 'biaokebu-export'

/** Scans one part; parts that a workbook can do without are passed as null and are silent. */
export async function scanPart(
  { reading }: XlsxPackage,
  entry: ZipEntry,
  onToken: (token: 'open' | 'close' | 'text', scanner: XmlScanner) => void,
): Promise<void> {
  const scanner = new XmlScanner(reading.limits.tokenBytes)
  await scanXml(inflateEntry(reading, entry), scanner, (token) => onToken(token, scanner))
}

/** Follows the package's relationships from its root; sheets come in the order of their tabs. */
export async function readWorkbookParts(zip: XlsxPackage): Promise<WorkbookParts> {
  const rootRelations = await readRelationships(zip, '_rels/.rels', '')
  const workbookPath =
    rootRelations.find((relation) => relation.type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  const workbookEntry = zip.entries.get(entryKey(workbookPath))
  if (workbookEntry === undefined) throw damaged('缺少工作簿目录')
  const folder = posix.dirname(workbookPath)
  const relations = await readRelationships(
    zip,
    `${folder}/_rels/${posix.basename(workbookPath)}.rels`,
    folder,
  )
  const { sheets, is1904 } = await readSheetList(zip, workbookEntry, relations)
  return {
    sheets,
    is1904,
    sharedStrings: partOfType(zip, relations, '/sharedStrings', `${folder}/sharedStrings.xml`),
    styles: partOfType(zip, relations, '/styles', `${folder}/styles.xml`),
  }
}

async function readSheetList(
  zip: XlsxPackage,
  entry: ZipEntry,
  relations: readonly Relationship[],
): Promise<{ sheets: SheetPart[]; is1904: boolean }> {
  const byId = new Map(relations.map((relation) => [relation.id, relation]))
  const sheets: SheetPart[] = []
  let is1904 = false
  let isInList = false
  await scanPart(zip, entry, (token, scanner) => {
    if (token === 'text') return
    if (scanner.isNamed('sheets')) isInList = token === 'open'
    if (token !== 'open') return
    if (scanner.isNamed('workbookPr')) is1904 = isTrue(scanner.attribute('date1904'))
    if (!isInList || !scanner.isNamed('sheet')) return
    const relation = byId.get(scanner.attribute('id') ?? '')
    // Chart sheets, dialogs and macro sheets hold no table.
    if (relation === undefined || !relation.type.endsWith('/worksheet')) return
    const part = zip.entries.get(entryKey(relation.target))
    const name = scanner.attribute('name') ?? `Sheet${sheets.length + 1}`
    if (part === undefined) throw damaged(`缺少工作表“${name}”`)
    if (sheets.length >= zip.reading.limits.sheets) {
      throw refusal('too-large', `工作表多于 ${zip.reading.limits.sheets} 张，没有读入。请拆分后再导入。`)
    }
    sheets.push({ name, hidden: (scanner.attribute('state') ?? 'visible') !== 'visible', entry: part })
  })
  return { sheets, is1904 }
}

async function readRelationships(zip: XlsxPackage, path: string, folder: string): Promise<Relationship[]> {
  const entry = zip.entries.get(entryKey(path))
  if (entry === undefined) return []
  const relations: Relationship[] = []
  await scanPart(zip, entry, (token, scanner) => {
    if (token !== 'open' || !scanner.isNamed('Relationship')) return
    if (scanner.attribute('TargetMode') === 'External') return
    const target = (scanner.attribute('Target') ?? '').replaceAll('\\', '/')
    relations.push({
      id: scanner.attribute('Id') ?? '',
      type: scanner.attribute('Type') ?? '',
      target: target.startsWith('/') ? target.slice(1) : posix.normalize(posix.join(folder, target)),
    })
  })
  return relations
}

function partOfType(
  zip: XlsxPackage,
  relations: readonly Relationship[],
  typeEnding: string,
  usualPath: string,
): ZipEntry | null {
  const target = relations.find((relation) => relation.type.endsWith(typeEnding))?.target ?? usualPath
  return zip.entries.get(entryKey(target)) ?? null
}

/** The number format of each cell style, in the order in which cells name them. */
export async function readCellFormats(zip: XlsxPackage, entry: ZipEntry | null): Promise<NumberFormat[]> {
  if (entry === null) return []
  const own = new Map<number, NumberFormat>()
  const ids: number[] = []
  let isInCellStyles = false
  await scanPart(zip, entry, (token, scanner) => {
    if (token === 'text') return
    if (scanner.isNamed('cellXfs')) isInCellStyles = token === 'open'
    if (token !== 'open') return
    if (scanner.isNamed('numFmt')) {
      const code = scanner.attribute('formatCode')
      if (code !== null) own.set(Number(scanner.attribute('numFmtId')), parseNumberFormat(code))
    } else if (isInCellStyles && scanner.isNamed('xf')) {
      ids.push(Number(scanner.attribute('numFmtId') ?? '0'))
    }
  })
  const builtin = new Map<number, NumberFormat>([[0, generalFormat]])
  return ids.map((id) => {
    const known = own.get(id) ?? builtin.get(id)
    if (known !== undefined) return known
    const format = builtinNumberFormat(id)
    builtin.set(id, format)
    return format
  })
}

/** Whether this file was written by us, so that the quotes we put before formula signs are ours to take off. */
export async function isOwnExport(zip: XlsxPackage): Promise<boolean> {
  const entry = zip.entries.get('docprops/core.xml')
  if (entry === undefined) return false
  let isOwn = false
  let isInKeywords = false
  await scanPart(zip, entry, (token, scanner) => {
    if (token === 'text') {
      if (isInKeywords && scanner.text().trim() === ownExportMark) isOwn = true
    } else isInKeywords = token === 'open' && scanner.isNamed('keywords')
  })
  return isOwn
}

export function isTrue(value: string | null): boolean {
  return value === '1' || value === 'true' || value === 'on'
}
