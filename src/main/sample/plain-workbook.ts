import { columnLetters } from '../../shared/import/sheet.ts'
import { makeZip, type ZipPart } from './plain-zip.ts'

/** A cell as the file holds it, so that a sample can be as dirty as life: `value` under a number format. */
export type PlainCell =
  | null
  | string
  | number
  | { readonly value: number; readonly format: string }
  | { readonly error: string }
  | { readonly formula: string; readonly value: number | string | null }

export interface PlainSheet {
  readonly name: string
  readonly isHidden?: boolean
  readonly rows: readonly (readonly PlainCell[])[]
  /** `A1:C1` */
  readonly merges?: readonly string[]
  /** The sheet's own row numbers. */
  readonly hiddenRows?: readonly number[]
  /** Counted from 0. */
  readonly hiddenColumns?: readonly number[]
}

export interface PlainWorkbookOptions {
  readonly is1904?: boolean
  /** Texts in the cells themselves instead of the shared table. */
  readonly isInline?: boolean
}

const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/**
 * Makes an .xlsx straight from its parts. A library would tidy up exactly what samples and tests need: texts
 * that look like numbers, serials without a date format, errors, formulas nobody calculated.
 */
export function makePlainWorkbook(sheets: readonly PlainSheet[], options: PlainWorkbookOptions = {}): Buffer {
  return makeZip(plainWorkbookParts(sheets, options))
}

/** The parts of {@link makePlainWorkbook} before they are packed, for tests that spoil one. */
export function plainWorkbookParts(
  sheets: readonly PlainSheet[],
  options: PlainWorkbookOptions = {},
): ZipPart[] {
  const formats: string[] = []
  const texts = new Map<string, number>()
  const worksheets = sheets.map((sheet, index) => ({
    name: `xl/worksheets/sheet${index + 1}.xml`,
    content: worksheetXml(sheet, formats, options.isInline === true ? null : texts),
  }))
  return [
    { name: '[Content_Types].xml', content: contentTypesXml(sheets.length) },
    {
      name: '_rels/.rels',
      content: relationsXml([['rId1', `${relationships}/officeDocument`, 'xl/workbook.xml']]),
    },
    { name: 'xl/workbook.xml', content: workbookXml(sheets, options.is1904 === true) },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: relationsXml([
        ...sheets.map((_, index): [string, string, string] => [
          `rId${index + 1}`,
          `${relationships}/worksheet`,
          `worksheets/sheet${index + 1}.xml`,
        ]),
        [`rId${sheets.length + 1}`, `${relationships}/styles`, 'styles.xml'],
        [`rId${sheets.length + 2}`, `${relationships}/sharedStrings`, 'sharedStrings.xml'],
      ]),
    },
    { name: 'xl/styles.xml', content: stylesXml(formats) },
    { name: 'xl/sharedStrings.xml', content: sharedStringsXml(texts) },
    ...worksheets,
  ]
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/gu, (character) => `&#${character.charCodeAt(0)};`)
}

function worksheetXml(sheet: PlainSheet, formats: string[], texts: Map<string, number> | null): string {
  const hiddenRows = new Set(sheet.hiddenRows)
  const columns = (sheet.hiddenColumns ?? [])
    .map((column) => `<col min="${column + 1}" max="${column + 1}" width="9" hidden="1"/>`)
    .join('')
  const rows = sheet.rows.map((cells, index) => {
    const row = index + 1
    const body = cells
      .map((cell, column) => cellXml(cell, `${columnLetters(column)}${row}`, formats, texts))
      .join('')
    return `<row r="${row}"${hiddenRows.has(row) ? ' hidden="1"' : ''}>${body}</row>`
  })
  const merges = (sheet.merges ?? []).map((range) => `<mergeCell ref="${range}"/>`).join('')
  return (
    `${declaration}<worksheet xmlns="${spreadsheet}">` +
    `${columns === '' ? '' : `<cols>${columns}</cols>`}<sheetData>${rows.join('')}</sheetData>` +
    `${merges === '' ? '' : `<mergeCells>${merges}</mergeCells>`}</worksheet>`
  )
}

function cellXml(
  cell: PlainCell,
  place: string,
  formats: string[],
  texts: Map<string, number> | null,
): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
  if (typeof cell === 'string') {
    if (texts === null) {
      return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`
    }
    let index = texts.get(cell)
    if (index === undefined) texts.set(cell, (index = texts.size))
    return `<c r="${place}" t="s"><v>${index}</v></c>`
  }
  if ('error' in cell) return `<c r="${place}" t="e"><v>${escapeXml(cell.error)}</v></c>`
  if ('formula' in cell) {
    const kind = typeof cell.value === 'string' ? ' t="str"' : ''
    const value = cell.value === null ? '' : `<v>${escapeXml(String(cell.value))}</v>`
    return `<c r="${place}"${kind}><f>${escapeXml(cell.formula)}</f>${value}</c>`
  }
  let format = formats.indexOf(cell.format)
  if (format < 0) format = formats.push(cell.format) - 1
  return `<c r="${place}" s="${format + 1}"><v>${cell.value}</v></c>`
}

function workbookXml(sheets: readonly PlainSheet[], is1904: boolean): string {
  const list = sheets.map((sheet, index) => {
    const state = sheet.isHidden === true ? ' state="hidden"' : ''
    return `<sheet name="${escapeXml(sheet.name)}" sheetId="${index + 1}"${state} r:id="rId${index + 1}"/>`
  })
  return (
    `${declaration}<workbook xmlns="${spreadsheet}" xmlns:r="${relationships}">` +
    `<workbookPr${is1904 ? ' date1904="1"' : ''}/><sheets>${list.join('')}</sheets></workbook>`
  )
}

function stylesXml(formats: readonly string[]): string {
  const codes = formats.map(
    (code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${escapeXml(code)}"/>`,
  )
  const styles = formats.map((_, index) => `<xf numFmtId="${164 + index}" xfId="0" applyNumberFormat="1"/>`)
  return (
    `${declaration}<styleSheet xmlns="${spreadsheet}">` +
    (codes.length === 0 ? '' : `<numFmts count="${codes.length}">${codes.join('')}</numFmts>`) +
    '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>' +
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>' +
    `<cellXfs count="${styles.length + 1}"><xf numFmtId="0" xfId="0"/>${styles.join('')}</cellXfs></styleSheet>`
  )
}

function sharedStringsXml(texts: ReadonlyMap<string, number>): string {
  const items = [...texts.keys()].map((text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`)
  return `${declaration}<sst xmlns="${spreadsheet}" uniqueCount="${items.length}">${items.join('')}</sst>`
}

function relationsXml(relations: readonly (readonly [id: string, type: string, target: string])[]): string {
  const list = relations.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`,
  )
  return (
    `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
    `${list.join('')}</Relationships>`
  )
}

function contentTypesXml(sheetCount: number): string {
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const sheets = Array.from(
    { length: sheetCount },
    (_, index) =>
      `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${types}.worksheet+xml"/>`,
  )
  return (
    `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>` +
    `<Override PartName="/xl/sharedStrings.xml" ContentType="${types}.sharedStrings+xml"/>` +
    `${sheets.join('')}</Types>`
  )
}
