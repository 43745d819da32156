import type { CustomerCard } from '../../shared/customer/customer-operations.ts'
import { customerFields } from '../../shared/customer/customer-fields.ts'
import { customerStatuses, customerStatusLabels } from '../../shared/customer/customer-status.ts'
import type { StagedRow } from '../../shared/import/import-operations.ts'
import { formatYuan } from '../../shared/money.ts'

type ShownValue = StagedRow['values'][number]

export interface ComparedField {
  readonly field: string
  readonly label: string
  readonly incoming: string
  readonly stored: string
  /** `differs`: both say something else; `fills`: the sheet brings what the record lacks. */
  readonly state: 'equal' | 'differs' | 'fills' | 'storedOnly'
}

/** From here on a proposal is taken by “accept all certain”; below, every row is looked at by itself. */
export const certainScore = 0.92

/** Two records side by side, field by field in the order of the sheet, then what only the stored one has. */
export function compareTwins(
  incoming: readonly ShownValue[],
  stored: readonly ShownValue[],
): readonly ComparedField[] {
  const left = byField(incoming)
  const right = byField(stored)
  const compared = [...left.values()].map(({ field, label, value }) => {
    const other = right.get(field)?.value ?? ''
    const state = other === '' ? 'fills' : isSame(value, other) ? 'equal' : 'differs'
    return { field, label, incoming: value, stored: other, state } as const
  })
  const rest = [...right.values()]
    .filter(({ field }) => !left.has(field))
    .map(
      ({ field, label, value }) =>
        ({ field, label, incoming: '', stored: value, state: 'storedOnly' }) as const,
    )
  return [...compared, ...rest]
}

/** What the archive holds of a customer, under the same field names as a staged row has them. */
export function valuesOfCard(
  card: CustomerCard,
  codeLabel: (field: (typeof customerFields)[number], code: string) => string,
): readonly ShownValue[] {
  const own = customerFields.flatMap((field) => {
    const value = card.customer[field.name]
    if (value === null || value === '' || field.kind === 'user' || field.kind === 'customer') return []
    if (typeof value === 'number') {
      return [shown(field, field.kind === 'money' ? `${formatYuan(value)} 元` : String(value))]
    }
    if (typeof value !== 'string') return value.length === 0 ? [] : [shown(field, value.join('、'))]
    if (field.kind === 'status') return [shown(field, statusText(value))]
    return [shown(field, field.kind === 'code' ? codeLabel(field, value) : value)]
  })
  const owner =
    card.ownerName === null ? [] : [{ field: 'ownerName', label: '归属业务员', value: card.ownerName }]
  const contacts = card.contacts
    .filter((contact) => contact.retiredOn === null)
    .map(({ contactName, jobTitle, mobile, phone }) => ({
      field: 'contactName',
      label: '联系人',
      value: [contactName, jobTitle, mobile, phone].filter((part) => part !== null).join(' '),
    }))
  return [...own, ...owner, ...contacts]
}

function shown(field: (typeof customerFields)[number], value: string): ShownValue {
  return { field: field.name, label: field.label, value }
}

/** Several contacts come as several values of one field; a person reads them as one. */
function byField(values: readonly ShownValue[]): ReadonlyMap<string, ShownValue> {
  const merged = new Map<string, ShownValue>()
  for (const entry of values) {
    if (entry.value === '') continue
    const value = entry.field === 'status' ? statusText(entry.value) : entry.value
    const before = merged.get(entry.field)
    merged.set(entry.field, { ...entry, value: before === undefined ? value : `${before.value}；${value}` })
  }
  return merged
}

function statusText(status: string): string {
  const known = customerStatuses.find((candidate) => candidate === status)
  return known === undefined ? status : customerStatusLabels[known]
}

function isSame(one: string, other: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').replace(/\s+/gu, '')
  return plain(one) === plain(other)
}
