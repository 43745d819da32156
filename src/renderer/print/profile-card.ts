import { shanghaiDayOf, shanghaiMinuteOf } from '../../shared/calendar-day.ts'
import type { CustomerCard } from '../../shared/customer/customer-operations.ts'
import { customerFieldGroups, type FieldDefinition } from '../../shared/customer/customer-fields.ts'
import type { CustomerField } from '../../shared/customer/customer.ts'
import { customerStatusLabels } from '../../shared/customer/customer-status.ts'
import { formatYuan } from '../../shared/money.ts'
import { bidHistoryBlocks } from './bid-history.ts'
import type { LabelOf } from './code-labels.ts'
import { contactBlock } from './contact-rows.ts'
import {
  block,
  cells,
  label,
  tableBlock,
  value,
  type PaperBlock,
  type PaperRecord,
  type PaperRow,
} from './paper-rows.ts'

/** Fields that take a whole line whatever they hold, as on the form people know. */
const wideFields: ReadonlySet<CustomerField> = new Set([
  'customerName',
  'businessAddress',
  'registeredAddress',
  'tenderPlatforms',
])

/** 客户基本资料卡: every filled field of the catalogue; the main ones keep their cell when empty, as on her form. */
export function profileCard(card: CustomerCard, companyName: string, labelOf: LabelOf): PaperRecord {
  const { customer } = card
  const blocks: PaperBlock[] = [
    block(
      { kind: 'title', over: companyName, text: '客户基本资料卡', under: '' },
      {
        kind: 'line',
        left: `客户编号：${customer.number}`,
        right: `建档日期：${shanghaiDayOf(customer.createdAt)}　　资料完整度：${customer.completeness}%`,
      },
    ),
    ...customerFieldGroups.flatMap(({ title, fields }) => {
      const rows = fieldRows(fields, card, labelOf)
      // A group of one field that is called as the group needs no band to say it twice.
      const isNamedByField = fields.length === 1 && fields[0]?.label === title
      const heads = isNamedByField ? [] : [{ kind: 'band' as const, text: title }]
      return rows.length === 0 ? [] : [{ heads, rows, isKeptTogether: false }]
    }),
    contactBlock(card.contacts, labelOf),
    registrationBlock(card),
    ...ownershipBlocks(card),
    ...bidHistoryBlocks(card.tenders, labelOf),
    block({ kind: 'signatures', labels: ['业务员', '内勤', '主管'] }),
  ]
  return {
    archiveNumber: customer.number,
    runningHead: {
      kind: 'runningHead',
      left: `客户基本资料卡（续）　${customer.customerName}`,
      right: customer.number,
    },
    blocks,
  }
}

/** Two fields to a line; long ones and names take a line of their own. */
function fieldRows(
  fields: readonly FieldDefinition<CustomerField>[],
  card: CustomerCard,
  labelOf: LabelOf,
): PaperRow[] {
  const { customer } = card
  const shown = fields
    .filter(({ name }) => name !== 'city' && name !== 'district') // they stand beside the province
    .map((field) => ({ field, text: fieldText(field, card, labelOf) }))
    .filter(({ field, text }) => text !== '' || isMain(field, customer))
  const rows: PaperRow[] = []
  let waiting: { field: FieldDefinition<CustomerField>; text: string } | null = null
  const flush = () => {
    if (waiting === null) return
    rows.push(cells(label(paperLabel(waiting.field), 4), value(waiting.text, 20)))
    waiting = null
  }
  for (const entry of shown) {
    const isWide =
      entry.field.kind === 'longText' || wideFields.has(entry.field.name) || entry.text.length > 60
    if (isWide) {
      const isNote = entry.field.kind === 'longText'
      // The half-filled line goes first, so that the order of the catalogue holds.
      flush()
      rows.push({
        ...cells(label(paperLabel(entry.field), 4), value(entry.text, 20)),
        ...(isNote && { lines: 2 }),
      })
    } else if (waiting === null) {
      waiting = entry
    } else {
      rows.push(
        cells(
          label(paperLabel(waiting.field), 4),
          value(waiting.text, 8),
          label(paperLabel(entry.field), 4),
          value(entry.text, 8),
        ),
      )
      waiting = null
    }
  }
  flush()
  return rows
}

/** What the form shows although it is empty. */
function isMain(field: FieldDefinition<CustomerField>, customer: CustomerCard['customer']): boolean {
  if (field.name === 'noCreditCodeReason') return customer.creditCode === null
  return field.folded !== true
}

function fieldText(field: FieldDefinition<CustomerField>, card: CustomerCard, labelOf: LabelOf): string {
  const { customer } = card
  if (field.name === 'ownerId') return card.ownerName ?? ''
  if (field.name === 'parentCustomerId') return card.parentName ?? ''
  if (field.name === 'province') {
    return [customer.province, customer.city, customer.district].filter((part) => part !== null).join(' ')
  }
  if (field.name === 'status') return customerStatusLabels[customer.status]
  const content = customer[field.name]
  if (content === null) return ''
  if (Array.isArray(content)) return content.join('、')
  if (typeof content === 'number') {
    return field.kind === 'money' ? `${formatYuan(content)} 元` : content.toLocaleString('zh-CN')
  }
  return field.codeList === undefined ? content : labelOf(field.codeList, content)
}

function paperLabel(field: FieldDefinition<CustomerField>): string {
  return field.name === 'province' ? '所在地区' : field.label
}

function registrationBlock({ registrations }: CustomerCard): PaperBlock {
  const rows = registrations.map((registration) =>
    cells(
      value(registration.number, 5),
      value(registration.salespersonName, 3),
      value(shanghaiMinuteOf(registration.developedAt), 5),
      value(registration.registeredOn, 4),
      value(registration.protectedUntil, 4),
      value(registration.voidedAt !== null ? '作废' : registration.isLate ? '迟报' : '按时', 3),
    ),
  )
  return tableBlock(
    '登记与保护',
    [
      ['登记编号', 5],
      ['业务员', 3],
      ['开发时间', 5],
      ['登记日期', 4],
      ['保护期至', 4],
      ['登记情况', 3],
    ],
    rows,
    '无登记记录',
  )
}

/** The present owner stands among the fields; a table is needed only once it has changed. */
function ownershipBlocks({ ownerships }: CustomerCard): PaperBlock[] {
  if (ownerships.length < 2) return []
  const rows = ownerships.map((ownership) =>
    cells(
      value(ownership.ownerName ?? '公海', 4),
      value(ownership.fromOn, 4),
      value(ownership.toOn ?? '至今', 4),
      value(ownership.reason, 8),
      value(ownership.approver ?? '', 4),
    ),
  )
  return [
    tableBlock(
      '归属变更',
      [
        ['归属', 4],
        ['起', 4],
        ['止', 4],
        ['原因', 8],
        ['批准人', 4],
      ],
      rows,
      '',
    ),
  ]
}
