import type { Registration, RegistrationDraft } from '../../shared/registration/registration.ts'
import { requireWriter, type Act } from '../access/act.ts'
import { insertHistory, type HistoryDraft } from '../audit/field-history-repository.ts'
import { readUserNames } from '../access/user-repository.ts'
import { refuseProblems } from '../customer/customer-checks.ts'
import { getCustomer, refreshCustomer } from '../customer/customer-repository.ts'
import { changeOwnership } from '../ownership/ownership-repository.ts'
import { factsOfRegistration, problemsOfRegistration, refuseProtected } from './registration-rules.ts'
import { insertRegistration } from './registration-repository.ts'

/** A salesperson reports a customer that the register knows: first wins (rule R3), and the customer becomes theirs (rule R7). */
export async function createRegistration(
  act: Act,
  customerId: number,
  draft: RegistrationDraft,
): Promise<Registration> {
  requireWriter(act)
  const { db } = act
  const { customer, registrations } = await getCustomer(db, act.scope, customerId)
  refuseProblems(await problemsOfRegistration(act, draft), 'registration')
  await refuseProtected(act, { ...customer, registrations }, draft)
  const registration = await insertRegistration(db, draft, {
    customerId,
    ...(await factsOfRegistration(act, draft)),
  })
  const entry = { at: act.at, byId: act.by.id, customerId, reason: draft.assignmentReason }
  const history: HistoryDraft[] = [
    {
      ...entry,
      entity: 'registration',
      entityId: registration.id,
      kind: 'created',
      field: null,
      before: null,
      after: registration.number,
    },
  ]
  if (customer.ownerId !== draft.salespersonId) {
    await changeOwnership(db, {
      customerId,
      ownerId: draft.salespersonId,
      on: registration.registeredOn,
      reason: `登记 ${registration.number}`,
      approver: draft.assignmentApprover,
      at: act.at,
      byId: act.by.id,
    })
    await db
      .updateTable('customer')
      .set({ ownerId: draft.salespersonId, revision: customer.revision + 1 })
      .where('id', '=', customerId)
      .execute()
    const names = await readUserNames(db)
    history.push({
      ...entry,
      entity: 'customer',
      entityId: customerId,
      kind: 'changed',
      field: 'ownerId',
      before: customer.ownerId === null ? null : (names.get(customer.ownerId) ?? null),
      after: names.get(draft.salespersonId) ?? null,
    })
  }
  await insertHistory(db, history)
  await refreshCustomer(act, customerId)
  return registration
}
