import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planQuery } from '../../shared/search/search-query.ts'
import { searchText } from '../../shared/search/search-text.ts'
import {
  indexTokens,
  initialsOf,
  ownerToken,
  searchHaystack,
  soundsOf,
  type SearchableDocument,
} from '../../shared/search/search-tokens.ts'

const surnames = [...'王李张刘陈单曾仇任区尉乐']
const characters = [
  ...'江苏南京华东新威科技有限公司重庆长安银行厦门乐天绿地女人中国建设集团第一二工程局德化学歙县召集团都会',
]

const documents: SearchableDocument[] = Array.from({ length: 400 }, (_, id) => {
  const at = (offset: number) =>
    characters[(id * 31 + offset * offset * 7 + offset * 13) % characters.length] ?? '华'
  const name = Array.from({ length: 6 + (id % 9) }, (_unused, offset) => at(offset)).join('')
  return {
    names: id % 10 === 0 ? [`${name}（AB${id}）`] : [name],
    contacts: [`${surnames[id % surnames.length] ?? ''}${at(3)}`],
    phones: [
      `13${String(100_000_000 + id * 7_919_113).slice(0, 9)}`,
      `025-8${String(1_000_000 + id * 3571).slice(0, 7)}`,
    ],
    codes: [`9132010${String(10_000_000_000 + id * 982_451_653).slice(0, 11)}`],
    numbers: [`KH-${String(id + 1).padStart(6, '0')}`],
    notes: id % 5 === 0 ? [`备注，${at(9)}${at(8)} ${at(7)}`] : [],
    ownerId: id % 3,
    region: id % 2 === 0 ? '华东' : null,
  }
})
const haystacks = documents.map(searchHaystack)
const plainLines = haystacks.map((haystack) =>
  haystack.split('\n').map((line) => searchText(line).characters.join('')),
)

let db: Database.Database
let find: Database.Statement<[string], number>

beforeAll(() => {
  db = new Database(':memory:')
  db.exec(
    `create virtual table searchIndex using fts5 (tokens, content='', contentless_delete=1, detail=none, tokenize='ascii')`,
  )
  const insert = db.prepare('insert into searchIndex (rowid, tokens) values (?, ?)')
  documents.forEach((document, id) => insert.run(id + 1, indexTokens(document).join(' ')))
  find = db.prepare<[string], number>('select rowid from searchIndex where searchIndex match ?').pluck() // pluck changes the row, not the type
})
afterAll(() => db.close())

function found(text: string, scope: readonly string[] | null = null): Set<number> {
  const plan = planQuery(text, scope)
  if (plan.match === null) return new Set()
  return new Set(
    find
      .all(plan.match)
      .map((rowid) => rowid - 1)
      .filter((id) => plan.verify(haystacks[id] ?? '') !== null),
  )
}

/** Every document with a line that contains the text, read without any index. */
function bruteForce(text: string): number[] {
  const wanted = searchText(text).characters.join('')
  return plainLines.flatMap((lines, id) => (lines.some((line) => line.includes(wanted)) ? [id] : []))
}

const anyDocument = fc.nat(documents.length - 1)
const piece = fc.record({
  id: anyDocument,
  start: fc.nat(12),
  length: fc.integer({ min: 1, max: 8 }),
  choice: fc.nat(1000),
})

function partOfName({ id, start, length }: { id: number; start: number; length: number }) {
  const text = searchText(documents[id]?.names[0] ?? '')
  const from = Math.min(start, text.characters.length - 1)
  const to = Math.min(text.characters.length, from + length)
  return { text, from, to, positions: Array.from({ length: to - from }, (_, offset) => from + offset) }
}

describe('the full-text table', () => {
  it('finds whatever stands in a name, a contact or a remark', () => {
    fc.assert(
      fc.property(piece, (sample) => {
        const { text, from, to } = partOfName(sample)
        const query = text.characters.slice(from, to).join('')
        fc.pre(!/^\d{1,2}$/u.test(query)) // one or two digits are looked up in names and numbers only
        const hits = found(query)
        for (const id of bruteForce(query)) expect(hits.has(id)).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  it('finds full pinyin in every reading and broken off anywhere', () => {
    fc.assert(
      fc.property(piece, fc.nat(5), ({ choice, ...sample }, dropped) => {
        const { text, positions } = partOfName(sample)
        fc.pre(positions.every((position) => soundsOf(text, position).length > 0))
        const syllables = positions.map((position, index) => {
          const sounds = soundsOf(text, position)
          return sounds[(choice + index) % sounds.length] ?? ''
        })
        const last = syllables.at(-1) ?? ''
        const typed = syllables.slice(0, -1).join('') + last.slice(0, Math.max(1, last.length - dropped))
        expect(found(typed).has(sample.id)).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  it('finds initials in every reading, and Hanzi followed by initials', () => {
    fc.assert(
      fc.property(piece, fc.nat(4), ({ choice, ...sample }, hanzi) => {
        const { text, positions } = partOfName(sample)
        const letters = positions.map((position, index) => {
          const initials = initialsOf(text, position)
          return index < hanzi
            ? (text.characters[position] ?? '')
            : (initials[(choice + index) % initials.length] ?? '')
        })
        fc.pre(!/^\d{1,2}$/u.test(letters.join('')))
        expect(found(letters.join('')).has(sample.id)).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  it('finds three digits and more of a phone, a code or a number', () => {
    fc.assert(
      fc.property(
        anyDocument,
        fc.nat(3),
        fc.nat(14),
        fc.integer({ min: 3, max: 18 }),
        (id, which, start, length) => {
          const document = documents[id]
          const line =
            [...(document?.phones ?? []), ...(document?.codes ?? []), ...(document?.numbers ?? [])][which] ??
            ''
          const digits = searchText(line)
            .characters.slice(start, start + length)
            .join('')
          fc.pre(digits.length >= 3)
          const hits = found(digits)
          for (const expected of bruteForce(digits)) expect(hits.has(expected)).toBe(true)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('finds a number by its digits without zeros', () => {
    expect(found('42').has(41)).toBe(true)
    expect(found('7').has(6)).toBe(true)
  })

  it('shows nobody what lies outside the scope', () => {
    const hits = found('江', [ownerToken(1)])
    expect(hits.size).toBeGreaterThan(0)
    expect([...hits].every((id) => documents[id]?.ownerId === 1)).toBe(true)
    expect(found('江', []).size).toBe(0)
  })

  it('takes any text that a person can type', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        found(text)
      }),
      { numRuns: 400 },
    )
    for (const hostile of ['"', "'", 'AND', 'NEAR(', '*', 'x"华" OR', '^', 'a:b', '\u0000', '𠮷野家', '💡'])
      found(hostile)
  })
})
