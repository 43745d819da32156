import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect, it } from 'vitest'
import { joinPdfs } from './join-pdfs.ts'

/** A PDF as Skia writes one: its pages in a tree, a shared font, streams with bytes that look like references. */
function aPdf(texts: readonly string[], { title = 'Card 1 0 R', trailer = '' } = {}): Uint8Array {
  const font = 3
  const firstPage = 4
  const objects = [
    `<</Title (${title})\n/Producer (Skia/PDF m130)>>`,
    `<</Type /Pages\n/Count ${texts.length}\n/Kids [${texts.map((_, at) => `${firstPage + 2 * at} 0 R`).join(' ')}]>>`,
    '<</Type /Font\n/Subtype /Type1\n/BaseFont /Helvetica>>',
    ...texts.flatMap((text, at) => {
      const page = firstPage + 2 * at
      const content = `BT /F1 12 Tf 20 100 Td (${text}) Tj ET % 3 0 R endobj`
      return [
        `<</Type /Page\n/Resources <</Font <</F1 ${font} 0 R>>>>\n/MediaBox [0 0 200 200]\n/Contents ${page + 1} 0 R\n/Parent 2 0 R>>`,
        `<</Length ${content.length}>> stream\n${content}\nendstream`,
      ]
    }),
  ]
  const catalog = objects.push('<</Type /Catalog\n/Pages 2 0 R>>')
  let text = '%PDF-1.4\n%\xd3\xeb\xe9\xe1\n'
  const places = objects.map((body, index) => {
    const at = text.length
    text += `${index + 1} 0 obj\n${body}\nendobj\n`
    return at
  })
  const size = objects.length + 1
  const entries = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  text += `xref\n0 ${size}\n0000000000 65535 f \n${entries}trailer\n<</Size ${size}\n/Root ${catalog} 0 R\n/Info 1 0 R${trailer}>>\nstartxref\n${text.length}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise
  const texts: string[] = []
  for (let number = 1; number <= document.numPages; number += 1) {
    const content = await (await document.getPage(number)).getTextContent()
    texts.push(content.items.map((item) => ('str' in item ? item.str : '')).join(''))
  }
  await document.destroy()
  return texts
}

describe('joinPdfs', () => {
  it('puts the pages of all parts one after the other, readable by another reader', async () => {
    const joined = joinPdfs([aPdf(['one', 'two']), aPdf(['three']), aPdf(['four', 'five', 'six'])])
    expect(joined).not.toBeNull()
    expect(await pagesOf(joined ?? new Uint8Array())).toEqual(['one', 'two', 'three', 'four', 'five', 'six'])
  })

  it('leaves references inside strings and streams alone', () => {
    const joined = Buffer.from(joinPdfs([aPdf(['one']), aPdf(['two'])]) ?? []).toString('latin1')
    expect(joined).toContain('(Card 1 0 R)')
    expect(joined.match(/% 3 0 R endobj/gu)).toHaveLength(2)
  })

  it('can join what it joined', async () => {
    const joined = joinPdfs([aPdf(['one']), aPdf(['two'])]) ?? new Uint8Array()
    expect(await pagesOf(joinPdfs([joined, aPdf(['three'])]) ?? new Uint8Array())).toEqual([
      'one',
      'two',
      'three',
    ])
  })

  it('returns a single part as it is', () => {
    const pdf = aPdf(['one'])
    expect(joinPdfs([pdf])).toBe(pdf)
  })

  it.each([
    ['not a PDF', Buffer.from('<html>')],
    ['an empty file', Buffer.alloc(0)],
    ['an encrypted one', aPdf(['x'], { trailer: '\n/Encrypt 1 0 R' })],
    ['one with an older table', aPdf(['x'], { trailer: '\n/Prev 12' })],
    ['a cut one', aPdf(['x']).subarray(0, 200)],
    [
      'one whose table is off',
      Buffer.from(
        Buffer.from(aPdf(['x']))
          .toString('latin1')
          .replace('%PDF-1.4', '%PDF-1.4 '),
        'latin1',
      ),
    ],
  ])('gives up on %s', (_, strange) => {
    expect(joinPdfs([aPdf(['one']), strange])).toBeNull()
  })
})
