import { setImmediate as nextTurn } from 'node:timers/promises'
import { contactFields } from '../../shared/contact/contact.ts'
import { customerFields, type FieldKind } from '../../shared/customer/customer-fields.ts'
import type { CustomerCard } from '../../shared/customer/customer-operations.ts'
import type { Act } from '../access/act.ts'
import { createReadableValues, type ReadableValues } from '../audit/readable-values.ts'
import { readCards } from '../customer/customer-card.ts'
import { readCustomerNames } from '../customer/customer-repository.ts'
import { writeWorkbook, type ExportColumn, type ExportValue } from './workbook-writer.ts'

const cardsPerSlice = 50

/** Writes customers, one line each, and their people on a second sheet; cards beyond the scope are left out. Returns how many went in. */
export async function writeCustomerWorkbook(
  act: Act,
  ids: readonly number[],
  path: string,
  progress: (done: number) => Promise<void>,
): Promise<number> {
  const readable = await createReadableValues(act.db)
  const customers: ExportValue[][] = []
  const people: ExportValue[][] = []
  for (let start = 0; start < ids.length; start += cardsPerSlice) {
    const cards = await readCards(act, ids.slice(start, start + cardsPerSlice))
    const parents = await readCustomerNames(
      act.db,
      cards.flatMap(({ customer }) => customer.parentCustomerId ?? []),
    )
    for (const card of cards) {
      customers.push(customerRow(card, readable, parents))
      people.push(...contactRows(card, readable))
    }
    await progress(Math.min(start + cardsPerSlice, ids.length))
    await nextTurn()
  }
  const lines = [`共 ${customers.length} 家`, `导出 ${act.by.userName}`]
  await writeWorkbook(
    [
      { name: '客户', title: '客户资料', notes: lines, columns: customerColumns, rows: customers },
      { name: '联系人', title: '联系人', notes: lines, columns: contactColumns, rows: people },
    ],
    path,
  )
  return customers.length
}

const customerColumns: ExportColumn[] = [
  { title: '档案编号', kind: 'text' },
  ...customerFields.map(({ label, kind }) => ({
    title: kind === 'money' ? `${label}（元）` : label,
    kind: columnKind(kind),
  })),
  { title: '联系人', kind: 'text' },
  { title: '联系人手机', kind: 'text' },
  { title: '登记日期', kind: 'day' },
  { title: '保护期截止', kind: 'day' },
  { title: '资料完整度', kind: 'number' },
]

const contactColumns: ExportColumn[] = [
  { title: '档案编号', kind: 'text' },
  { title: '客户名称', kind: 'text', width: 36 },
  ...contactFields.map(({ label, kind }) => ({ title: label, kind: columnKind(kind) })),
  { title: '停用日期', kind: 'day' as const },
]

function columnKind(kind: FieldKind): ExportColumn['kind'] {
  if (kind === 'money') return 'money'
  if (kind === 'day') return 'day'
  return kind === 'integer' ? 'number' : 'text'
}

function customerRow(
  card: CustomerCard,
  readable: ReadableValues,
  parents: ReadonlyMap<number, string>,
): ExportValue[] {
  const { customer, contacts, registrations } = card
  const main = contacts.find(({ retiredOn }) => retiredOn === null)
  const current = registrations.find(({ voidedAt }) => voidedAt === null)
  return [
    customer.number,
    ...customerFields.map((field): ExportValue => {
      const value = customer[field.name]
      if (field.kind === 'customer') return typeof value === 'number' ? (parents.get(value) ?? null) : null
      if (field.kind === 'user') return card.ownerName
      return typeof value === 'number' ? value : readable.read(field, value)
    }),
    main?.contactName ?? null,
    main?.mobile ?? main?.phone ?? null,
    current?.registeredOn ?? null,
    current?.protectedUntil ?? null,
    customer.completeness,
  ]
}

function contactRows({ customer, contacts }: CustomerCard, readable: ReadableValues): ExportValue[][] {
  const names = new Map(contacts.map(({ id, contactName }) => [id, contactName]))
  return contacts.map((contact) => [
    customer.number,
    customer.customerName,
    ...contactFields.map((field): ExportValue => {
      if (field.name === 'reportsToId')
        return contact.reportsToId === null ? null : (names.get(contact.reportsToId) ?? null)
      return readable.read(field, contact[field.name])
    }),
    contact.retiredOn,
  ])
}
