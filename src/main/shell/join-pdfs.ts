/**
 * Joins PDFs that Chromium printed into one. Reads only what its printer (Skia) writes: plain objects, one
 * cross-reference table, no encryption, no object streams. Null when a part is anything else.
 */
export function joinPdfs(parts: readonly Uint8Array[]): Uint8Array | null {
  const [first] = parts
  if (first !== undefined && parts.length === 1) return first
  const read = parts.map(readPdf)
  const known = read.filter((part) => part !== null)
  return known.length === parts.length && known.length > 0 ? write(known) : null
}

interface PdfObject {
  readonly number: number
  /** Between `N 0 obj` and `endobj`; as latin1, so that every byte is one character. */
  readonly body: string
}

interface ReadPdf {
  readonly objects: readonly PdfObject[]
  readonly size: number
  readonly catalog: number
  readonly pages: number
  readonly pageCount: number
  readonly info: number | null
}

function readPdf(bytes: Uint8Array): ReadPdf | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const start = /startxref\s+(\d+)\s+%%EOF\s*$/u.exec(text.slice(-200))
  const tableAt = Number(start?.[1] ?? -1)
  const head = /^xref\s+0 (\d+)\s+/u.exec(text.slice(tableAt, tableAt + 60))
  if (start === null || head === null) return null
  const size = Number(head[1])
  const entriesAt = tableAt + head[0].length
  const trailer = /^trailer\s*<<(.*?)>>\s*startxref/su.exec(text.slice(entriesAt + 20 * size))
  if (trailer?.[1] === undefined || /\/(?:Encrypt|Prev|XRefStm)\b/u.test(trailer[1])) return null

  const places: { number: number; at: number }[] = []
  for (let number = 0; number < size; number += 1) {
    const entry = /^(\d{10}) \d{5} ([nf])/u.exec(text.substr(entriesAt + 20 * number, 18))
    if (entry === null) return null
    if (entry[2] === 'n') places.push({ number, at: Number(entry[1]) })
  }
  places.sort((one, other) => one.at - other.at)
  const objects: PdfObject[] = []
  for (const [index, { number, at }] of places.entries()) {
    const whole = text.slice(at, places[index + 1]?.at ?? tableAt)
    const opening = `${number} 0 obj`
    const end = whole.lastIndexOf('endobj')
    if (!whole.startsWith(opening) || end === -1) return null
    objects.push({ number, body: whole.slice(opening.length, end) })
  }

  const bodyOf = (number: number | null) => objects.find((object) => object.number === number)?.body
  const catalog = referenceIn(trailer[1], 'Root')
  const pages = referenceIn(bodyOf(catalog) ?? '', 'Pages')
  const pageCount = /\/Count (\d+)/u.exec(bodyOf(pages) ?? '')
  if (catalog === null || pages === null || pageCount === null) return null
  return {
    objects,
    size,
    catalog,
    pages,
    pageCount: Number(pageCount[1]),
    info: referenceIn(trailer[1], 'Info'),
  }
}

function referenceIn(dictionary: string, key: string): number | null {
  const found = new RegExp(`/${key} (\\d+) 0 R`, 'u').exec(dictionary)
  return found === null ? null : Number(found[1])
}

function write(parts: readonly ReadPdf[]): Uint8Array {
  const chunks: Buffer[] = [Buffer.from('%PDF-1.4\n%\xd3\xeb\xe9\xe1\n', 'latin1')]
  let length = chunks[0]?.length ?? 0
  const places: number[] = [0]
  const put = (text: string) => {
    const chunk = Buffer.from(text, 'latin1')
    chunks.push(chunk)
    length += chunk.length
  }
  const putObject = (number: number, body: string) => {
    places[number] = length
    put(`${number} 0 obj${body}endobj\n`)
  }

  const [catalog, root] = [1, 2]
  let shift = 2 // after the joined document's own two objects
  const kids: number[] = []
  for (const part of parts) {
    for (const { number, body } of part.objects) {
      if (number === part.catalog) continue
      const renumbered = renumber(body, shift)
      const isRoot = number === part.pages
      putObject(number + shift, isRoot ? renumbered.replace('<<', `<</Parent ${root} 0 R\n`) : renumbered)
    }
    kids.push(part.pages + shift)
    shift += part.size
  }
  const pageCount = parts.reduce((sum, part) => sum + part.pageCount, 0)
  putObject(
    catalog,
    `\n<</Type /Catalog\n/Pages ${root} 0 R\n/ViewerPreferences <</DisplayDocTitle true>>>>\n`,
  )
  putObject(
    root,
    `\n<</Type /Pages\n/Count ${pageCount}\n/Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}]>>\n`,
  )

  const tableAt = length
  const size = shift
  const entries = Array.from({ length: size }, (_, number) => {
    const at = places[number]
    return number === 0 || at === undefined
      ? '0000000000 65535 f \n'
      : `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const firstInfo = parts[0]?.info ?? null
  const info = firstInfo === null ? '' : `\n/Info ${firstInfo + 2} 0 R`
  put(`xref\n0 ${size}\n${entries.join('')}`)
  put(`trailer\n<</Size ${size}\n/Root ${catalog} 0 R${info}>>\nstartxref\n${tableAt}\n%%EOF\n`)
  return Buffer.concat(chunks)
}

/** Moves the references of an object's dictionary; what lies in strings and in the stream is left alone. */
function renumber(body: string, shift: number): string {
  const streamAt = body.search(/>>\s*stream\r?\n/u)
  const dictionary = streamAt === -1 ? body : body.slice(0, streamAt)
  const moved = dictionary.replace(
    /\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>|(\d+) 0 R\b/gsu,
    (match, number: string | undefined) => (number === undefined ? match : `${Number(number) + shift} 0 R`),
  )
  return moved + body.slice(dictionary.length)
}
