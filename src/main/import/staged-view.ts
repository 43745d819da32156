import { formatYuan } from '../../shared/money.ts'
import { customerFields } from '../../shared/customer/customer-fields.ts'
import type { CustomerDraft } from '../../shared/customer/customer.ts'
import type { ImportPlan, StagedRow } from '../../shared/import/import-operations.ts'
import { codeFields, type CodeField, type ImportRecord } from '../../shared/import/import-record.ts'
import type { MatchRecord } from '../../shared/duplicate/match-record.ts'
import { codeListLabels } from '../../shared/code-list/code-list.ts'
import { actionFor, type StagedEntry } from './staging.ts'

interface ShownValue {
  readonly field: string
  readonly label: string
  readonly value: string
}

/** The values a person compares two records by, from whatever the matcher knew of the twin. */
export function twinValuesOf(candidate: MatchRecord): ShownValue[] {
  return [
    { field: 'customerName', label: '客户名称', value: candidate.name },
    { field: 'aliases', label: '曾用名/别名', value: candidate.aliases.join('、') },
    { field: 'creditCode', label: '统一社会信用代码', value: candidate.creditCode ?? '' },
    { field: 'phone', label: '电话', value: candidate.phones.join('、') },
    { field: 'province', label: '省', value: candidate.province ?? '' },
    { field: 'city', label: '市', value: candidate.city ?? '' },
    { field: 'businessAddress', label: '地址', value: candidate.address ?? '' },
    { field: 'contactName', label: '联系人', value: candidate.contacts.join('、') },
  ].filter(({ value }) => value !== '')
}

/** One staged row as the wizard and `match` show it. */
export function stagedRowOf(entry: StagedEntry, plan: ImportPlan): StagedRow {
  const { record, match } = entry
  const best = match.best
  return {
    row: record.row,
    decision: record.rejection === null ? match.decision : 'rejected',
    action: actionFor(entry, plan),
    with: best === null ? null : targetOf(best.candidate),
    score: best?.score ?? 0,
    reasons: record.rejection === null ? [...(best?.reasons ?? [])] : [record.rejection],
    customerName: record.customer.customerName,
    values: valuesOf(record),
    twinValues: best === null ? [] : twinValuesOf(best.candidate),
    changes: record.changes.map((change) => ({ ...change })),
    problems: record.problems.map((problem) => ({ ...problem })),
    suggestions: match.suggestions.flatMap(({ candidate, score, reasons }) =>
      candidate.ref.kind === 'customer'
        ? [{ number: candidate.ref.number, customerName: candidate.name, score, reasons: [...reasons] }]
        : [],
    ),
  }
}

function targetOf({ ref }: MatchRecord): { number: string } | { row: number } {
  return ref.kind === 'customer' ? { number: ref.number } : { row: ref.row }
}

function valuesOf(record: ImportRecord): ShownValue[] {
  const { customer } = record
  const own = customerFields.flatMap(({ name, label }) => {
    const value = textOf(customer, name)
    return value === '' ? [] : [{ field: name, label, value }]
  })
  const codes = (Object.entries(record.codeLabels) as [CodeField, string][]).map(([field, value]) => ({
    field,
    label: codeListLabels[codeFields[field]],
    value,
  }))
  const contacts = record.contacts.map(({ contactName, mobile, phone, jobTitle }) => ({
    field: 'contactName',
    label: '联系人',
    value: [contactName, jobTitle, mobile, phone].filter((part) => part !== null).join(' '),
  }))
  const owner =
    record.ownerName === null ? [] : [{ field: 'ownerName', label: '归属业务员', value: record.ownerName }]
  return [...own, ...codes, ...owner, ...contacts]
}

function textOf(customer: CustomerDraft, field: keyof CustomerDraft): string {
  const value = customer[field]
  if (value === null || field === 'noCreditCodeReason' || (field === 'status' && value === 'potential'))
    return ''
  if (typeof value === 'number') return field.endsWith('Fen') ? `${formatYuan(value)} 元` : String(value)
  return typeof value === 'string' ? value : value.join('、')
}
