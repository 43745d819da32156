import { shanghaiDayOf, type CalendarDay } from '../../shared/calendar-day.ts'
import type { CustomerStatus } from '../../shared/customer/customer-status.ts'
import { AppError } from '../../shared/failure.ts'
import { assignmentState, barToRegistering } from '../../shared/registration/may-register.ts'
import { isLateRegistration, protectionEnd } from '../../shared/registration/protection.ts'
import type { Registration, RegistrationDraft } from '../../shared/registration/registration.ts'
import type { Act } from '../access/act.ts'
import { findUser, readUserNames } from '../access/user-repository.ts'
import { getSettings } from '../settings/settings-repository.ts'

/** Clocks of two people differ a little; more than this is a typing mistake. */
const toleratedAheadMs = 5 * 60 * 1000

/** Problems of a registration by field, as Chinese sentences. */
export async function problemsOfRegistration(
  act: Act,
  draft: RegistrationDraft,
): Promise<Record<string, string>> {
  const problems: Record<string, string> = {}
  const salesperson = await findUser(act.db, draft.salespersonId)
  if (salesperson === null || salesperson.retiredOn !== null) {
    problems['salespersonId'] = '业务员不存在或已停用。'
  }
  if (Date.parse(draft.developedAt) > Date.parse(act.at) + toleratedAheadMs) {
    problems['developedAt'] = '开发时间不能晚于现在。'
  }
  if (assignmentState(draft) === 'partial') {
    const text = '指派单号、指派原因、批准人须同时填写。'
    if (draft.assignmentNumber === null) problems['assignmentNumber'] = text
    if (draft.assignmentReason === null) problems['assignmentReason'] = text
    if (draft.assignmentApprover === null) problems['assignmentApprover'] = text
  }
  return problems
}

/** The stamp of entry and what follows from it; the months are frozen as the setting stands now (rule R4). */
export async function factsOfRegistration(act: Act, draft: RegistrationDraft) {
  const { protectionMonths } = await getSettings(act.db)
  const registeredOn: CalendarDay = shanghaiDayOf(act.at)
  return {
    registeredAt: act.at,
    registeredOn,
    isLate: isLateRegistration(draft.developedAt, act.at),
    protectionMonths,
    protectedUntil: protectionEnd({ registeredOn, protectionMonths, extendedUntil: null }),
    registeredById: act.by.id,
  }
}

/**
 * Refuses a registration that somebody else's protection bars (rule R3). The refusal holds name, owner and dates of
 * the running registration and nothing else, because that is all that ever leaves a scope.
 */
export async function refuseProtected(
  act: Act,
  customer: {
    readonly customerName: string
    readonly status: CustomerStatus
    readonly ownerId: number | null
    readonly registrations: readonly Registration[]
  },
  draft: RegistrationDraft,
): Promise<void> {
  const bar = barToRegistering(customer, draft, act.today)
  if (bar === null) return
  const names = await readUserNames(act.db)
  const ownerId = customer.ownerId ?? bar.registration?.salespersonId ?? null
  const ownerName = (ownerId === null ? null : names.get(ownerId)) ?? '另一名业务员'
  const { customerName } = customer
  const remedy = '如有公司指派，请填写指派单号、原因和批准人。'
  const message =
    bar.kind === 'protected'
      ? `“${customerName}”由${ownerName}于 ${bar.registration.registeredOn} 登记，保护期至 ${bar.registration.protectedUntil}（含当日），其他业务员不能登记。${remedy}`
      : `“${customerName}”是${ownerName}的成交客户，维护期间其他业务员不能登记。${remedy}`
  throw new AppError('customer-protected', 'A running registration protects the customer', {
    details: {
      customerName,
      ownerName,
      registeredOn: bar.registration?.registeredOn ?? '',
      protectedUntil: bar.registration?.protectedUntil ?? '',
      message,
    },
  })
}
