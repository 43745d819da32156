import { sql } from 'kysely'
import type { Scope } from '../../shared/access/access.ts'
import { shanghaiDayOf, type CalendarDay } from '../../shared/calendar-day.ts'
import type { Contact } from '../../shared/contact/contact.ts'
import type { Customer, CustomerDraft } from '../../shared/customer/customer.ts'
import { AppError } from '../../shared/failure.ts'
import type { Registration } from '../../shared/registration/registration.ts'
import type { Act } from '../access/act.ts'
import { scopeCondition } from '../access/scope-condition.ts'
import { insertRows } from '../archive/bulk-insert.ts'
import type { Db } from '../archive/schema.ts'
import { listContactsOf } from '../contact/contact-repository.ts'
import { listRegistrationsOf } from '../registration/registration-repository.ts'
import { indexCustomer } from '../search/search-index.ts'
import {
  customerOfRow,
  derivedColumnsOf,
  draftColumns,
  type CustomerRow,
  type DerivedColumns,
} from './customer-row.ts'
import { matchRecordOf, saveMatchKeys } from './match-key-repository.ts'

/** A customer with what its derived columns follow from. */
export interface LoadedCustomer {
  readonly customer: Customer
  readonly contacts: readonly Contact[]
  readonly registrations: readonly Registration[]
  readonly lastActionOn: CalendarDay | null
  readonly createdOn: CalendarDay
}

/** Customers within the scope, in the order of `ids`; those beyond it, and deleted ones, are left out. */
export async function loadCustomers(db: Db, scope: Scope, ids: readonly number[]): Promise<LoadedCustomer[]> {
  const idList = JSON.stringify(ids)
  const rows: CustomerRow[] = await db
    .selectFrom('customer')
    .selectAll()
    .where(sql<boolean>`customer.id in (select value from json_each(${idList}))`)
    .where(scopeCondition(scope))
    .execute()
  const reached = rows.map(({ id }) => id)
  const aliases = await textsOf(db, 'customerAlias', reached)
  const tags = await textsOf(db, 'customerTag', reached)
  const contacts = await listContactsOf(db, reached)
  const registrations = await listRegistrationsOf(db, reached)
  const loaded = new Map(
    rows.map((row): [number, LoadedCustomer] => {
      const people = contacts.get(row.id) ?? []
      const lists = { aliases: aliases.get(row.id) ?? [], tags: tags.get(row.id) ?? [] }
      return [
        row.id,
        {
          customer: customerOfRow(row, lists, people),
          contacts: people,
          registrations: registrations.get(row.id) ?? [],
          lastActionOn: row.lastActionOn as CalendarDay | null, // written from a Shanghai day
          createdOn: shanghaiDayOf(row.createdAt),
        },
      ]
    }),
  )
  return ids.flatMap((id) => loaded.get(id) ?? [])
}

async function findCustomer(db: Db, scope: Scope, id: number): Promise<LoadedCustomer | null> {
  return (await loadCustomers(db, scope, [id]))[0] ?? null
}

export async function getCustomer(db: Db, scope: Scope, id: number): Promise<LoadedCustomer> {
  const found = await findCustomer(db, scope, id)
  if (found === null) throw new AppError('not-found', `No customer ${id} within the scope`)
  return found
}

/** Id of a number within the scope; letter case and missing zeros are forgiven (`kh-12`). */
export async function findCustomerId(db: Db, scope: Scope, number: string): Promise<number | null> {
  const digits = /^(?:KH-?)?(\d{1,12})$/iu.exec(number.trim())?.[1]
  if (digits === undefined) return null
  const row = await db
    .selectFrom('customer')
    .select('customer.id')
    .where('customer.number', '=', `KH-${digits.padStart(6, '0')}`)
    .where(scopeCondition(scope))
    .executeTakeFirst()
  return row?.id ?? null
}

/** Names of customers by id, for readable values; not for showing outside the scope. */
export async function readCustomerNames(db: Db, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('customer')
    .select(['id', 'customerName'])
    .where(sql<boolean>`customer.id in (select value from json_each(${JSON.stringify(ids)}))`)
    .execute()
  return new Map(rows.map(({ id, customerName }) => [id, customerName]))
}

/** Writes a card's own fields unless somebody saved it since `revision` was read. Derived columns follow by {@link refreshCustomer}. */
export async function updateCustomer(
  act: Act,
  id: number,
  revision: number,
  draft: CustomerDraft,
): Promise<void> {
  const { db } = act
  const fields = Object.fromEntries(draftColumns.map((column) => [column, draft[column]]))
  const { numUpdatedRows } = await db
    .updateTable('customer')
    .set({ ...fields, updatedAt: act.at, revision: revision + 1 })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) {
    throw new AppError('stale-edit', `Customer ${id} is not at revision ${revision}`)
  }
  await db.deleteFrom('customerAlias').where('customerId', '=', id).execute()
  await insertRows(
    db,
    'customerAlias',
    ['customerId', 'alias'],
    draft.aliases.map((alias) => [id, alias]),
  )
  await db.deleteFrom('customerTag').where('customerId', '=', id).execute()
  await insertRows(
    db,
    'customerTag',
    ['customerId', 'tag'],
    draft.tags.map((tag) => [id, tag]),
  )
}

/**
 * Recomputes what follows from a card, its people, registrations and bids: completeness, the columns lists show,
 * search and the keys that find it as a twin. Called after every write that touches one of them.
 */
export async function refreshCustomer(act: Act, id: number): Promise<LoadedCustomer> {
  const { db } = act
  const loaded = await getCustomer(db, { kind: 'all' }, id)
  const { customer, contacts, registrations } = loaded
  const derived: DerivedColumns = derivedColumnsOf(customer, contacts, registrations)
  await db
    .updateTable('customer')
    .set({ ...derived, updatedAt: act.at })
    .where('id', '=', id)
    .execute()
  await saveMatchKeys(
    db,
    id,
    matchRecordOf({ kind: 'customer', id, number: customer.number }, customer, contacts),
  )
  await indexCustomer(db, id, {
    number: customer.number,
    customer,
    regionCode: derived.regionCode,
    completeness: derived.completeness,
    contacts,
    registrationNumbers: registrations.map(({ number }) => number),
    tenders: await tenderTitlesOf(db, id),
    lastActivityOn: act.today,
  })
  return getCustomer(db, { kind: 'all' }, id)
}

async function tenderTitlesOf(
  db: Db,
  customerId: number,
): Promise<{ tenderTitle: string; tenderNumber: string | null }[]> {
  return db
    .selectFrom('tender')
    .select(['tenderTitle', 'tenderNumber'])
    .where('customerId', '=', customerId)
    .orderBy('id', 'desc')
    .execute()
}

async function textsOf(
  db: Db,
  table: 'customerAlias' | 'customerTag',
  ids: readonly number[],
): Promise<Map<number, string[]>> {
  const column = table === 'customerAlias' ? 'alias' : 'tag'
  const { rows } = await sql<{ customerId: number; text: string }>`
    select customerId, ${sql.ref(column)} as text from ${sql.table(table)}
    where customerId in (select value from json_each(${JSON.stringify(ids)}))
    order by ${table === 'customerAlias' ? sql.ref('id') : sql.ref('tag')}`.execute(db)
  const texts = new Map<number, string[]>()
  for (const { customerId, text } of rows) {
    const list = texts.get(customerId)
    if (list === undefined) texts.set(customerId, [text])
    else list.push(text)
  }
  return texts
}
