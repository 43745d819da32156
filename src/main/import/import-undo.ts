import { AppError } from '../../shared/failure.ts'
import type { ResultFor } from '../../shared/ipc/contract.ts'
import { codeFields, type CodeField } from '../../shared/import/import-record.ts'
import type { Act } from '../access/act.ts'
import type { Db } from '../archive/schema.ts'
import { recordAudit } from '../audit/audit-repository.ts'
import { createBlankFiller } from '../customer/blank-filler.ts'
import { removeCustomer } from '../customer/customer-removal.ts'
import type { Work } from '../ipc/work.ts'

interface Change {
  readonly entity: string
  readonly entityId: number
  readonly kind: 'inserted' | 'filled'
  readonly before: string | null
  readonly revisionAfter: number
}

const mostNamed = 10

/**
 * Takes a batch back inside the caller's transaction: customers it brought go to the recycle bin with their
 * registrations voided (rule R16: chained rows are never deleted), blanks it filled become blank again, people
 * it added to a card go. Rows touched since are named and refuse the whole, unless `keepTouched` leaves them.
 */
export async function undoBatch(
  act: Act,
  command: { readonly batchId: number; readonly keepTouched: boolean },
  work: Work,
): Promise<ResultFor<'import.undo'>> {
  const { db } = act
  await assertUndoable(db, command.batchId)
  const changes: Change[] = await db
    .selectFrom('importChange')
    .select(['entity', 'entityId', 'kind', 'before', 'revisionAfter'])
    .where('batchId', '=', command.batchId)
    .orderBy('id', 'desc')
    .execute()
  const touched = await touchedSince(db, command.batchId)
  if (touched.size > 0 && !command.keepTouched) throw refusedBecauseOf([...touched.values()])
  const filler = await createBlankFiller(act, { importBatchId: command.batchId })
  let [removed, restored, done] = [0, 0, 0]
  for (const change of changes) {
    const customerId = await customerOf(db, change)
    if (customerId !== null && !touched.has(customerId)) {
      if (change.entity === 'customer' && change.kind === 'inserted') {
        await removeCustomer(act, customerId, `撤销导入批次 ${command.batchId}`)
        removed++
      } else if (change.entity === 'customer') {
        await filler.takeBack(customerId, change.before ?? '{}')
        restored++
      } else if (change.entity === 'contact') {
        await filler.takeBackContact(customerId, change.entityId)
      }
    }
    work.progress(++done, changes.length)
    await work.breathe()
  }
  await retireUnused(act, command.batchId)
  await db.updateTable('importBatch').set({ undoneAt: act.at }).where('id', '=', command.batchId).execute()
  await recordAudit(db, {
    at: act.at,
    byId: act.by.id,
    action: 'import.undo',
    entity: 'importBatch',
    entityId: command.batchId,
    detail: `removed ${removed}, restored ${restored}, kept ${touched.size}`,
  })
  return { removed, restored, kept: [...touched.values()] }
}

async function assertUndoable(db: Db, batchId: number): Promise<void> {
  const batch = await db
    .selectFrom('importBatch')
    .select('undoneAt')
    .where('id', '=', batchId)
    .executeTakeFirst()
  if (batch === undefined) {
    throw new AppError('not-found', `No import batch ${batchId}`, {
      details: { message: `没有批次 ${batchId}。请在导入记录里核对批次号。` },
    })
  }
  if (batch.undoneAt !== null) {
    throw new AppError('undo-refused', `Batch ${batchId} was undone before`, {
      details: { message: `批次 ${batchId} 已经撤销过。` },
    })
  }
}

/**
 * Customers of the batch that somebody changed since, by id, as `number name`. A customer counts as touched when
 * its card was saved again or when something was hung on it that the batch did not bring.
 */
