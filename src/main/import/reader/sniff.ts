import type { DecodedText } from './text-decoding.ts'

/** What a file is by its first bytes; its name is never asked. */
export type FileNature = 'empty' | 'zip' | 'compound' | 'oldBiff' | 'text' | { readonly foreign: string }

const foreignMarks: readonly (readonly [string, string])[] = [
  ['25504446', 'PDF 文件'],
  ['89504e47', '图片'],
  ['ffd8ff', '图片'],
  ['47494638', '图片'],
  ['424d', '图片'],
  ['49492a00', '图片'],
  ['52617221', 'RAR 压缩包'],
  ['377abcaf271c', '7z 压缩包'],
  ['1f8b', 'GZIP 压缩包'],
  ['53514c69746520666f726d6174', '数据库文件'],
  ['4d5a', '程序文件'],
  ['7b5c727466', 'RTF 文档'],
]

export function sniff(head: Buffer): FileNature {
  if (head.length === 0) return 'empty'
  const hex = head.toString('hex', 0, 16)
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506')) return 'zip'
  if (hex.startsWith('d0cf11e0a1b11ae1')) return 'compound'
  // BOF of BIFF 2, 3, 4 and of BIFF 5 without a container: record 0x0?09, four to sixteen bytes long.
  if (head[0] === 0x09 && [0x00, 0x02, 0x04, 0x08].includes(head[1] ?? 1) && head[3] === 0x00)
    return 'oldBiff'
  const foreign = foreignMarks.find(([mark]) => hex.startsWith(mark))
  if (foreign !== undefined) return { foreign: foreign[1] }
  return 'text'
}

export type TextNature = 'spreadsheetml' | 'html' | 'delimited' | 'hostile' | { readonly foreign: string }

/** "Excel" exports of many Chinese systems are HTML or XML under the name .xls. */
export function sniffText({ text }: DecodedText): TextNature {
  const head = text.slice(0, 4096)
  // No text file holds a zero: what came this far with one is some binary format.
  if (head.includes('\u0000')) return { foreign: '二进制文件' }
  const start = head.replace(/^[\s\uFEFF]+/u, '')
  if (/^MIME-Version:/iu.test(start)) return { foreign: '网页归档（MHT）' }
  if (/^\{\\rtf/u.test(start)) return { foreign: 'RTF 文档' }
  if (/^(\{\s*"|\[\s*[{[])/u.test(start)) return { foreign: 'JSON 数据' }
  if (!start.startsWith('<')) return 'delimited'
  if (/<!ENTITY/iu.test(text)) return 'hostile'
  if (/urn:schemas-microsoft-com:office:spreadsheet/u.test(head)) {
    return /<!DOCTYPE/iu.test(head) ? 'hostile' : 'spreadsheetml'
  }
  if (/<(!doctype html|html|table|head|body|meta|div|style|tr)\b/iu.test(head)) {
    return /<table\b/iu.test(text) ? 'html' : { foreign: '不含表格的网页' }
  }
  return { foreign: 'XML 文件' }
}
