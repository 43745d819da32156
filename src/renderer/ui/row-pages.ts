import { shallowRef, triggerRef } from 'vue'

export type FetchPage<Row> = (offset: number, limit: number) => Promise<readonly Row[]>

const pageSize = 100
const keptPages = 60

/**
 * Rows of a long list, fetched by page as they come into view. Pages of an older generation stay visible until the
 * new ones arrive, so a refetch does not flicker; answers to an older generation are dropped.
 */
export function useRowPages<Row>(fetchPage: () => FetchPage<Row>) {
  const pages = shallowRef(new Map<number, readonly Row[]>())
  let generation = 0
  let fresh = new Set<number>()
  const pending = new Map<number, Promise<void>>()

  function rowAt(index: number): Row | undefined {
    return pages.value.get(Math.floor(index / pageSize))?.[index % pageSize]
  }

  function load(page: number): Promise<void> {
    if (fresh.has(page)) return Promise.resolve()
    const running = pending.get(page)
    if (running !== undefined) return running
    const asked = generation
    const loading = fetchPage()(page * pageSize, pageSize)
      .then((rows) => {
        if (asked !== generation) return
        // Re-inserted at the end: the first keys of the map are then the longest unused.
        pages.value.delete(page)
        pages.value.set(page, rows)
        fresh.add(page)
        for (const old of [...pages.value.keys()].slice(0, Math.max(0, pages.value.size - keptPages))) {
          pages.value.delete(old)
          fresh.delete(old)
        }
        triggerRef(pages)
      })
      .finally(() => {
        if (asked === generation) pending.delete(page)
      })
    pending.set(page, loading)
    return loading
  }

  /** Fetches what `from`…`to` (exclusive) needs. */
  async function ensure(from: number, to: number): Promise<void> {
    const loads: Promise<void>[] = []
    for (let page = Math.floor(from / pageSize); page * pageSize < to; page += 1) loads.push(load(page))
    await Promise.all(loads)
  }

  /** Everything may have changed: visible pages are fetched again, the others forgotten. */
  async function refetch(from: number, to: number): Promise<void> {
    generation += 1
    fresh = new Set()
    pending.clear()
    const [first, last] = [Math.floor(from / pageSize), Math.floor(Math.max(from, to - 1) / pageSize)]
    for (const page of [...pages.value.keys()]) if (page < first || page > last) pages.value.delete(page)
    await ensure(from, to)
  }

  /** The rows of a range whether loaded or not, e.g. for a selection with Shift. */
  async function rowsBetween(from: number, to: number): Promise<readonly Row[]> {
    const rows: Row[] = []
    for (let offset = from; offset < to; offset += 200) {
      rows.push(...(await fetchPage()(offset, Math.min(200, to - offset))))
    }
    return rows
  }

  return { rowAt, ensure, refetch, rowsBetween }
}
