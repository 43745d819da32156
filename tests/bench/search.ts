import { fullPinyin, pinyinInitials } from '../../src/main/search/pinyin-text.ts'
import { seededRandom, type Random } from './company-generator.ts'
import type { LargeRegister } from './large-register.ts'
import { compare, note, percentile, timedMs, type BenchResult } from './measure.ts'

export const searchName = 'search-100000'

/** The promise of the search box: 95 of 100 answers stand within this time, in every class, through the real boundary. */
const promisedMs = 50
const queriesPerClass = 200
/** A LIKE over all rows costs the same for every text, so a part of the texts is enough. */
const referenceQueriesPerClass = 20
const shownHits = 20

interface Named {
  readonly customerName: string
  readonly contactMobile: string
  readonly creditCode: string
}

/** What people type, each kind cut from a customer that is in the register. */
const queryClasses: Readonly<Record<string, (random: Random, customer: Named) => string>> = {
  一个汉字: (random, { customerName }) => pieceOf(random, customerName, 1),
  两个汉字: (random, { customerName }) => pieceOf(random, customerName, 2),
  三个汉字: (random, { customerName }) => pieceOf(random, customerName, 3),
  四个汉字: (random, { customerName }) => pieceOf(random, customerName, 4),
  全拼: (random, { customerName }) =>
    fullPinyin(pieceOf(random, customerName, random.pick([2, 3, 4]))).replaceAll(' ', ''),
  首字母: (random, { customerName }) => pinyinInitials(pieceOf(random, customerName, random.pick([3, 4, 5]))),
  电话片段: (random, { contactMobile }) => pieceOf(random, contactMobile, random.pick([4, 5, 6, 7])),
  信用代码片段: (random, { creditCode }) => pieceOf(random, creditCode, random.pick([4, 6, 8])),
}

/**
 * The worst class's p95 of the search box against the p50 of a ranked LIKE on the plain table. The target is the
 * promised time as a multiple of that LIKE, so `ok` says that the promise holds.
 */
export async function measureSearch(register: LargeRegister): Promise<BenchResult> {
  const { plain } = register
  const random = seededRandom(7)
  const pool = plain
    .prepare<[], Named>(
      'select customerName, contactMobile, creditCode from customer where creditCode is not null and length(customerName) > 5',
    )
    .all()
  const queries = Object.entries(queryClasses).flatMap(([kind, queryOf]) =>
    Array.from({ length: queriesPerClass }, () => ({ kind, text: queryOf(random, random.pick(pool)) })),
  )
  // Mixed, so that no class alone pays for a cache that is cold at first.
  queries.sort(() => random.next() - 0.5)
  const replies = await register.ask(
    'customer.find',
    queries.map(({ text }) => ({ text, limit: shownHits })),
  )

  let worstMs = 0
  for (const kind of Object.keys(queryClasses)) {
    const own = replies.filter((_, index) => queries[index]?.kind === kind)
    const times = own.map(({ ms }) => ms)
    const empty = own.filter(({ value }) => (value as { total: number }).total === 0).length
    const p95 = percentile(times, 0.95)
    worstMs = Math.max(worstMs, p95)
    note(
      `搜索 ${kind}：p50 ${percentile(times, 0.5).toFixed(1)} ms，p95 ${p95.toFixed(1)} ms，没有结果的 ${empty} 次`,
    )
    // A search that finds nothing is quick and worthless; by sound, a character of two readings may miss.
    if (empty > queriesPerClass / 20) throw new Error(`Search missed ${empty} of ${queriesPerClass} texts`)
  }
  const referenceMs = percentile(await timeRankedLike(register, queries), 0.5)
  return compare({ name: searchName, oursMs: worstMs, referenceMs, target: promisedMs / referenceMs })
}

async function timeRankedLike(
  { plain }: LargeRegister,
  queries: readonly { readonly kind: string; readonly text: string }[],
): Promise<number[]> {
  const fields = ['customerName', 'pinyin', 'initials', 'contactName', 'contactMobile', 'creditCode']
  const statement = plain.prepare(
    `select id, customerName from customer where ${fields.map((field) => `${field} like @part`).join(' or ')}
     order by customerName like @start desc, length(customerName), registeredOn desc limit ${shownHits}`,
  )
  const times: number[] = []
  for (const kind of Object.keys(queryClasses)) {
    for (const { text } of queries
      .filter((query) => query.kind === kind)
      .slice(0, referenceQueriesPerClass)) {
      times.push(await timedMs(() => statement.all({ part: `%${text}%`, start: `${text}%` })))
    }
  }
  return times
}

function pieceOf(random: Random, text: string, length: number): string {
  const start = Math.floor(random.next() * (text.length - length + 1))
  return text.slice(start, start + length)
}
