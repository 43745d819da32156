import type { Db } from '../archive/schema.ts'

/** Who owned a customer when (rule R7). */
export interface OwnershipLine {
  readonly id: number
  readonly ownerName: string | null
  readonly fromOn: string
  readonly toOn: string | null
  readonly reason: string
  readonly approver: string | null
}

export async function listOwnerships(db: Db, customerId: number): Promise<OwnershipLine[]> {
  return db
    .selectFrom('ownership')
    .leftJoin('user', 'user.id', 'ownership.ownerId')
    .select([
      'ownership.id',
      'user.userName as ownerName',
      'ownership.fromOn',
      'ownership.toOn',
      'ownership.reason',
      'ownership.approver',
    ])
    .where('ownership.customerId', '=', customerId)
    .orderBy('ownership.id', 'desc')
    .execute()
}

/** Ends the running ownership and begins the next; the caller changes the customer's owner in the same transaction. */
export async function changeOwnership(
  db: Db,
  change: {
    readonly customerId: number
    readonly ownerId: number | null
    readonly on: string
    readonly reason: string
    readonly approver: string | null
    readonly at: string
    readonly byId: number
  },
): Promise<void> {
  await db
    .updateTable('ownership')
    .set({ toOn: change.on })
    .where('customerId', '=', change.customerId)
    .where('toOn', 'is', null)
    .execute()
  await db
    .insertInto('ownership')
    .values({
      customerId: change.customerId,
      ownerId: change.ownerId,
      fromOn: change.on,
      toOn: null,
      reason: change.reason,
      approver: change.approver,
      createdAt: change.at,
      createdById: change.byId,
      importBatchId: null,
    })
    .execute()
}
