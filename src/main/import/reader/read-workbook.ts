import type { Sheet, Workbook, WorkbookKind } from '../../../shared/import/sheet.ts'
import { readBiff8 } from './biff8-reader.ts'
import { openCompoundFile } from './compound-file.ts'
import { readDelimitedText } from './delimited-text.ts'
import { standardLimits, type ReadLimits } from './limits.ts'
import { readOdsNotes } from './ods-notes.ts'
import { damaged, refusal, throwIfAborted } from './refusal.ts'
import { readWithSheetJs } from './sheetjs-reader.ts'
import { sniff, sniffText } from './sniff.ts'
import { openSource, type RandomSource, type WorkbookSource } from './source.ts'
import { decodeText } from './text-decoding.ts'
import type { XlsxPackage } from './xlsx-package.ts'
import { readXlsx } from './xlsx-reader.ts'
import { entryKey, readZipDirectory } from './zip-directory.ts'
import { inflateEntry, inflateWhole } from './zip-entry-stream.ts'

export interface ReadProgress {
  readonly readBytes: number
  readonly totalBytes: number
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined
  readonly limits?: Partial<ReadLimits> | undefined
}

interface Reading {
  readonly source: RandomSource
  readonly limits: ReadLimits
  readonly options: ReadOptions
}

interface Content {
  readonly kind: WorkbookKind
  readonly sheets: readonly Sheet[]
  readonly warnings: readonly string[]
}

/**
 * Reads any sheet that an office has: .xlsx, .xlsm, .xls, .et, .xlsb, .ods, HTML or XML posing as .xls, .csv,
 * .tsv and .txt in UTF-8, UTF-16 or GB18030. What it is, its bytes say. Nothing in a file is run or fetched.
 *
 * Refuses with `workbook-refused` (`details.reason`, `details.message` in Chinese) and ends with `cancelled`
 * when the signal fires. Meant for the workbook thread; the parent watches time and memory besides.
 */
export async function readWorkbook(source: WorkbookSource, options: ReadOptions = {}): Promise<Workbook> {
  throwIfAborted(options.signal)
  const limits: ReadLimits = { ...standardLimits, ...options.limits }
  const opened = await openSource(source)
  try {
    if (opened.size > limits.fileBytes) {
      const megabytes = Math.round(limits.fileBytes / 1024 / 1024)
      throw refusal('too-large', `文件超过 ${megabytes} MB，没有读入。请拆分成几个文件后再导入。`)
    }
    const content = await readContent({ source: opened, limits, options })
    throwIfAborted(options.signal)
    if (content.sheets.every((sheet) => sheet.rows.length === 0)) {
      throw refusal('empty', '文件里没有任何内容。请确认选对了文件。')
    }
    return {
      fileName: opened.fileName,
      kind: content.kind,
      sheets: content.sheets,
      warnings: [...content.warnings, ...content.sheets.flatMap(hiddenWarnings)],
    }
  } finally {
    await opened.close()
  }
}

async function readContent(reading: Reading): Promise<Content> {
  const nature = sniff(await reading.source.read(0, 64))
  switch (nature) {
    case 'empty':
      throw refusal('empty', '文件是空的（0 字节）。请确认选对了文件，或重新导出。')
    case 'zip':
      return readZip(reading)
    case 'compound':
      return readCompound(reading)
    case 'oldBiff':
      return { kind: 'xls', sheets: readWithSheetJs(await readWhole(reading), reading.limits), warnings: [] }
    case 'text':
      return readText(reading)
    default:
      throw unsupported(nature.foreign)
  }
}

async function readZip(reading: Reading): Promise<Content> {
  const { source, limits, options } = reading
  const entries = await readZipDirectory(source, limits)
  let readBytes = 0
  const zip: XlsxPackage = {
    entries,
    reading: {
      source,
      limits,
      signal: options.signal,
      onPackedBytes: (bytes) => {
        readBytes += bytes
        options.onProgress?.({ readBytes: Math.min(readBytes, source.size), totalBytes: source.size })
      },
    },
  }
  if (entries.has('xl/workbook.bin')) {
    await inflateAll(zip)
    return { kind: 'xlsb', sheets: readWithSheetJs(await readWhole(reading), limits), warnings: [] }
  }
  if (entries.has('[content_types].xml') && [...entries.keys()].some((key) => key.startsWith('xl/'))) {
    const hasMacros = [...entries.keys()].some((key) => key.endsWith('vbaproject.bin'))
    const warnings = hasMacros ? ['文件含有宏。宏没有运行，也不会导入。'] : []
    return { kind: hasMacros ? 'xlsm' : 'xlsx', sheets: await readXlsx(zip), warnings }
  }
  const content = entries.get('content.xml')
  const mimeType = entries.get('mimetype')
  if (content !== undefined) {
    const type = mimeType === undefined ? '' : (await inflateWhole(zip.reading, mimeType)).toString('latin1')
    if (type !== '' && !type.includes('spreadsheet')) throw unsupported('OpenDocument 文档（不是表格）')
    await inflateAll(zip)
    const notes = await readOdsNotes(zip, content)
    return { kind: 'ods', sheets: readWithSheetJs(await readWhole(reading), limits, notes), warnings: [] }
  }
  if ([...entries.keys()].some((key) => key.startsWith('word/'))) throw unsupported('Word 文档')
  if ([...entries.keys()].some((key) => key.startsWith('ppt/'))) throw unsupported('演示文稿')
  if (entries.has(entryKey('xl/workbook.xml')) || entries.has('[content_types].xml'))
    throw damaged('缺少工作簿目录')
  throw refusal('unsupported', '这是压缩包，不是表格。请先解压，再导入里面的表格文件。')
}

