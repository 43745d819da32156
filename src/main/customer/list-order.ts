import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { CodeListName } from '../../shared/code-list/code-list.ts'
import type { CustomerSortKey } from '../../shared/customer/customer-operations.ts'
import { customerStatuses } from '../../shared/customer/customer-status.ts'
import { breathe, readRows, type ArchiveReader } from '../archive/reader-slices.ts'
import { sortKeyOf } from './customer-row.ts'

/** Rows read before others get their turn: about 10 ms each. */
const sliceRows = 20_000

/** Sort keys of many different values: an index holds them in order, and a list is a walk along it. */
const walkedKeys = {
  customerName: { column: 'nameSort', index: 'customerNameSort' },
  contactName: { column: 'primaryContactSort', index: 'customerContactSort' },
  contactMobile: { column: 'primaryContactMobile', index: 'customerContactMobile' },
  creditCode: { column: 'creditCode', index: 'customerCreditCode' },
  updatedAt: { column: 'updatedAt', index: 'customerUpdatedAt' },
} as const
type WalkedKey = keyof typeof walkedKeys

/** Sort keys of few values: rows are dealt into one heap per value, and the heaps are put in order. */
type DealtKey = Exclude<CustomerSortKey, WalkedKey | 'number'>
const dealtColumns: Readonly<Record<DealtKey, string>> = {
  shortName: 'shortName',
  customerType: 'customerType',
  industry: 'industry',
  province: 'province',
  city: 'city',
  status: 'status',
  grade: 'grade',
  ownerName: 'ownerId',
  leadSource: 'leadSource',
  registeredOn: 'registeredOn',
  protectedUntil: 'protectedUntil',
  firstContactOn: 'firstContactOn',
  completeness: 'completeness',
}

const codeListOf: Partial<Record<DealtKey, CodeListName>> = {
  customerType: 'customerType',
  industry: 'industry',
  grade: 'customerGrade',
  leadSource: 'leadSource',
}

export function isWalked(sortBy: CustomerSortKey): sortBy is WalkedKey {
  return Object.hasOwn(walkedKeys, sortBy)
}

/** The query that reads ids and one column in the order of ids, from the covering index alone. */
export function narrowQuery(
  column: string,
  where: RawBuilder<SqlBool>,
  after: number,
  upTo: number,
): RawBuilder<unknown> {
  return sql`select customer.id, ${sql.ref(`customer.${column}`)} from customer indexed by customerListRow
    where customer.id > ${after} and customer.id <= ${upTo} and ${where} order by customer.id`
}

/**
 * The query that walks an index of a sort key: through the rest of those equal to `equalTo`, or on from the next greater
 * key. Blanks are read apart, by {@link blankQuery}. One comparison of the pair (key, id) would not do: SQLite uses only
 * its first half here, and an import gives 100,000 rows one `updatedAt`.
 */
export function walkQuery(
  sortBy: WalkedKey,
  from: { readonly equalTo: string; readonly afterId: number } | { readonly greaterThan: string },
): RawBuilder<unknown> {
  const { column, index } = walkedKeys[sortBy]
  const key = sql.ref(`customer.${column}`)
  const place =
    'equalTo' in from
      ? sql`${key} = ${from.equalTo} and customer.id > ${from.afterId}`
      : sql`${key} > ${from.greaterThan}`
  return sql`select customer.id, ${key} from customer indexed by ${sql.ref(index)}
    where customer.deletedAt is null and ${place} order by ${key}, customer.id limit ${sliceRows}`
}

function blankQuery(sortBy: WalkedKey, after: number): RawBuilder<unknown> {
  const { column, index } = walkedKeys[sortBy]
  const key = sql.ref(`customer.${column}`)
  return sql`select customer.id from customer indexed by ${sql.ref(index)}
    where customer.deletedAt is null and ${key} is null and customer.id > ${after}
    order by customer.id limit ${sliceRows}`
}

