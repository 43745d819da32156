import { describe, expect, it } from 'vitest'
import { day } from '../calendar-day.ts'
import type { CustomerStatus } from '../customer/customer-status.ts'
import { assignmentState, barToRegistering } from './may-register.ts'

const [wang, li] = [2, 3]
const running = {
  id: 1,
  salespersonId: wang,
  registeredOn: day('2026-06-01'),
  protectedUntil: day('2026-12-01'),
  voidedAt: null as string | null,
}
const noAssignment = { assignmentNumber: null, assignmentReason: null, assignmentApprover: null }
const assignment = { assignmentNumber: 'ZP-7', assignmentReason: '客户要求', assignmentApprover: '赵总' }
const aCustomer = { status: 'potential' as CustomerStatus, ownerId: wang, registrations: [running] }

describe('barToRegistering', () => {
  it.each([
    ['somebody else while it runs', aCustomer, li, noAssignment, '2026-11-22', 'protected'],
    ['somebody else on its last day', aCustomer, li, noAssignment, '2026-12-01', 'protected'],
    ['somebody else the day after it', aCustomer, li, noAssignment, '2026-12-02', undefined],
    ['the same salesperson', aCustomer, wang, noAssignment, '2026-11-22', undefined],
    ['somebody else with an assignment', aCustomer, li, assignment, '2026-11-22', undefined],
    ['who was handed the customer', { ...aCustomer, ownerId: li }, li, noAssignment, '2026-11-22', undefined],
    [
      'somebody else after a voided one',
      { ...aCustomer, registrations: [{ ...running, voidedAt: '2026-07-01T00:00:00.000Z' }] },
      li,
      noAssignment,
      '2026-11-22',
      undefined,
    ],
    [
      'somebody else of a customer won long ago',
      { ...aCustomer, status: 'maintaining' as const },
      li,
      noAssignment,
      '2029-01-01',
      'cooperating',
    ],
    [
      'anybody of a lost customer',
      { ...aCustomer, status: 'lost' as const },
      li,
      noAssignment,
      '2029-01-01',
      undefined,
    ],
  ])('of %s', (_, customer, salespersonId, given, today, kind) => {
    expect(barToRegistering(customer, { salespersonId, ...given }, day(today))?.kind).toBe(kind)
  })
})

it('takes an assignment only whole', () => {
  expect(assignmentState(noAssignment)).toBe('none')
  expect(assignmentState({ ...assignment, assignmentApprover: null })).toBe('partial')
  expect(assignmentState(assignment)).toBe('complete')
})