/** Every entry is inflated and counted by us before a library that counts nothing gets the file. */
async function inflateAll(zip: XlsxPackage): Promise<void> {
  for (const entry of zip.entries.values()) {
    for await (const slice of inflateEntry(zip.reading, entry)) void slice
  }
}

async function readCompound(reading: Reading): Promise<Content> {
  const file = await readWhole(reading)
  const compound = openCompoundFile(file)
  if (compound.streamNames.has('EncryptedPackage')) {
    throw refusal('encrypted', '表格有打开密码，无法读取。请在 Excel 或 WPS 中取消密码后另存，再导入。')
  }
  if (compound.streamNames.has('WordDocument')) throw unsupported('Word 文档')
  if (compound.streamNames.has('PowerPoint Document')) throw unsupported('演示文稿')
  const stream = compound.readStream('Workbook') ?? compound.readStream('Book')
  if (stream === null) throw unsupported('OLE 文件（其中没有工作簿）')
  throwIfAborted(reading.options.signal)
  const sheets =
    readBiff8(stream, reading.limits, reading.options.signal) ?? readWithSheetJs(file, reading.limits)
  const hasMacros = compound.streamNames.has('_VBA_PROJECT') || compound.streamNames.has('dir')
  return { kind: 'xls', sheets, warnings: hasMacros ? ['文件含有宏。宏没有运行，也不会导入。'] : [] }
}

async function readText(reading: Reading): Promise<Content> {
  const { source, limits, options } = reading
  const decoded = decodeText(await readWhole(reading))
  const warnings = decoded.isLossy ? ['文件中有无法识别的字符，已用 \uFFFD 代替，请核对相关单元格。'] : []
  const nature = sniffText(decoded)
  throwIfAborted(options.signal)
  if (nature === 'html' || nature === 'spreadsheetml') {
    return { kind: nature, sheets: readWithSheetJs(decoded.text, limits), warnings }
  }
  if (nature === 'hostile') {
    throw refusal('hostile', '文件内含有 DOCTYPE 或实体声明，可能有危险，没有读入。请用 Excel 另存后再导入。')
  }
  if (nature !== 'delimited') throw unsupported(nature.foreign)
  const name = source.fileName.replace(/\.[^.]*$/u, '') || 'Sheet1'
  const result = await readDelimitedText(decoded.text, name, limits, options.signal)
  return {
    kind: result.separator === '\t' ? 'tsv' : 'csv',
    sheets: [result.sheet],
    warnings: [...warnings, ...result.warnings],
  }
}

async function readWhole({ source, options }: Reading): Promise<Buffer> {
  const file = await source.read(0, source.size)
  options.onProgress?.({ readBytes: file.length, totalBytes: source.size })
  return file
}

/** What is hidden is read like the rest; the person is told, so that nothing comes in unseen. */
function hiddenWarnings(sheet: Sheet): string[] {
  const warnings: string[] = []
  if (sheet.hidden) warnings.push(`工作表“${sheet.name}”是隐藏的。`)
  if (sheet.hiddenRows.length > 0) {
    warnings.push(`工作表“${sheet.name}”有 ${sheet.hiddenRows.length} 行是隐藏的，已一并读入。`)
  }
  if (sheet.hiddenColumns.length > 0) {
    warnings.push(`工作表“${sheet.name}”有 ${sheet.hiddenColumns.length} 列是隐藏的，已一并读入。`)
  }
  return warnings
}

function unsupported(what: string) {
  return refusal(
    'unsupported',
    `这是${what}，不是可以导入的表格。可以导入 .xlsx、.xls、.et、.ods、.csv 等表格；请另存为其中一种后再导入。`,
  )
}
