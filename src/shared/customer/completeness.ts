import type { Contact } from '../contact/contact.ts'
import type { CustomerDraft, CustomerField } from './customer.ts'
import { customerFields } from './customer-fields.ts'

type ReachableContact = Pick<Contact, 'contactName' | 'mobile' | 'phone'>

export interface Completeness {
  /** 0–100. What rule R15 requires makes 60 of it, the rest of the card 40. */
  readonly completeness: number
  /** Chinese labels of what rule R15 still asks for; empty for a complete card. */
  readonly missing: readonly string[]
}

/** Asked by rule R15, or without information of their own: neither raises the share of the rest. */
const notCounted: ReadonlySet<CustomerField> = new Set([
  'customerName',
  'creditCode',
  'noCreditCodeReason',
  'creditCodeClaimed',
  'leadSource',
  'ownerId',
  'status',
  'statusReason',
  'aliases',
  'tags',
  'parentCustomerId',
  'remark',
])
const countedFields = customerFields.map(({ name }) => name).filter((name) => !notCounted.has(name))

const requiredShare = 60
const requiredCount = 5

/**
 * Tells what rule R15 still asks of a card, and how much of it is filled: full name, credit code or a coded reason
 * why none, one contact with name and phone, source, owner. The reason `legacyImport` only says that the sheet had
 * no code, so the code is still asked for. `contacts` are those not retired.
 */
export function completenessOf(customer: CustomerDraft, contacts: readonly ReachableContact[]): Completeness {
  const missing: string[] = []
  if (customer.customerName.trim() === '') missing.push('客户名称')
  if (
    customer.creditCode === null &&
    (customer.noCreditCodeReason === null || customer.noCreditCodeReason === 'legacyImport')
  ) {
    missing.push('统一社会信用代码')
  }
  if (contacts.length === 0) missing.push('联系人及电话')
  else if (contacts.every(({ mobile, phone }) => mobile === null && phone === null))
    missing.push('联系人电话')
  if (customer.leadSource === null) missing.push('客户来源')
  if (customer.ownerId === null) missing.push('归属业务员')

  const filled = countedFields.filter((name) => customer[name] !== null).length
  const completeness = Math.round(
    (requiredShare * (requiredCount - missing.length)) / requiredCount +
      ((100 - requiredShare) * filled) / countedFields.length,
  )
  return { completeness, missing }
}
