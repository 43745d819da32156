import { sql } from 'kysely'
import type { Db } from './schema.ts'

/**
 * Runs a write as one transaction and counts the commit. A backup compares the counter in its copy with
 * the last one acknowledged before it began, so a copy that misses a commit is never called verified.
 */
export async function commitTransaction<T>(writer: Db, write: (db: Db) => Promise<T>): Promise<T> {
  return writer.transaction().execute(async (transaction) => {
    const result = await write(transaction)
    await sql`update archiveState set value = cast(value as integer) + 1 where name = 'commitCounter'`.execute(
      transaction,
    )
    return result
  })
}
