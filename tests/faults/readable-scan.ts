import fs from 'node:fs'
import path from 'node:path'

/** A readable byte where there must be none. */
export interface ReadableFinding {
  readonly file: string
  readonly marker: string
  readonly encoding: string
}

/**
 * Looks for markers in every file below a folder, and in the files' names: as UTF-8, UTF-16LE and GBK.
 * A file that begins like a plaintext SQLite database is a finding of its own.
 */
export function findReadable(folder: string, markers: readonly string[]): readonly ReadableFinding[] {
  const needles = markers.flatMap((marker) => encodingsOf(marker))
  const findings: ReadableFinding[] = []
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    for (const marker of markers) {
      if (path.relative(folder, file).includes(marker)) findings.push({ file, marker, encoding: 'file name' })
    }
    if (!entry.isFile()) continue
    const bytes = fs.readFileSync(file)
    if (bytes.subarray(0, 15).toString('latin1') === 'SQLite format 3') {
      findings.push({ file, marker: 'SQLite format 3', encoding: 'header' })
    }
    for (const { marker, encoding, needle } of needles) {
      if (bytes.includes(needle)) findings.push({ file, marker, encoding })
    }
  }
  return findings
}

/** Throws when {@link findReadable} finds anything. Not for a folder whose archive this process has open. */
export function expectNoReadable(folder: string, markers: readonly string[]): void {
  if (markers.length === 0) throw new Error('A scan without markers proves nothing')
  const findings = findReadable(folder, markers)
  if (findings.length === 0) return
  const list = findings.slice(0, 20).map(({ file, marker, encoding }) => `${file}: ${marker} (${encoding})`)
  throw new Error(`${findings.length} readable markers:\n${list.join('\n')}`)
}

function encodingsOf(marker: string) {
  const gbk = encodeGbk(marker)
  return [
    { marker, encoding: 'UTF-8', needle: Buffer.from(marker, 'utf8') },
    { marker, encoding: 'UTF-16LE', needle: Buffer.from(marker, 'utf16le') },
    ...(gbk === null ? [] : [{ marker, encoding: 'GBK', needle: gbk }]),
  ]
}

let gbkTable: ReadonlyMap<string, number> | null = null

/** Node decodes GBK but does not encode it, so the table is turned round. Null for characters GBK lacks. */
export function encodeGbk(text: string): Buffer | null {
  gbkTable ??= buildGbkTable()
  const bytes: number[] = []
  for (const character of text) {
    const code = character.charCodeAt(0)
    if (code < 0x80) bytes.push(code)
    else {
      const pair = gbkTable.get(character)
      if (pair === undefined) return null
      bytes.push(pair >> 8, pair & 0xff)
    }
  }
  return Buffer.from(bytes)
}

function buildGbkTable(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder('gbk', { fatal: true })
  const table = new Map<string, number>()
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) {
      if (second === 0x7f) continue
      try {
        const character = decoder.decode(Uint8Array.of(first, second))
        if ([...character].length === 1) table.set(character, first * 256 + second)
      } catch {
        continue // a pair that GBK does not use
      }
    }
  }
  return table
}
