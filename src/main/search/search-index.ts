import { sql } from 'kysely'
import { takeNumbers } from '../archive/number-sequence.ts'
import type { Db } from '../archive/schema.ts'
import { customerDocument, type SearchableCustomer } from './customer-document.ts'

/** Ids lie below 2^40 (rule R18), so that popularity fits above them in one 64-bit row id. */
const bucketUnit = 2n ** 40n

/** The index is walked in order of its row ids, so the popular come first. Never by shifting: JavaScript shifts 32 bits. */
export function searchRowId(bucket: number, documentId: number): bigint {
  return BigInt(bucket) * bucketUnit + BigInt(documentId)
}

/** Brings what search knows of a customer up to date. A changed bucket is another row id, so the old row always goes first. */
export async function indexCustomer(db: Db, customerId: number, card: SearchableCustomer): Promise<void> {
  const known = await findDocument(db, customerId)
  if (known !== null) await removeRow(db, known.bucket, known.id)
  const { bucket, haystack, tokens } = customerDocument(card)
  const id = known?.id ?? (await takeNumbers(db, 'searchDocument', 1))
  await db
    .insertInto('searchDocument')
    .values({ id, entity: 'customer', entityId: customerId, bucket, haystack })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ bucket, haystack }))
    .execute()
  await sql`insert into searchIndex (rowid, tokens) values (${searchRowId(bucket, id)}, ${tokens})`.execute(
    db,
  )
}

export async function unindexCustomer(db: Db, customerId: number): Promise<void> {
  const known = await findDocument(db, customerId)
  if (known === null) return
  await removeRow(db, known.bucket, known.id)
  await db.deleteFrom('searchDocument').where('id', '=', known.id).execute()
}

async function findDocument(db: Db, customerId: number): Promise<{ id: number; bucket: number } | null> {
  const row = await db
    .selectFrom('searchDocument')
    .select(['id', 'bucket'])
    .where('entity', '=', 'customer')
    .where('entityId', '=', customerId)
    .executeTakeFirst()
  return row ?? null
}

async function removeRow(db: Db, bucket: number, documentId: number): Promise<void> {
  await sql`delete from searchIndex where rowid = ${searchRowId(bucket, documentId)}`.execute(db)
}
