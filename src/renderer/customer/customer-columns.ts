import type { CalendarDay } from '../../shared/calendar-day.ts'
import { daysBetween, shanghaiDayOf } from '../../shared/calendar-day.ts'
import type { CustomerSummary } from '../../shared/customer/customer-operations.ts'
import { customerStatusLabels } from '../../shared/customer/customer-status.ts'
import type { useCodeLists } from '../app/code-lists.ts'
import type { Column } from '../ui/data-table.ts'

/** The columns of the customer list; every one of them can be sorted by. */
export function customerColumns(
  codeLists: ReturnType<typeof useCodeLists>,
  today: () => CalendarDay,
): readonly Column<CustomerSummary>[] {
  const protection = (row: CustomerSummary) => {
    if (row.protectedUntil === null) return null
    const daysLeft = daysBetween(today(), row.protectedUntil as CalendarDay) // the archive writes only calendar days here
    return daysLeft < 0 ? 'past' : daysLeft <= 7 ? 'urgent' : daysLeft <= 30 ? 'soon' : null
  }
  const columns: readonly Column<CustomerSummary>[] = [
    { key: 'number', title: '档案编号', width: 104, isFrozen: true },
    { key: 'customerName', title: '客户名称', width: 264, isFrozen: true },
    { key: 'ownerName', title: '业务员', width: 92 },
    {
      key: 'status',
      title: '状态',
      width: 84,
      text: (row) => customerStatusLabels[row.status],
      tone: (row) => (row.status === 'lost' || row.status === 'suspended' ? 'past' : null),
    },
    { key: 'grade', title: '等级', width: 72, text: (row) => codeLists.label('customerGrade', row.grade) },
    {
      key: 'protectedUntil',
      title: '保护期至',
      width: 136,
      text: (row) => protectionCell(row.protectedUntil, today()),
      tone: protection,
    },
    { key: 'contactName', title: '联系人', width: 88 },
    { key: 'contactMobile', title: '联系电话', width: 120 },
    { key: 'province', title: '省', width: 92 },
    { key: 'city', title: '市', width: 92 },
    {
      key: 'customerType',
      title: '客户类型',
      width: 104,
      text: (row) => codeLists.label('customerType', row.customerType),
    },
    {
      key: 'industry',
      title: '所属行业',
      width: 132,
      text: (row) => codeLists.label('industry', row.industry),
    },
    {
      key: 'leadSource',
      title: '客户来源',
      width: 104,
      text: (row) => codeLists.label('leadSource', row.leadSource),
    },
    { key: 'registeredOn', title: '登记日期', width: 100 },
    { key: 'firstContactOn', title: '首次接触', width: 100 },
    { key: 'creditCode', title: '统一社会信用代码', width: 172 },
    { key: 'shortName', title: '简称', width: 112 },
    {
      key: 'completeness',
      title: '完整度',
      width: 76,
      align: 'right',
      text: (row) => `${row.completeness}%`,
      tone: (row) => (row.completeness < 50 ? 'soon' : null),
    },
    { key: 'updatedAt', title: '最近修改', width: 100, text: (row) => shanghaiDayOf(row.updatedAt) },
  ]
  return columns.map((column) => ({ ...column, isSortable: true }))
}

function protectionCell(protectedUntil: string | null, today: CalendarDay): string {
  if (protectedUntil === null) return ''
  const daysLeft = daysBetween(today, protectedUntil as CalendarDay) // as above
  return daysLeft < 0
    ? `${protectedUntil} 已过`
    : daysLeft <= 30
      ? `${protectedUntil} 剩${daysLeft}天`
      : protectedUntil
}
