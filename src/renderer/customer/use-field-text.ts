import type { CalendarDay } from '../../shared/calendar-day.ts'
import type { FieldDefinition } from '../../shared/customer/customer-fields.ts'
import { customerStatuses, customerStatusLabels } from '../../shared/customer/customer-status.ts'
import { formatYuan } from '../../shared/money.ts'
import { daysBetween } from '../../shared/calendar-day.ts'
import { useCodeLists } from '../app/code-lists.ts'
import { useUsers } from '../app/users.ts'

type Shown = string | number | boolean | readonly string[] | null

/** How a stored value reads on the screen: labels for codes, names for people, 元 for money. */
export function useFieldText() {
  const codeLists = useCodeLists()
  const users = useUsers()

  return function fieldText(field: FieldDefinition<string>, value: Shown): string {
    if (value === null || value === '') return ''
    switch (field.kind) {
      case 'code':
        return field.codeList === undefined ? String(value) : codeLists.label(field.codeList, String(value))
      case 'status':
        return customerStatuses.find((status) => status === value) === undefined
          ? String(value)
          : customerStatusLabels[value as keyof typeof customerStatusLabels] // found among the keys just above
      case 'user':
        return typeof value === 'number' ? users.name(value) : ''
      case 'money':
        return typeof value === 'number' ? `${formatYuan(value)} 元` : ''
      case 'list':
        return Array.isArray(value) ? value.join('；') : String(value)
      case 'integer':
        return typeof value === 'number' ? value.toLocaleString('zh-CN') : ''
      case 'text':
      case 'longText':
      case 'day':
      case 'creditCode':
      case 'phone':
      case 'email':
      case 'customer':
        return String(value)
    }
  }
}

export type Urgency = 'past' | 'now' | 'soon' | 'calm'

/** What is said of a protection's last day, and how urgent it is: 30 days ahead is soon, 7 is now (rule R4). */
export function protectionText(
  protectedUntil: CalendarDay | string | null,
  today: CalendarDay,
): { readonly text: string; readonly urgency: Urgency } {
  if (protectedUntil === null) return { text: '无保护期', urgency: 'past' }
  const daysLeft = daysBetween(today, protectedUntil as CalendarDay) // the archive writes only calendar days here
  if (daysLeft < 0) return { text: `保护期已于 ${protectedUntil} 结束`, urgency: 'past' }
  const text = daysLeft === 0 ? '保护期今天结束' : `保护期剩 ${daysLeft} 天（至 ${protectedUntil}）`
  return { text, urgency: daysLeft <= 7 ? 'now' : daysLeft <= 30 ? 'soon' : 'calm' }
}
