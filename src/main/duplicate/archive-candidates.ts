import type Database from 'better-sqlite3'
import { phoneKeys } from '../../shared/contact/phone.ts'
import type { CandidateSource } from '../../shared/duplicate/match-batch.ts'
import { widestKey } from '../../shared/duplicate/match-keys.ts'
import type { MatchRecord } from '../../shared/duplicate/match-record.ts'

interface RecordRow {
  readonly id: number
  readonly number: string
  readonly customerName: string
  readonly shortName: string | null
  readonly creditCode: string | null
  readonly province: string | null
  readonly city: string | null
  readonly address: string | null
  readonly phone: string | null
  readonly fax: string | null
  readonly principalMobile: string | null
  readonly aliases: string | null
  readonly contactNames: string | null
  readonly contactPhones: string | null
}

const separator = '\u0001'
const cachedRecords = 50_000

/**
 * The archive as a source of twins, for a form's one candidate as for an import's 100,000 rows: key by key
 * from `matchKey`, each customer read once and kept parsed.
 *
 * It reads through prepared statements and not through Kysely, because matching asks thousands of times a
 * second and cannot wait for a promise each time. Give it the reading connection; a kept record does not
 * follow later changes, so make one source per piece of work.
 */
export function createArchiveCandidates(reader: Database.Database): CandidateSource {
  // One more than the widest, to tell a key that says nothing from one that is just wide.
  const idsOfKey = reader
    .prepare<[string, number], number>('select customerId from matchKey where matchKey = ? limit ?')
    .pluck()
  const recordOf = reader.prepare<[number], RecordRow>(`
    select customer.id, number, customerName, shortName, creditCode, province, city,
      coalesce(businessAddress, registeredAddress) as address, phone, fax, principalMobile,
      (select group_concat(alias, '${separator}') from customerAlias where customerId = customer.id) as aliases,
      (select group_concat(contactName, '${separator}') from contact where customerId = customer.id) as contactNames,
      (select group_concat(coalesce(mobile, '') || '${separator}' || coalesce(phone, ''), '${separator}')
        from contact where customerId = customer.id) as contactPhones
    from customer where customer.id = ? and deletedAt is null`)
  const records = new Map<number, MatchRecord | null>()

  function recordFor(id: number): MatchRecord | null {
    const known = records.get(id)
    if (known !== undefined) return known
    if (records.size >= cachedRecords) records.clear()
    const row = recordOf.get(id)
    const record = row === undefined ? null : toMatchRecord(row)
    records.set(id, record)
    return record
  }

  return {
    candidatesFor(keys) {
      const found = new Map<number, MatchRecord>()
      for (const key of keys) {
        const ids = idsOfKey.all(key, widestKey + 1)
        if (ids.length > widestKey && !/^[CNP]/u.test(key)) continue
        for (const id of ids) {
          const record = found.has(id) ? null : recordFor(id)
          if (record !== null) found.set(id, record)
        }
      }
      return [...found.values()]
    },
  }
}

function toMatchRecord(row: RecordRow): MatchRecord {
  return {
    ref: { kind: 'customer', id: row.id, number: row.number },
    name: row.customerName,
    aliases: [...parts(row.aliases), ...(row.shortName === null ? [] : [row.shortName])],
    creditCode: row.creditCode,
    phones: phoneKeys(row.phone, row.fax, row.principalMobile, ...parts(row.contactPhones)),
    province: row.province,
    city: row.city,
    address: row.address,
    contacts: parts(row.contactNames),
  }
}

function parts(joined: string | null): string[] {
  return joined === null ? [] : joined.split(separator).filter((part) => part !== '')
}
