import type Database from 'better-sqlite3'
import type { CandidateSource } from '../../shared/duplicate/match-batch.ts'
import { widestKey } from '../../shared/duplicate/match-keys.ts'
import type { MatchRecord } from '../../shared/duplicate/match-record.ts'
import { recordOfRow, recordsByIds, type StoredMatchRow } from './match-key-repository.ts'

const cachedRecords = 50_000

/**
 * The archive as a source of twins for a sheet's thousands of rows: key by key from `matchKey`, each customer
 * read once and kept parsed.
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
  const recordById = reader.prepare<[string], StoredMatchRow>(recordsByIds)
  const isEmpty = reader.prepare('select 1 from matchKey limit 1').get() === undefined
  const records = new Map<number, MatchRecord | null>()

  function recordFor(id: number): MatchRecord | null {
    const known = records.get(id)
    if (known !== undefined) return known
    if (records.size >= cachedRecords) records.clear()
    const row = recordById.get(JSON.stringify([id]))
    const record = row === undefined ? null : recordOfRow(row)
    records.set(id, record)
    return record
  }

  return {
    candidatesFor(keys) {
      if (isEmpty) return [] // a first import asks for nothing else
      const found = new Map<number, MatchRecord>()
      for (const key of keys) {
        const ids = idsOfKey.all(key, widestKey + 1)
        const isWide = ids.length > widestKey
        if (isWide && !/^[CNP]/u.test(key)) continue
        for (const id of isWide ? ids.slice(0, widestKey) : ids) {
          const record = found.has(id) ? null : recordFor(id)
          if (record !== null) found.set(id, record)
        }
      }
      return [...found.values()]
    },
  }
}
