import { requireWriter, type Act } from '../access/act.ts'
import { insertHistory } from '../audit/field-history-repository.ts'
import { unindexCustomer } from '../search/search-index.ts'
import { getCustomer } from './customer-repository.ts'

/**
 * Puts a customer into the recycle bin: it is found no more, by search or as a twin, and its registrations are
 * voided, never deleted (rule R16). Its number is not given out again.
 */
export async function removeCustomer(act: Act, id: number, reason: string): Promise<void> {
  requireWriter(act)
  const { db, at } = act
  const { customer } = await getCustomer(db, act.scope, id)
  await db
    .updateTable('registration')
    .set((e) => ({ voidedAt: at, voidReason: reason, revision: e('revision', '+', 1) }))
    .where('customerId', '=', id)
    .where('voidedAt', 'is', null)
    .execute()
  await db
    .updateTable('customer')
    .set({ deletedAt: at, updatedAt: at, revision: customer.revision + 1 })
    .where('id', '=', id)
    .execute()
  await db.deleteFrom('matchKey').where('customerId', '=', id).execute()
  await unindexCustomer(db, id)
  await insertHistory(db, [
    {
      at,
      byId: act.by.id,
      customerId: id,
      entity: 'customer',
      entityId: id,
      kind: 'deleted',
      field: null,
      before: `${customer.number} ${customer.customerName}`,
      after: null,
      reason,
    },
  ])
}