async function touchedSince(db: Db, batchId: number): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('importChange')
    .innerJoin('customer', 'customer.id', 'importChange.entityId')
    .select(({ fn }) => [
      'customer.id',
      'customer.number',
      'customer.customerName',
      'customer.revision',
      // Several rows of the sheet may have filled one customer; the last one's revision counts.
      fn.max('importChange.revisionAfter').as('lastRevision'),
    ])
    .where('importChange.batchId', '=', batchId)
    .where('importChange.entity', '=', 'customer')
    .where('customer.deletedAt', 'is', null)
    .groupBy('customer.id')
    .execute()
  const extended = new Set([
    ...(await customersWith(db, batchId, 'tender')),
    ...(await customersWith(db, batchId, 'registration')),
    ...(await customersWith(db, batchId, 'contact')),
  ])
  return new Map(
    rows
      .filter(({ id, revision, lastRevision }) => revision !== lastRevision || extended.has(id))
      .map(({ id, number, customerName }) => [id, `${number} ${customerName}`]),
  )
}

/** Customers that the batch brought and that have since been given something it did not bring. */
async function customersWith(
  db: Db,
  batchId: number,
  table: 'tender' | 'registration' | 'contact',
): Promise<number[]> {
  const brought = db
    .selectFrom('importChange')
    .select('entityId')
    .where('batchId', '=', batchId)
    .where('entity', '=', 'customer')
    .where('kind', '=', 'inserted')
  if (table === 'tender') {
    const rows = await db
      .selectFrom('tender')
      .select('customerId')
      .where('customerId', 'in', brought)
      .execute()
    return rows.map(({ customerId }) => customerId)
  }
  const rows = await db
    .selectFrom(table)
    .select('customerId')
    .where('customerId', 'in', brought)
    .where((where) =>
      where.or([
        where('importBatchId', 'is', null),
        where('importBatchId', '!=', batchId),
        where('revision', '>', 1),
      ]),
    )
    .execute()
  return rows.map(({ customerId }) => customerId)
}

function refusedBecauseOf(names: readonly string[]): AppError {
  const named = names.slice(0, mostNamed).join('、')
  const more = names.length > mostNamed ? ` 等 ${names.length} 家` : ''
  return new AppError('undo-refused', `${names.length} customers were touched since`, {
    details: {
      message: `这批数据导入后有 ${names.length} 家客户被修改过，未撤销：${named}${more}。可以选择保留这些客户，撤销其余各行。`,
    },
  })
}

async function customerOf(db: Db, change: Change): Promise<number | null> {
  if (change.entity === 'customer') return change.entityId
  const row = await db
    .selectFrom('contact')
    .select('customerId')
    .where('id', '=', change.entityId)
    .executeTakeFirst()
  return row?.customerId ?? null
}

/** Salespeople and code entries that only this batch brought and nothing uses any more. */
async function retireUnused(act: Act, batchId: number): Promise<void> {
  await act.db
    .updateTable('user')
    .set({ retiredOn: act.today })
    .where('importBatchId', '=', batchId)
    .where('retiredOn', 'is', null)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('customer')
            .select('customer.id')
            .whereRef('customer.ownerId', '=', 'user.id')
            .where('customer.deletedAt', 'is', null),
        ),
      ),
    )
    .execute()
  const entries = await act.db
    .selectFrom('codeEntry')
    .select(['id', 'list', 'code'])
    .where('importBatchId', '=', batchId)
    .where('retiredOn', 'is', null)
    .execute()
  for (const { id, list, code } of entries) {
    const column = (Object.entries(codeFields) as [CodeField, string][]).find(
      ([, name]) => name === list,
    )?.[0]
    if (column === undefined) continue
    const user = await act.db
      .selectFrom('customer')
      .select('id')
      .where(column, '=', code)
      .where('deletedAt', 'is', null)
      .executeTakeFirst()
    if (user !== undefined) continue
    await act.db.updateTable('codeEntry').set({ retiredOn: act.today }).where('id', '=', id).execute()
  }
}
