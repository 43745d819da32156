import type { PackedCell } from '../../../shared/import/sheet.ts'
import { refusal } from './refusal.ts'
import { scanPart, type XlsxPackage } from './xlsx-package.ts'
import type { ZipEntry } from './zip-directory.ts'

/** Reads the texts that cells share. Rich text is joined, its phonetic guides (rPh) left out. */
export async function readSharedStrings(zip: XlsxPackage, entry: ZipEntry | null): Promise<PackedCell[]> {
  if (entry === null) return []
  const { cells: mostTexts, textLength: mostLength } = zip.reading.limits
  const texts: PackedCell[] = []
  let current = ''
  let isInText = false
  let phoneticDepth = 0
  let length = 0
  await scanPart(zip, entry, (token, scanner) => {
    if (token === 'text') {
      if (isInText && phoneticDepth === 0) current += scanner.text()
    } else if (scanner.isNamed('t')) isInText = token === 'open'
    else if (scanner.isNamed('rPh')) phoneticDepth += token === 'open' ? 1 : -1
    else if (scanner.isNamed('si')) {
      if (token === 'open') current = ''
      else {
        length += current.length
        if (texts.length >= mostTexts || length > mostLength) {
          throw refusal('too-large', '表格中的文字总量过大，没有读入。请拆分成几个文件后再导入。')
        }
        texts.push(textCell(current))
      }
    }
  })
  return texts
}

/**
 * A text as the cell shows it. `_x000D_` is how a workbook writes characters that XML cannot hold (and
 * `_x005F_` an underscore that would look so); line ends become one kind.
 */
export function textCell(raw: string): PackedCell {
  let text = raw
  if (text.includes('_x')) {
    text = text.replace(/_x([0-9A-Fa-f]{4})_/gu, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
  }
  if (text.includes('\r')) text = text.replace(/\r\n?/gu, '\n')
  if (text === '') return null
  if (text.includes('\uFFFD')) return { kind: 'text', text, value: text, warnings: ['unreadable-characters'] }
  return isCutNumber(text) ? { kind: 'text', text, value: text, warnings: ['digits-lost'] } : text
}

/** `1.38E+10`: a long number that was saved the way a narrow column showed it, so that most digits are gone. */
function isCutNumber(text: string): boolean {
  if (text.length > 24 || !/[Ee]\+/u.test(text)) return false
  const match = /^\s*[+-]?(\d)(?:\.(\d+))?[Ee]\+(\d{1,3})\s*$/u.exec(text)
  // Below ten digits it may be a product code (5E+3); a phone or a credit code has more.
  return match !== null && Number(match[3]) >= 9 && Number(match[3]) > (match[2] ?? '').length
}
