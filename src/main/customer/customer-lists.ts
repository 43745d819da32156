import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Scope } from '../../shared/access/access.ts'
import type { CalendarDay } from '../../shared/calendar-day.ts'
import {
  customerFilterSchema,
  type CustomerFilter,
  type CustomerSortKey,
} from '../../shared/customer/customer-operations.ts'
import { AppError } from '../../shared/failure.ts'
import { scopeCondition } from '../access/scope-condition.ts'
import type { ArchiveReader } from '../archive/reader-slices.ts'
import { findAllIds } from '../search/find-documents.ts'
import { dealIds, isWalked, readNarrow, walkIds } from './list-order.ts'
import { filterCondition, isUnfiltered } from './list-filter.ts'

export interface ListRequest {
  readonly filter: CustomerFilter
  readonly sortBy: CustomerSortKey
  readonly descending: boolean
}

/** Who asks for a list, and on which day. */
export interface ListReader {
  readonly scope: Scope
  readonly today: CalendarDay
}

/** Ids within the scope that a filter lets through, in order: the whole list as a vector. In slices, so nobody waits long. */
export async function listCustomerIds(
  reader: ArchiveReader,
  { scope, today }: ListReader,
  { filter, sortBy, descending }: ListRequest,
): Promise<number[]> {
  const found = filter.text.trim() === '' ? null : await findAllIds(reader, scope, filter.text)
  if (found?.size === 0) return []
  const where = filterCondition(scope, filter, today)
  const ordered = async () => {
    if (isWalked(sortBy)) {
      const ids = await walkIds(reader, sortBy, descending)
      if (scope.kind === 'all' && isUnfiltered(filter)) return ids
      const passing = new Set((await readNarrow(reader, 'id', where)).map(([id]) => id))
      return ids.filter((id) => passing.has(id))
    }
    if (sortBy === 'number') {
      const ids = (await readNarrow(reader, 'id', where)).map(([id]) => id)
      return descending ? ids.reverse() : ids
    }
    return dealIds(reader, sortBy, descending, where)
  }
  const ids = await ordered()
  return found === null ? ids : ids.filter((id) => found.has(id))
}

/** Everything that a text finds, or everything, as the list of customers shows it at first: by name. */
export async function idsForBatch(
  reader: ArchiveReader,
  listReader: ListReader,
  text: string,
): Promise<number[]> {
  const filter = customerFilterSchema.parse({ text })
  return listCustomerIds(reader, listReader, { filter, sortBy: 'customerName', descending: false })
}

/** How many customers the scope reaches. */
export async function countCustomers(reader: ArchiveReader, scope: Scope): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from customer indexed by customerListRow where ${scopeCondition(scope)}`.execute(
    reader.db,
  )
  return rows[0]?.count ?? 0
}

const mostOpenLists = 10

interface OpenList {
  readonly userId: number
  readonly ids: readonly number[]
}

/**
 * The lists that screens have open, as vectors of ids: a page is then a look-up of a few rows, however long the list.
 * Whoever opened a list is the only one who may read it, and what left their scope since is not shown.
 */
export class CustomerLists {
  readonly #lists = new Map<string, OpenList>()

  open(userId: number, ids: readonly number[]): string {
    const oldest = this.#lists.keys().next()
    if (this.#lists.size >= mostOpenLists && oldest.done !== true) this.#lists.delete(oldest.value)
    const listId = randomUUID()
    this.#lists.set(listId, { userId, ids })
    return listId
  }

  /** The ids of an open list. A list that was pushed out, or that belonged to another session, is not found. */
  idsOf(userId: number, listId: string): readonly number[] {
    const list = this.#lists.get(listId)
    if (list?.userId !== userId) {
      throw new AppError('not-found', 'No such list is open', {
        details: { message: '列表已过期，请刷新后再试。' },
      })
    }
    this.#lists.delete(listId)
    this.#lists.set(listId, list) // the one read last is pushed out last
    return list.ids
  }

  /** Called when the archive is locked: no id outlives its session. */
  clear(): void {
    this.#lists.clear()
  }
}
