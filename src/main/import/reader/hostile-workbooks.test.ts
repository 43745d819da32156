import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeXlsx } from 'hucre'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { AppError } from '../../../shared/failure.ts'
import { makePlainWorkbook, plainWorkbookParts } from '../../sample/plain-workbook.ts'
import { makeZip, type ZipPart } from '../../sample/plain-zip.ts'
import { makeSampleWorkbook } from '../../sample/sample-workbook.ts'
import type { ReadLimits } from './limits.ts'
import { readWorkbook } from './read-workbook.ts'

const sheetPart = 'xl/worksheets/sheet1.xml'
const small = plainWorkbookParts([{ name: '客户', rows: [['客户名称'], ['甲公司'], [1]] }])

/** The small workbook with parts replaced, added (new names) or left out (null). */
function workbookWith(changes: Readonly<Record<string, string | Buffer | null>>): Buffer {
  const kept = small.flatMap((part): ZipPart[] => {
    const change = changes[part.name]
    if (change === null) return []
    return [change === undefined ? part : { ...part, content: change }]
  })
  const added = Object.entries(changes).filter(([name]) => !small.some((part) => part.name === name))
  return makeZip([
    ...kept,
    ...added.flatMap(([name, content]) => (content === null ? [] : [{ name, content }])),
  ])
}

function sheetXml(rows: string, tail = ''): string {
  return `<?xml version="1.0"?><worksheet><sheetData>${rows}</sheetData>${tail}</worksheet>`
}

function fixture(name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`../../../../tests/fixtures/workbooks/${name}`, import.meta.url)))
}

function patched(bytes: Buffer, find: string, replacement: string): Buffer {
  const copy = Buffer.from(bytes)
  const at = copy.indexOf(Buffer.from(find, 'hex'))
  expect(at, 'the bytes to patch').toBeGreaterThan(0)
  Buffer.from(replacement, 'hex').copy(copy, at)
  return copy
}

/** Writes over the directory's entry of a part: `offset` within the entry, four bytes. */
function withDirectoryField(bytes: Buffer, part: string, offset: number, value: number): Buffer {
  const copy = Buffer.from(bytes)
  const nameAt = copy.lastIndexOf(part)
  copy.writeUInt32LE(value, nameAt - 46 + offset)
  return copy
}

/** The same zip with a zip64 end, as some servers write; `count` may lie. */
function asZip64(bytes: Buffer, count?: bigint): Buffer {
  const end = bytes.length - 22
  const record = Buffer.alloc(56)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(44n, 4)
  record.writeBigUInt64LE(count ?? BigInt(bytes.readUInt16LE(end + 10)), 32)
  record.writeBigUInt64LE(BigInt(bytes.readUInt32LE(end + 12)), 40)
  record.writeBigUInt64LE(BigInt(bytes.readUInt32LE(end + 16)), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(end), 8)
  const tail = Buffer.from(bytes.subarray(end))
  tail.writeUInt16LE(0xffff, 10)
  tail.writeUInt32LE(0xffffffff, 16)
  return Buffer.concat([bytes.subarray(0, end), record, locator, tail])
}

const oneCell = '<row r="1"><c r="A1"><v>1</v></c></row>'
const doctype = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
const odsHead =
  '<office:document-content><office:body><office:spreadsheet><table:table table:name="t">' +
  '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string">'
const odsTail =
  '<text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>'

type Case = readonly [
  what: string,
  reason: string,
  bytes: () => Buffer | Promise<Buffer>,
  limits?: Partial<ReadLimits>,
]

