import { describe, expect, it } from 'vitest'
import { day } from '../calendar-day.ts'
import { readPinyin } from './pinyin-syllables.ts'
import { bucketCount, popularityBucket } from './search-popularity.ts'
import { planQuery, planSoundQuery } from './search-query.ts'
import { indexTokens, regionToken, searchHaystack, type SearchableDocument } from './search-tokens.ts'

const document: SearchableDocument = {
  names: ['江苏华东新威科技有限公司', '华东新威', 'ABB（中国）有限公司'],
  contacts: ['曾丽', '单雄'],
  phones: ['13812345678', '025-83456789转801'],
  codes: ['914403001922038216'],
  numbers: ['KH-000042'],
  notes: ['老客户，喜欢 喝茶'],
  ownerId: 7,
  region: '华东',
}
const haystack = searchHaystack(document)

describe('planQuery', () => {
  it.each([
    ['华', '华东新威', '华'],
    ['新威', '江苏华东新威科技有限公司', '新威'],
    ['東新威科', '江苏华东新威科技有限公司', '东新威科'],
    ['hdxw', '华东新威', '华东新威'],
    ['HDXW', '华东新威', '华东新威'],
    ['huadongxinwei', '华东新威', '华东新威'],
    ['huadongxinw', '华东新威', '华东新威'],
    ['huad', '华东新威', '华东'],
    ['华东xw', '华东新威', '华东新威'],
    ['华东xinw', '华东新威', '华东新威'],
    ['hd新威', '华东新威', '华东新威'],
    ['jshdxw', '江苏华东新威科技有限公司', '江苏华东新威'],
    ['zengli', '曾丽', '曾丽'],
    ['cengli', '曾丽', '曾丽'],
    ['shanx', '单雄', '单雄'],
    ['sx', '单雄', '单雄'],
    ['1381234', '13812345678', '1381234'],
    ['138 5678', '13812345678', '138|5678'],
    ['02583456789', '025-83456789转801', '025-83456789'],
    ['8216', '914403001922038216', '8216'],
    ['kh-000042', 'KH-000042', 'KH-000042'],
    ['42', 'KH-000042', '42'],
    ['abb', 'ABB（中国）有限公司', 'ABB'],
    ['abbzg', 'ABB（中国）有限公司', 'ABB（中国'],
    ['喜欢喝茶', '老客户，喜欢 喝茶', '喜欢 喝茶'],
    ['华东 曾', '华东新威', '华东'],
  ])('%s marks it in %s', (text, line, marked) => {
    const hit = planQuery(text).verify(haystack)
    expect(hit?.line).toBe(line)
    expect(hit?.ranges.map(([start, end]) => line.slice(start, end)).join('|')).toBe(marked)
  })

  it.each(['新华', 'hdwx', 'huadongwei', '1391234', '华东 李四', '曾丽单'])(
    '%s finds nothing here',
    (text) => {
      expect(planQuery(text).verify(haystack)).toBeNull()
    },
  )

  it.each(['', '   ', '（）', '、'])('%j is too little to look up', (text) => {
    expect(planQuery(text).match).toBeNull()
  })

  it('puts whole lines before beginnings before the rest', () => {
    const plan = planQuery('华东')
    const ranks = ['华东', '华东新威', '江苏华东新威科技'].map((line) => plan.verify(line)?.rank ?? Infinity)
    expect(ranks).toEqual([...ranks].sort((one, other) => one - other))
  })

  it('asks for the scope first', () => {
    expect(planQuery('华', ['o7', regionToken('华东')]).match).toBe('("o7" OR "r华东") AND "x华"')
    expect(planQuery('华', []).match).toBe('"onobody" AND "x华"')
  })

  it('finds by sound what was written otherwise', () => {
    expect(planQuery('华东新微').verify(haystack)).toBeNull()
    expect(planSoundQuery('华东新微')?.verify(haystack)?.line).toBe('华东新威')
    expect(planSoundQuery('hdxw')).toBeNull()
  })
})

it('makes tokens that a tokenizer cannot split', () => {
  for (const token of [...indexTokens(document), regionToken('a-b c/d'), regionToken(null)]) {
    expect(token).toMatch(/^[a-z][0-9a-z\u0080-\u{10FFFF}]+$/u)
  }
})

it.each([
  ['xian', ['xian…', 'xia n…', 'xi an…', 'xi a n…']],
  ['huadon', ['hua don…', 'hu a don…']],
  ['hdxw', []],
  ['lv', ['lv…']],
])('cuts %s into syllables', (letters, expected) => {
  const readings = readPinyin(letters).map(({ whole, last }) => `${[...whole, last].join(' ')}…`)
  expect(readings).toEqual(expected)
})

it('keeps popularity within its range and ranks the recent first', () => {
  const bucket = (lastActivityOn: string | null, completeness = 50, isDealtWith = false) =>
    popularityBucket({
      lastActivityOn: lastActivityOn === null ? null : day(lastActivityOn),
      completeness,
      isDealtWith,
    })
  expect(bucket('2026-11-22')).toBeLessThan(bucket('2026-10-22'))
  expect(bucket('2026-11-22', 50, true)).toBeLessThan(bucket('2026-11-22'))
  expect(bucket('2026-11-22', 90)).toBeLessThan(bucket('2026-11-22', 20))
  expect(bucket(null, 0)).toBe(bucketCount - 1)
  expect(bucket('2199-12-31', 100, true)).toBeGreaterThanOrEqual(0)
})
