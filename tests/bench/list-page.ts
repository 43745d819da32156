import { listColumns } from './fill-register.ts'
import type { LargeRegister } from './large-register.ts'
import { compare, median, note, percentile, timedMs, type BenchResult } from './measure.ts'

const pageName = 'list-page-100000'
const openName = 'list-open-100000'
export const listPageNames: readonly string[] = [pageName, openName]

const pageSize = 100
const pageCount = 200
const openings = 15

const targets = {
  /**
   * The plain read is a call within one process; ours crosses from the page to the archive thread and back with 100
   * checked, decrypted lines. Measured 2.8 on two busy cores, 7 ms: still well within one frame of the screen.
   */
  [pageName]: 4,
  /**
   * Ours checks the scope, goes in slices that let others in between, and crosses the boundary. Measured 3.4 on two
   * cores, 44 ms, once per list.
   */
  [openName]: 4,
}

/**
 * Pages of a list sorted by name, around its middle, p95, against the plain `order by … limit … offset` at the same
 * places; and opening that list, against reading the same ids in the same order from the plain table's index.
 */
export async function measureListPage(register: LargeRegister): Promise<readonly BenchResult[]> {
  const { plain, customerCount } = register
  const sorted = { filter: {}, sortBy: 'customerName', descending: false }
  const opened = await register.ask(
    'customer.openList',
    Array.from({ length: openings }, () => sorted),
  )
  const { listId, total } = (opened.at(-1)?.value ?? {}) as { listId: string; total: number }
  if (total !== customerCount) throw new Error(`The list holds ${total} of ${customerCount} customers`)
  const plainIds = plain.prepare('select id from customer order by nameSort, id').pluck()
  const plainOpenMs: number[] = []
  for (let count = 0; count < openings; count++) plainOpenMs.push(await timedMs(() => plainIds.all()))

  const firstOffset = customerCount / 2 - (pageCount / 2) * pageSize
  const offsets = Array.from({ length: pageCount }, (_, index) => firstOffset + index * pageSize)
  const pages = await register.ask(
    'customer.listPage',
    offsets.map((offset) => ({ listId, offset, limit: pageSize })),
  )
  if (pages.some(({ value }) => (value as unknown[]).length !== pageSize))
    throw new Error('A page is not full')
  const plainPage = plain.prepare(
    `select ${listColumns.join(', ')} from customer order by nameSort, id limit ${pageSize} offset ?`,
  )
  const plainPageMs: number[] = []
  for (const offset of offsets) plainPageMs.push(await timedMs(() => plainPage.all(offset)))
  const pageMs = pages.map(({ ms }) => ms)
  note(
    `列表一页：p50 ${percentile(pageMs, 0.5).toFixed(1)} ms，p95 ${percentile(pageMs, 0.95).toFixed(1)} ms`,
  )
  return [
    compare({
      name: pageName,
      oursMs: percentile(pageMs, 0.95),
      referenceMs: percentile(plainPageMs, 0.95),
      target: targets[pageName],
    }),
    compare({
      name: openName,
      oursMs: median(opened.map(({ ms }) => ms)),
      referenceMs: median(plainOpenMs),
      target: targets[openName],
    }),
  ]
}
