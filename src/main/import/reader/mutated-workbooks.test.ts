import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/failure.ts'
import { plainWorkbookParts } from '../../sample/plain-workbook.ts'
import { makeZip } from '../../sample/plain-zip.ts'
import { seededRandom } from '../../sample/sample-companies.ts'
import { readWorkbook } from './read-workbook.ts'

const folder = fileURLToPath(new URL('../../../../tests/fixtures/workbooks/', import.meta.url))
const files = readdirSync(folder)
  .filter((name) => !name.endsWith('.json') && !name.endsWith('.md'))
  .map((name) => readFileSync(folder + name))
const parts = plainWorkbookParts(
  [
    {
      name: '客户',
      merges: ['A1:C1'],
      rows: [
        ['客户资料'],
        ['客户名称', '手机', '日期'],
        ['甲公司', 13_800_138_000, { value: 45_356, format: 'yyyy-mm-dd' }],
        [{ formula: 'B3+1', value: 1 }, { error: '#N/A' }, '𠮷田'],
      ],
    },
  ],
  { isInline: true },
)
const nastyBits = [
  '<row r="99999999">', '</row>', '<c r="ZZZ1"><v>1</v></c>', '<c t="s"><v>-1</v></c>', '<v>1e999</v>', '&#xFFFFFF;', '&bogus;',
  ']]>', '<![CDATA[', '<!--', '-->', '<?x', '"', "'", '<', '>', '\u0000', 'r="', ' r="A0"', 's="99999"', '<is><t>', '<mergeCell ref="ZZZZ9:A1"/>',
] // prettier-ignore

type Random = () => number

/** Spoils the text of one part and packs the book anew, so that the damage reaches the scanner. */
function mutatePart(random: Random): Buffer {
  const upTo = (count: number) => Math.floor(random() * count)
  const victim = upTo(parts.length)
  return makeZip(
    parts.map((part, index) => {
      if (index !== victim) return part
      let text = String(part.content)
      for (let change = 0; change <= upTo(4); change += 1) {
        const at = upTo(text.length)
        const length = upTo(40)
        const choice = upTo(5)
        const piece =
          choice === 0
            ? ''
            : choice === 1
              ? (nastyBits[upTo(nastyBits.length)] ?? '')
              : choice === 2
                ? text.slice(at, at + length).repeat(3)
                : choice === 3
                  ? String(upTo(1e9) * 1000)
                  : [...text.slice(at, at + length)].reverse().join('')
        text = text.slice(0, at) + piece + text.slice(at + length)
      }
      return { ...part, content: text }
    }),
  )
}

/** Changes, cuts or repeats bytes of a file as it is. */
function mutateBytes(random: Random): Buffer {
  const upTo = (count: number) => Math.floor(random() * count)
  const original = files[upTo(files.length)] ?? Buffer.alloc(0)
  let bytes: Buffer = Buffer.from(original)
  for (let change = 0; change <= upTo(6); change += 1) {
    const at = upTo(bytes.length)
    const choice = upTo(4)
    if (choice === 0) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + upTo(64))])
    else if (choice === 1)
      bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - upTo(64)))])
    else if (choice === 2) bytes.fill(upTo(2) * 255, at, Math.min(bytes.length, at + upTo(8)))
    else bytes[at] = upTo(256)
  }
  return bytes
}

describe('readWorkbook on 300 spoiled files', () => {
  it.each([
    ['parts spoiled inside the zip', mutatePart, 150],
    ['bytes of files by four writers', mutateBytes, 150],
  ])('reads or refuses, and never fails otherwise: %s', async (_, mutate, count) => {
    // `npm run soak` raises the count.
    const runs = Number(process.env['BIAOKEBU_MUTATIONS'] ?? count)
    for (let seed = 1; seed <= runs; seed += 1) {
      const bytes = mutate(seededRandom(seed))
      const startedAt = performance.now()
      const outcome: unknown = await readWorkbook({ bytes, fileName: 'a' }).catch((error: unknown) => error)
      if (outcome instanceof Error) {
        expect(outcome, `seed ${seed}: ${outcome.stack}`).toBeInstanceOf(AppError)
        expect(outcome, `seed ${seed}`).toMatchObject({ code: 'workbook-refused' })
      }
      expect(performance.now() - startedAt, `milliseconds of seed ${seed}`).toBeLessThan(5000)
    }
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})