const cases: readonly Case[] = [
  ['an empty file', 'empty', () => Buffer.alloc(0)],
  ['a workbook without a single value', 'empty', () => makePlainWorkbook([{ name: 'a', rows: [] }])],
  [
    'a zip bomb in a sheet',
    'bomb',
    () => workbookWith({ [sheetPart]: sheetXml('<row></row>'.repeat(4_000_000)) }),
  ],
  [
    'a zip bomb in the shared texts',
    'bomb',
    () => workbookWith({ 'xl/sharedStrings.xml': `<sst>${'<a></a>'.repeat(1_700_000)}</sst>` }),
  ],
  [
    'a zip bomb in the styles',
    'bomb',
    () => workbookWith({ 'xl/styles.xml': `<s>${'<a></a>'.repeat(1_700_000)}</s>` }),
  ],
  [
    'an entry that declares 4 GB',
    'bomb',
    () => withDirectoryField(workbookWith({}), sheetPart, 24, 0xfffffff0),
  ],
  [
    '2,001 entries',
    'bomb',
    () =>
      makeZip([...small, ...Array.from({ length: 2001 }, (_, index) => ({ name: `${index}`, content: '' }))]),
  ],
  [
    '65,535 entries',
    'bomb',
    () =>
      makeZip(
        Array.from({ length: 65_534 }, (_, index) => ({ name: `${index}`, content: '', isStored: true })),
      ),
  ],
  [
    'two entries of one name',
    'hostile',
    () => makeZip([...small, { name: 'XL\\workbook.xml', content: 'x' }]),
  ],
  ['entries that overlap', 'bomb', () => withDirectoryField(workbookWith({}), 'xl/styles.xml', 42, 0)],
  ['an entry larger than declared', 'damaged', () => withDirectoryField(workbookWith({}), sheetPart, 24, 10)],
  [
    'an entry smaller than declared',
    'damaged',
    () => withDirectoryField(workbookWith({}), sheetPart, 24, 100_000),
  ],
  ['a wrong checksum', 'damaged', () => withDirectoryField(workbookWith({}), sheetPart, 16, 1)],
  ['a lying zip64 directory', 'bomb', () => asZip64(workbookWith({}), 4_000_000_000n)],
  ['an impossible zip64 directory', 'damaged', () => asZip64(workbookWith({}), 2n ** 63n)],
  [
    'an entry with a password',
    'encrypted',
    () => patched(workbookWith({}), '504b0102140014000008', '504b0102140014000108'),
  ],
  ['a DOCTYPE in a sheet', 'hostile', () => workbookWith({ [sheetPart]: doctype + sheetXml(oneCell) })],
  [
    'a DOCTYPE in the shared texts',
    'hostile',
    () => workbookWith({ 'xl/sharedStrings.xml': `${doctype}<sst><si><t>&b;</t></si></sst>` }),
  ],
  [
    'a DOCTYPE in the workbook',
    'hostile',
    () => workbookWith({ 'xl/workbook.xml': `<?xml version="1.0"?>${doctype}<workbook/>` }),
  ],
  [
    'a value in XFD1048576',
    'too-large',
    () => workbookWith({ [sheetPart]: sheetXml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>') }),
  ],
  [
    'a value in column 201',
    'too-large',
    () => workbookWith({ [sheetPart]: sheetXml('<row r="1"><c r="GS1"><v>1</v></c></row>') }),
  ],
  [
    'a place that is none',
    'damaged',
    () => workbookWith({ [sheetPart]: sheetXml('<row r="1"><c r="1A"><v>1</v></c></row>') }),
  ],
  [
    'a place in row 0',
    'damaged',
    () => workbookWith({ [sheetPart]: sheetXml('<row><c r="A0"><v>1</v></c></row>') }),
  ],
  [
    'a place beyond all numbers',
    'damaged',
    () =>
      workbookWith({ [sheetPart]: sheetXml('<row r="1"><c r="A99999999999999999999"><v>1</v></c></row>') }),
  ],
  [
    'a shared text that is not there',
    'damaged',
    () => workbookWith({ [sheetPart]: sheetXml('<row><c t="s"><v>99</v></c></row>') }),
  ],
  [
    'a million merges',
    'too-large',
    () =>
      workbookWith({
        [sheetPart]: sheetXml(
          oneCell,
          `<mergeCells>${'<mergeCell ref="A1:B2"/>'.repeat(300_000)}</mergeCells>`,
        ),
      }),
    { inflationRatio: 1000 },
  ],
  [
    'more cells than allowed',
    'too-large',
    () => makePlainWorkbook([{ name: 'a', rows: Array.from({ length: 200 }, () => [1, 2, 3]) }]),
    { cells: 500 },
  ],
  [
    'one long text used everywhere',
    'too-large',
    () =>
      makePlainWorkbook([{ name: 'a', rows: Array.from({ length: 10_000 }, () => ['长'.repeat(30_000)]) }]),
  ],
  [
    'a value in the last column of every row',
    'too-large',
    () =>
      workbookWith({
        [sheetPart]: sheetXml(
          Array.from({ length: 110_000 }, (_, row) => `<row><c r="GR${row + 1}"><v>1</v></c></row>`).join(''),
        ),
      }),
  ],
  [
    'a text of three megabytes',
    'damaged',
    () =>
      workbookWith({ [sheetPart]: sheetXml(`<row><c t="inlineStr"><is><t>${'a'.repeat(3 * 1024 * 1024)}`) }),
  ],
  [
    'a sheet cut in the middle',
    'damaged',
    () => workbookWith({ [sheetPart]: '<worksheet><sheetData><row><c><v>1</v>' }),
  ],
  ['a sheet cut in a tag', 'damaged', () => workbookWith({ [sheetPart]: '<worksheet><sheetData><row r="1' })],
  ['a sheet that is no XML', 'damaged', () => workbookWith({ [sheetPart]: '<<<>>>' })],
  ['a sheet that is missing', 'damaged', () => workbookWith({ [sheetPart]: null })],
  ['no workbook part', 'damaged', () => workbookWith({ 'xl/workbook.xml': null })],
  [
    'a zip that is no workbook',
    'unsupported',
    () => makeZip([{ name: '名单.xlsx', content: makePlainWorkbook([{ name: 'a', rows: [['x']] }]) }]),
  ],
  [
    'a Word document',
    'unsupported',
    () =>
      makeZip([
        { name: '[Content_Types].xml', content: '<Types/>' },
        { name: 'word/document.xml', content: '<w/>' },
      ]),
  ],
  [
    'an .ods that repeats a row a million times',
    'too-large',
    () =>
      makeZip([
        { name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet', isStored: true },
        { name: 'content.xml', content: odsHead + odsTail },
      ]),
  ],
  [
    'an .ods with a DOCTYPE',
    'hostile',
    () => makeZip([{ name: 'content.xml', content: doctype + odsHead + odsTail }]),
  ],
  [
    'an encrypted .xlsx',
    'encrypted',
    async () =>
      Buffer.from(
        await writeXlsx({
          sheets: [{ name: 'a', rows: [['x']] }],
          encryption: { password: '12345678', spinCount: 100 },
        }),
      ),
  ],
  ['an encrypted .xls', 'encrypted', () => patched(fixture('libreoffice-biff8.xls'), '42000200', '2f000200')],
  ['an .xls cut short', 'damaged', () => fixture('libreoffice-biff8.xls').subarray(0, 3000)],
  ['an .xls whose sectors run in a circle', 'damaged', () => circular(fixture('sheetjs-biff8.xls'))],
  ['a PDF under another name', 'unsupported', () => Buffer.from('%PDF-1.7\n...')],
  ['a picture under another name', 'unsupported', () => Buffer.from('89504e470d0a1a0a0000', 'hex')],
  [
    'random bytes',
    'unsupported',
    () => Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251)),
  ],
  ['a web page without a table', 'unsupported', () => Buffer.from('<html><body>请登录</body></html>')],
  ['JSON', 'unsupported', () => Buffer.from('{"customers": []}')],
  [
    'HTML with entities of its own',
    'hostile',
    () => Buffer.from(`${doctype}<html><table><tr><td>&b;</td></tr></table></html>`),
  ],
  ['one line of twenty megabytes', 'damaged', () => Buffer.alloc(20 * 1024 * 1024, 'a')],
  ['a file beyond the limit', 'too-large', () => Buffer.alloc(2000, 'a'), { fileBytes: 1000 }],
]

function circular(file: Buffer): Buffer {
  const copy = Buffer.from(file)
  const fatAt = (copy.readUInt32LE(76) + 1) * 512
  for (let entry = 0; entry < 128; entry += 1) {
    if (copy.readUInt32LE(fatAt + entry * 4) < 0xfffffff0) copy.writeUInt32LE(entry, fatAt + entry * 4)
  }
  return copy
}

describe('readWorkbook refuses', () => {
  afterAll(() => {
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  for (const [what, reason, makeBytes, limits] of cases) {
    it(what, async () => {
      const bytes = await makeBytes()
      const startedAt = performance.now()
      const outcome: unknown = await readWorkbook({ bytes, fileName: '客户.xlsx' }, { limits }).catch(
        (error: unknown) => error,
      )
      expect(outcome).toBeInstanceOf(AppError)
      expect(outcome).toMatchObject({
        code: 'workbook-refused',
        message: `Workbook refused: ${reason}`,
        details: { reason, message: expect.stringMatching(/[\u4e00-\u9fa5]{6,}.*。$/u) as unknown },
      })
      expect(performance.now() - startedAt, 'milliseconds').toBeLessThan(10_000)
    })
  }
})

describe('memory', () => {
  const reader = new URL('./read-workbook.ts', import.meta.url).href
  const script =
    `import { readWorkbook } from ${JSON.stringify(reader)};` +
    'const before = process.resourceUsage().maxRSS;' +
    'await readWorkbook({ path: process.argv[1] }).then(() => 0, () => 0);' +
    'console.log(process.resourceUsage().maxRSS - before)'

  it.each([
    ['a sheet bomb', sheetXml('<row></row>'.repeat(1_100_000))],
    ['a sheet of four million cells', sheetXml(`<row>${'<c><v>7</v></c>'.repeat(200)}</row>`.repeat(19_900))],
  ])('stays under base + 300 MB on %s', (_, content) => {
    const folder = mkdtempSync(join(tmpdir(), 'hostile-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const path = join(folder, 'a.xlsx')
    writeFileSync(path, workbookWith({ [sheetPart]: content }))
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script, path], {
      encoding: 'utf8',
    })
    expect(Number(printed) / 1024).toBeLessThan(300)
  })
})

describe('readWorkbook accepts what only looks odd', () => {
  const read = async (bytes: Buffer) => (await readWorkbook({ bytes, fileName: 'a.xlsx' })).sheets[0]

  it('zip64', async () => {
    expect((await read(asZip64(workbookWith({}))))?.rows).toEqual([['客户名称'], ['甲公司'], [1]])
  })

  it('formats on whole columns and a million rows without a value', async () => {
    const rows =
      oneCell +
      Array.from(
        { length: 50_000 },
        (_, row) => `<row r="${row + 900_000}"><c r="XFD${row + 900_000}" s="1"/></row>`,
      ).join('')
    expect((await read(workbookWith({ [sheetPart]: sheetXml(rows) })))?.rows).toEqual([[1]])
  })

  it('heads and sheets named like members of an object', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
    const { sheets } = await readWorkbook({
      bytes: makePlainWorkbook(names.map((name) => ({ name, rows: [names] }))),
      fileName: 'a',
    })
    expect(sheets.map((sheet) => [sheet.name, sheet.rows[0]])).toEqual(names.map((name) => [name, names]))
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('rows out of order, rows told twice, names that climb out', async () => {
    const rows =
      '<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3"><v>4</v></c></row>'
    const bytes = workbookWith({ [sheetPart]: sheetXml(rows), '../../evil.txt': 'x' })
    expect((await read(bytes))?.rows).toEqual([[1], [], [3, 4]])
  })

  it('macros, which it names and does not run', async () => {
    const { kind, warnings } = await readWorkbook({
      bytes: workbookWith({ 'xl/vbaProject.bin': 'x' }),
      fileName: 'a',
    })
    expect([kind, ...warnings]).toEqual(['xlsm', '文件含有宏。宏没有运行，也不会导入。'])
  })
})

describe('a sample cut anywhere', () => {
  it('is refused', async () => {
    const { bytes } = makeSampleWorkbook()
    for (let part = 1; part < 40; part += 1) {
      const cut = bytes.subarray(0, Math.floor((bytes.length * part) / 40))
      await expect(readWorkbook({ bytes: cut, fileName: 'a' })).rejects.toMatchObject({
        code: 'workbook-refused',
      })
    }
  })
})
