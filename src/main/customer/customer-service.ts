import type { ContactDraft } from '../../shared/contact/contact.ts'
import { customerFields } from '../../shared/customer/customer-fields.ts'
import type { CustomerCard } from '../../shared/customer/customer-operations.ts'
import { lackForStatus } from '../../shared/customer/customer-status.ts'
import type { CustomerDraft } from '../../shared/customer/customer.ts'
import { AppError } from '../../shared/failure.ts'
import type { RegistrationDraft } from '../../shared/registration/registration.ts'
import { requireWriter, type Act } from '../access/act.ts'
import { recordAudit } from '../audit/audit-repository.ts'
import { insertHistory } from '../audit/field-history-repository.ts'
import { changedFields, createReadableValues } from '../audit/readable-values.ts'
import { changeOwnership } from '../ownership/ownership-repository.ts'
import { problemsOfRegistration, refuseProtected } from '../registration/registration-rules.ts'
import { hasWonBid } from '../tender/tender-repository.ts'
import { getCard } from './customer-card.ts'
import { checkedCustomer, refuseProblems } from './customer-checks.ts'
import { getCustomer, readCustomerNames, refreshCustomer, updateCustomer } from './customer-repository.ts'
import { createCustomerWriter } from './customer-writer.ts'
import { matchRecordOf } from './match-key-repository.ts'
import { twinCandidates, type TwinCandidate } from './twins.ts'

export interface RegisterCommand {
  readonly customer: CustomerDraft
  readonly contacts: readonly ContactDraft[]
  readonly registration: RegistrationDraft | null
  readonly acceptedTwinIds: readonly number[]
}

/** Enters a customer with its people and, when a salesperson reported it, the registration: everything or nothing. */
export async function registerCustomer(act: Act, command: RegisterCommand): Promise<CustomerCard> {
  requireWriter(act)
  const customer = await checkedCustomer(act, command.customer, null)
  const lack = lackForStatus('potential', customer.status, {
    hasWonBidOrContract: false,
    statusReason: customer.statusReason,
  })
  if (lack !== null) refuseProblems({ status: lack }, 'customer')
  const { registration } = command
  if (registration !== null) {
    refuseProblems(await problemsOfRegistration(act, registration), 'registration')
  }
  await refuseTwins(act, customer, command)
  const writer = await createCustomerWriter(act)
  const { customerId } = await writer.add({ customer, contacts: command.contacts, registration })
  await writer.flush()
  return getCard(act, customerId)
}

/** Saves a card's own fields. Who owns it may change only with a reason, which the ownership history keeps (rule R7). */
export async function changeCustomer(
  act: Act,
  command: {
    readonly id: number
    readonly revision: number
    readonly customer: CustomerDraft
    readonly reason: string | null
  },
): Promise<CustomerCard> {
  requireWriter(act)
  const { db } = act
  const { customer: before } = await getCustomer(db, act.scope, command.id)
  if (before.revision !== command.revision) {
    throw new AppError('stale-edit', `Customer ${command.id} is not at revision ${command.revision}`)
  }
  const after = await checkedCustomer(act, command.customer, before)
  const reason = command.reason === '' ? null : command.reason
  const problems: Record<string, string> = {}
  const lack = lackForStatus(before.status, after.status, {
    hasWonBidOrContract: await hasWonBid(db, before.id),
    statusReason: after.statusReason,
  })
  if (lack !== null) problems['status'] = lack
  const isHandedOver = after.ownerId !== before.ownerId
  if (isHandedOver && before.ownerId !== null && reason === null) {
    problems['ownerId'] = '更换归属业务员须填写修改原因。'
  }
  refuseProblems(problems, 'customer')
  await updateCustomer(act, before.id, command.revision, after)
  if (isHandedOver) {
    await changeOwnership(db, {
      customerId: before.id,
      ownerId: after.ownerId,
      on: act.today,
      reason: reason ?? '首次确定归属',
      approver: null,
      at: act.at,
      byId: act.by.id,
    })
  }
  await writeHistory(act, before, after, reason)
  await refreshCustomer(act, before.id)
  return getCard(act, before.id)
}

async function writeHistory(
  act: Act,
  before: CustomerDraft & { readonly id: number },
  after: CustomerDraft,
  reason: string | null,
): Promise<void> {
  const parentIds = [before.parentCustomerId, after.parentCustomerId].filter((id) => id !== null)
  const readable = await createReadableValues(act.db, {
    customers: await readCustomerNames(act.db, parentIds),
  })
  await insertHistory(
    act.db,
    changedFields(customerFields, before, after, readable).map((change) => ({
      at: act.at,
      byId: act.by.id,
      customerId: before.id,
      entity: 'customer' as const,
      entityId: before.id,
      kind: 'changed' as const,
      ...change,
      reason,
    })),
  )
}

/**
 * A twin never gets in unnoticed (rule R1). A certain one must have been seen and ruled to be another company. A
 * protected one also refuses the registration (rule R3): such a ruling cannot stand against an equal credit code.
 */
async function refuseTwins(act: Act, customer: CustomerDraft, command: RegisterCommand): Promise<void> {
  const incoming = matchRecordOf({ kind: 'row', row: 0 }, customer, command.contacts)
  const certain = (await twinCandidates(act, incoming, null)).filter(({ decision }) => decision === 'same')
  const accepted = new Set(command.acceptedTwinIds)
  for (const twin of certain) {
    const isRuledOther = accepted.has(twin.id)
    const hasSameCode = customer.creditCode !== null && customer.creditCode === twin.creditCode
    if (command.registration !== null && (!isRuledOther || hasSameCode)) {
      await refuseProtected(act, twin, command.registration)
    }
    if (!isRuledOther) throw refusalOfTwin(twin)
    await recordAudit(act.db, {
      at: act.at,
      byId: act.by.id,
      action: 'customer.twinRuledOther',
      entity: 'customer',
      entityId: twin.id,
    })
  }
}

function refusalOfTwin(twin: TwinCandidate): AppError {
  return new AppError('already-exists', `Customer ${twin.id} is certainly the same`, {
    details: {
      customerId: String(twin.id),
      number: twin.number,
      message: `“${twin.customerName}”（${twin.number}）已在登记簿中：${twin.reasons.join('、')}。请打开原档案登记；确认是另一家单位时，请先勾选确认。`,
    },
  })
}
