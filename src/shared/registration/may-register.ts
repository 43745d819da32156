import type { CalendarDay } from '../calendar-day.ts'
import type { CustomerStatus } from '../customer/customer-status.ts'
import type { Registration, RegistrationDraft } from './registration.ts'
import { currentRegistration, runningRegistration } from './running-registration.ts'

type Standing = Pick<Registration, 'id' | 'salespersonId' | 'registeredOn' | 'protectedUntil' | 'voidedAt'>

/** Why another salesperson may not register a customer now (rules R3, R4). */
export type RegistrationBar<R extends Standing> =
  | { readonly kind: 'protected'; readonly registration: R }
  | { readonly kind: 'cooperating'; readonly registration: R | null }

/**
 * First to register wins: a running registration of somebody else bars, and so does a customer in 成交 or 维护 that
 * somebody else owns, however long ago the registration was. Who owns the customer is never barred: the protection
 * came to them with it. A complete company assignment lifts every bar.
 */
export function barToRegistering<R extends Standing>(
  customer: {
    readonly status: CustomerStatus
    readonly ownerId: number | null
    readonly registrations: readonly R[]
  },
  draft: Pick<
    RegistrationDraft,
    'salespersonId' | 'assignmentNumber' | 'assignmentReason' | 'assignmentApprover'
  >,
  today: CalendarDay,
): RegistrationBar<R> | null {
  if (assignmentState(draft) === 'complete' || customer.ownerId === draft.salespersonId) return null
  const running = runningRegistration(customer.registrations, today)
  if (running !== null && running.salespersonId !== draft.salespersonId) {
    return { kind: 'protected', registration: running }
  }
  const isCooperating = customer.status === 'cooperating' || customer.status === 'maintaining'
  if (isCooperating && customer.ownerId !== null) {
    return { kind: 'cooperating', registration: currentRegistration(customer.registrations) }
  }
  return null
}

/** Number, reason and approver of an assignment are given together or not at all. */
export function assignmentState(
  draft: Pick<RegistrationDraft, 'assignmentNumber' | 'assignmentReason' | 'assignmentApprover'>,
): 'none' | 'partial' | 'complete' {
  const parts = [draft.assignmentNumber, draft.assignmentReason, draft.assignmentApprover]
  const given = parts.filter((part) => part !== null).length
  return given === 0 ? 'none' : given === parts.length ? 'complete' : 'partial'
}