/** Ids and one column of every row that the condition lets through, in the order of ids. */
export async function readNarrow(
  reader: ArchiveReader,
  column: string,
  where: RawBuilder<SqlBool>,
): Promise<[number, string | number | null][]> {
  const lastId = readRows<[number | null]>(reader, sql`select max(id) from customer`)[0]?.[0] ?? 0
  const rows: [number, string | number | null][] = []
  for (let after = 0; after < lastId; after += sliceRows) {
    const slice = readRows<[number, string | number | null]>(
      reader,
      narrowQuery(column, where, after, after + sliceRows),
    )
    for (const row of slice) rows.push(row)
    if (after + sliceRows < lastId) await breathe()
  }
  return rows
}

/** Every id in the order of a walked key; blanks last, whichever the direction. */
export async function walkIds(
  reader: ArchiveReader,
  sortBy: WalkedKey,
  descending: boolean,
): Promise<number[]> {
  const ids: number[] = []
  let last: readonly [number, string] | undefined
  do {
    const equal =
      last === undefined
        ? []
        : readRows<[number, string]>(reader, walkQuery(sortBy, { equalTo: last[1], afterId: last[0] }))
    // No key is blank text: where there is nothing to sort by, null is stored.
    const slice: [number, string][] =
      equal.length > 0 ? equal : readRows(reader, walkQuery(sortBy, { greaterThan: last?.[1] ?? '' }))
    for (const [id] of slice) ids.push(id)
    last = slice.at(-1)
    if (slice.length === sliceRows) await breathe()
  } while (last !== undefined)
  if (descending) ids.reverse()
  for (let after = 0; ;) {
    const slice = readRows<[number]>(reader, blankQuery(sortBy, after))
    for (const [id] of slice) ids.push(id)
    const last = slice.at(-1)
    if (last === undefined || slice.length < sliceRows) return ids
    after = last[0]
    await breathe()
  }
}

/** Ids in the order of a key with few values; equal ones in the order of their numbers, blanks last. */
export async function dealIds(
  reader: ArchiveReader,
  sortBy: DealtKey,
  descending: boolean,
  where: RawBuilder<SqlBool>,
): Promise<number[]> {
  const heaps = new Map<string | number, number[]>()
  const blank: number[] = []
  for (const [id, value] of await readNarrow(reader, dealtColumns[sortBy], where)) {
    if (value === null || value === '') blank.push(id)
    else {
      const heap = heaps.get(value)
      if (heap === undefined) heaps.set(value, [id])
      else heap.push(id)
    }
  }
  const orderOf = sortOrder(reader, sortBy)
  const ordered = [...heaps].map(([value, ids]) => ({ order: orderOf(value), ids }))
  ordered.sort((one, other) => (one.order < other.order ? -1 : one.order > other.order ? 1 : 0))
  if (descending) ordered.reverse()
  return [...ordered.map(({ ids }) => ids), blank].flat()
}

/** What a value is ordered by: the user's own order of codes, pinyin of names and places, the life cycle of a status. */
function sortOrder(reader: ArchiveReader, sortBy: DealtKey): (value: string | number) => string | number {
  const list = codeListOf[sortBy]
  if (list !== undefined) {
    const entries = readRows<[string, number]>(
      reader,
      sql`select code, sortOrder from codeEntry where list = ${list} order by sortOrder, id`,
    )
    const places = new Map(entries.map(([code], index) => [code, index]))
    return (value) => places.get(String(value)) ?? entries.length
  }
  switch (sortBy) {
    case 'ownerName': {
      const users = readRows<[number]>(reader, sql`select id from user order by pinyin, id`)
      const places = new Map(users.map(([id], index) => [id, index]))
      return (value) => places.get(Number(value)) ?? users.length
    }
    case 'status':
      return (value) => customerStatuses.findIndex((status) => status === value)
    case 'shortName':
    case 'province':
    case 'city':
      return (value) => sortKeyOf(String(value))
    case 'customerType':
    case 'industry':
    case 'grade':
    case 'leadSource':
    case 'registeredOn':
    case 'protectedUntil':
    case 'firstContactOn':
    case 'completeness':
      return (value) => value
  }
}
