import { emptyContactDraft, type ContactDraft } from '../../shared/contact/contact.ts'
import { emptyCustomerDraft, type CustomerDraft } from '../../shared/customer/customer.ts'
import type { RegistrationDraft } from '../../shared/registration/registration.ts'
import type { Act } from '../access/act.ts'
import { createCustomerWriter, type NewCustomer, type WrittenCustomer } from './customer-writer.ts'

/** Builders for tests. */
export function aCustomer(change: Partial<CustomerDraft> = {}): CustomerDraft {
  return { ...emptyCustomerDraft(), customerName: '华东新威电气有限公司', ...change }
}

export function aContact(change: Partial<ContactDraft> = {}): ContactDraft {
  return { ...emptyContactDraft(), contactName: '张三', mobile: '13812345678', ...change }
}

/** Reported at 09:00 on 22 November 2026, half an hour before the fixture's present. */
export function aRegistration(
  salespersonId: number,
  change: Partial<RegistrationDraft> = {},
): RegistrationDraft {
  return {
    salespersonId,
    developedAt: '2026-11-22T01:00:00.000Z',
    leadSource: null,
    demand: null,
    demandOn: null,
    expectedPriceFen: null,
    paymentTerms: null,
    assignmentNumber: null,
    assignmentReason: null,
    assignmentApprover: null,
    remark: null,
    ...change,
  }
}

/** Writes customers as they are given, without asking the rules. */
export async function enterCustomers(
  act: Act,
  ...entries: readonly (Partial<NewCustomer> & Pick<NewCustomer, 'customer'>)[]
): Promise<WrittenCustomer[]> {
  const writer = await createCustomerWriter(act)
  const written: WrittenCustomer[] = []
  for (const entry of entries) written.push(await writer.add({ contacts: [], registration: null, ...entry }))
  await writer.flush()
  return written
}
