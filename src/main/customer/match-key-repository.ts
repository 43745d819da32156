import { CompiledQuery } from 'kysely'
import type { ContactDraft } from '../../shared/contact/contact.ts'
import { phoneKeys } from '../../shared/contact/phone.ts'
import type { CustomerDraft } from '../../shared/customer/customer.ts'
import { matchKeys, widestKey } from '../../shared/duplicate/match-keys.ts'
import type { MatchRecord, MatchRef } from '../../shared/duplicate/match-record.ts'
import { insertRows } from '../archive/bulk-insert.ts'
import type { Db } from '../archive/schema.ts'

type MatchedContact = Pick<ContactDraft, 'contactName' | 'mobile' | 'phone'>

/** A card as the matcher sees it. A claimed code is never matched (rule R15). */
export function matchRecordOf(
  ref: MatchRef,
  customer: Pick<
    CustomerDraft,
    | 'customerName'
    | 'shortName'
    | 'aliases'
    | 'creditCode'
    | 'phone'
    | 'fax'
    | 'principalMobile'
    | 'province'
    | 'city'
    | 'businessAddress'
    | 'registeredAddress'
  >,
  contacts: readonly MatchedContact[],
): MatchRecord {
  return {
    ref,
    name: customer.customerName,
    aliases: customer.shortName === null ? customer.aliases : [...customer.aliases, customer.shortName],
    creditCode: customer.creditCode,
    phones: phoneKeys(
      customer.phone,
      customer.fax,
      customer.principalMobile,
      ...contacts.flatMap(({ mobile, phone }) => [mobile, phone]),
    ),
    province: customer.province,
    city: customer.city,
    address: customer.businessAddress ?? customer.registeredAddress,
    contacts: contacts.map(({ contactName }) => contactName),
  }
}

/** Replaces the keys by which a customer is found as somebody's twin. */
export async function saveMatchKeys(db: Db, customerId: number, record: MatchRecord): Promise<void> {
  await db.deleteFrom('matchKey').where('customerId', '=', customerId).execute()
  await insertRows(
    db,
    'matchKey',
    ['matchKey', 'customerId'],
    matchKeys(record).map((key) => [key, customerId]),
  )
}

// `cross join` keeps the asked keys outside: each is one look-up in the table's own order.
// A wide key that many share tells nothing; the sure ones (code, name, phone) are always followed.
const idsByKeys = `
  select distinct found.customerId as id
  from json_each(?) as asked cross join matchKey as found on found.matchKey = asked.value
  where substr(asked.value, 1, 1) in ('C', 'N', 'P')
    or (select count(*) from (select 1 from matchKey as wide where wide.matchKey = asked.value limit ${widestKey + 1})) <= ${widestKey}`

/** Needs a JSON array of ids; each row is a {@link StoredMatchRow}. */
export const recordsByIds = `
  select customer.id, number, customerName, shortName, creditCode, province, city, businessAddress, registeredAddress,
    phone, fax, principalMobile,
    (select json_group_array(alias) from customerAlias where customerId = customer.id) as aliases,
    (select json_group_array(json_object('contactName', contactName, 'mobile', mobile, 'phone', contact.phone))
      from contact where customerId = customer.id) as contacts
  from json_each(?) as asked cross join customer on customer.id = asked.value
  where deletedAt is null`

export interface StoredMatchRow {
  readonly id: number
  readonly number: string
  readonly customerName: string
  readonly shortName: string | null
  readonly creditCode: string | null
  readonly province: string | null
  readonly city: string | null
  readonly businessAddress: string | null
  readonly registeredAddress: string | null
  readonly phone: string | null
  readonly fax: string | null
  readonly principalMobile: string | null
  readonly aliases: string
  readonly contacts: string
}

export function recordOfRow(row: StoredMatchRow): MatchRecord {
  const aliases = JSON.parse(row.aliases) as string[] // made by the query above
  const contacts = JSON.parse(row.contacts) as MatchedContact[] // as above
  return matchRecordOf({ kind: 'customer', id: row.id, number: row.number }, { ...row, aliases }, contacts)
}

/** Customers that share one of the keys: whoever may be the same company. Whatever their scope; the caller decides what is shown. */
export async function candidatesFor(db: Db, keys: readonly string[]): Promise<MatchRecord[]> {
  const found = await db.executeQuery<{ id: number }>(CompiledQuery.raw(idsByKeys, [JSON.stringify(keys)]))
  if (found.rows.length === 0) return []
  const ids = JSON.stringify(found.rows.map(({ id }) => id))
  const { rows } = await db.executeQuery<StoredMatchRow>(CompiledQuery.raw(recordsByIds, [ids]))
  return rows.map(recordOfRow)
}
