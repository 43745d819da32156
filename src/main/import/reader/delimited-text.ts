import { parse, type Options } from 'csv-parse'
import type { PackedCell, Sheet } from '../../../shared/import/sheet.ts'
import { CellBudget, type ReadLimits } from './limits.ts'
import { refusal, throwIfAborted } from './refusal.ts'
import { SheetBuilder } from './sheet-builder.ts'
import { textCell } from './xlsx-shared-strings.ts'

const separators = [',', '\t', ';', '|', '，'] as const
const sampleLines = 60
const sliceCharacters = 64 * 1024

export interface DelimitedSheet {
  readonly sheet: Sheet
  readonly separator: string
  readonly warnings: readonly string[]
}

/** Reads decoded text as one sheet. Every cell is a text; what it means is for cleaning to say. */
export async function readDelimitedText(
  text: string,
  name: string,
  limits: ReadLimits,
  signal?: AbortSignal,
): Promise<DelimitedSheet> {
  refuseEndlessLine(text, limits.tokenBytes * 4)
  const declared = /^sep=(.)\r?\n/iu.exec(text) // Excel's own way to name the separator; the line is no row
  const body = declared === null ? text : text.slice(declared[0].length)
  const separator = declared?.[1] ?? findSeparator(body)
  try {
    return { sheet: await readRows(body, name, separator, '"', limits, signal), separator, warnings: [] }
  } catch (error) {
    if (!isQuoteError(error)) throw error
    // One stray quote (5" 管件) would swallow the rest of the file: read it again with quotes as plain characters.
    return {
      sheet: await readRows(body, name, separator, null, limits, signal),
      separator,
      warnings: ['文件中的引号不成对，已按普通字符读入，请留意含引号的单元格。'],
    }
  }
}

async function readRows(
  text: string,
  name: string,
  separator: string,
  quote: string | null,
  limits: ReadLimits,
  signal: AbortSignal | undefined,
): Promise<Sheet> {
  const builder = new SheetBuilder(name, false, new CellBudget(limits), limits)
  const options: Options = {
    delimiter: separator,
    quote,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: limits.tokenBytes * 4,
  }
  const parser = parse(options)
  const feeding = feed(parser, text)
  let row = 0
  try {
    for await (const record of parser) {
      row += 1
      if (row % 1000 === 0) throwIfAborted(signal)
      // csv-parse gives arrays of texts when `columns` is not asked for.
      for (const [column, value] of (record as string[]).entries())
        builder.add(row, column, delimitedCell(value))
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'CSV_MAX_RECORD_SIZE') {
      throw refusal('damaged', `第 ${row + 1} 行过长，文件可能不是表格或引号没有成对，没有读入。`, error)
    }
    throw error
  } finally {
    parser.destroy()
    await feeding
  }
  return builder.build()
}

async function feed(parser: ReturnType<typeof parse>, text: string): Promise<void> {
  for (let at = 0; at < text.length && !parser.destroyed;) {
    let end = Math.min(text.length, at + sliceCharacters)
    const last = text.charCodeAt(end - 1)
    if (last >= 0xd800 && last <= 0xdbff && end < text.length) end += 1 // never cut a character in two
    if (!parser.write(text.slice(at, end))) await drained(parser)
    at = end
  }
  if (!parser.destroyed) parser.end()
}

/** Resolves when the parser takes more, or is gone. */
async function drained(parser: ReturnType<typeof parse>): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      parser.off('drain', done)
      parser.off('close', done)
      resolve()
    }
    parser.on('drain', done)
    parser.on('close', done)
  })
}

/** A file that is no table at all may be one endless line, which a parser takes minutes to give up on. */
function refuseEndlessLine(text: string, mostCharacters: number): void {
  let run = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    run = code === 0x0a || code === 0x0d ? 0 : run + 1
    if (run > mostCharacters) {
      throw refusal('damaged', '文件中有一行过长，不像是表格，没有读入。请确认选对了文件。')
    }
  }
}

/** `="00123"` is how exports keep zeros through Excel, and a trailing tab how they keep digits a text. */
function delimitedCell(raw: string): PackedCell {
  const wrapped = /^="([^"]*)"$/u.exec(raw)
  return textCell((wrapped?.[1] ?? raw).replace(/\t+$/u, ''))
}

/** The separator that gives the most columns on the most lines, quotes respected. */
function findSeparator(text: string): string {
  const lines = text
    .slice(0, 200_000)
    .split(/\r\n|\n|\r/u, sampleLines)
    .filter((line) => line.trim() !== '')
  let best: { separator: string; score: number } = { separator: ',', score: 0 }
  for (const separator of separators) {
    const counts = lines.map((line) => line.replace(/"(?:[^"]|"")*"/gu, '').split(separator).length - 1)
    const usual = mostFrequent(counts.filter((count) => count > 0))
    const agreeing = counts.filter((count) => count === usual.value).length
    const score =
      usual.value === 0 ? 0 : (agreeing / lines.length) * Math.log2(1 + usual.value) + agreeing / lines.length
    if (score > best.score + 1e-9) best = { separator, score }
  }
  return best.separator
}

function mostFrequent(values: readonly number[]): { value: number; times: number } {
  const times = new Map<number, number>()
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1)
  let best = { value: 0, times: 0 }
  for (const [value, count] of times) if (count > best.times) best = { value, times: count }
  return best
}

function isQuoteError(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['CSV_QUOTE_NOT_CLOSED', 'CSV_INVALID_CLOSING_QUOTE', 'INVALID_OPENING_QUOTE'].includes(
      String(error.code),
    )
  )
}
