import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { unpackCell, type PackedCell } from '../../../shared/import/sheet.ts'
import { readWorkbook } from './read-workbook.ts'

const folder = fileURLToPath(new URL('../../../../tests/fixtures/workbooks/', import.meta.url))
const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length))

/** `[kind, value]`, then the text and the warnings where they say more; the form of the .json files. */
function asWritten(packed: PackedCell): unknown[] | null {
  const { kind, value, text, warnings } = unpackCell(packed)
  if (packed === null) return null
  const shown = kind === 'number' && text !== String(value) ? [text] : []
  if (warnings.length > 0 && kind !== 'error') return [kind, value, text, warnings]
  return [kind, kind === 'error' ? text : value, ...shown]
}

describe('readWorkbook on files made by other programs', () => {
  it('has fixtures by four writers', () => {
    const writers = new Set(fixtures.map((name) => name.split(/[-.]/u)[0]))
    expect([...writers].sort()).toEqual(['exceljs', 'libreoffice', 'python', 'sheetjs'])
  })

  it.each(fixtures)('reads every cell of %s', async (name) => {
    const expected: unknown = JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8'))
    const { kind, sheets } = await readWorkbook({ path: folder + name })
    const actual = {
      kind,
      sheets: sheets.map((sheet) => ({
        ...sheet,
        rows: sheet.rows.map((row) => row.map(asWritten)),
        merges: sheet.merges.length === 0 ? undefined : sheet.merges,
      })),
    }
    expect(actual).toEqual(expected)
  })
})
