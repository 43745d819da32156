import { insertRows, type SqlValue } from '../archive/bulk-insert.ts'
import type { Db, FieldHistoryTable } from '../archive/schema.ts'

export interface HistoryDraft {
  readonly at: string
  readonly byId: number
  /** The customer whose card shows the change, also for contacts, registrations and tenders. */
  readonly customerId: number
  readonly entity: FieldHistoryTable['entity']
  readonly entityId: number
  readonly kind: FieldHistoryTable['kind']
  readonly field: string | null
  /** Readable values: labels and names, never ids. */
  readonly before: string | null
  readonly after: string | null
  readonly reason: string | null
}

const columns = [
  'at',
  'byId',
  'customerId',
  'entity',
  'entityId',
  'kind',
  'field',
  'before',
  'after',
  'reason',
] as const

export async function insertHistory(db: Db, entries: readonly HistoryDraft[]): Promise<void> {
  const rows = entries.map((entry) => columns.map((column): SqlValue => entry[column]))
  await insertRows(db, 'fieldHistory', columns, rows)
}
