import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Scope } from '../../shared/access/access.ts'
import { addDays, type CalendarDay } from '../../shared/calendar-day.ts'
import type { CustomerFilter } from '../../shared/customer/customer-operations.ts'
import { scopeCondition } from '../access/scope-condition.ts'

/** Days before its end in which a protection is told as ending soon (rule R4 warns 30 days ahead). */
const endingSoonDays = 30

/** Everything of a filter but the search text, as one condition on columns that index `customerListRow` holds. */
export function filterCondition(
  scope: Scope,
  filter: CustomerFilter,
  today: CalendarDay,
): RawBuilder<SqlBool> {
  const parts: RawBuilder<SqlBool>[] = [scopeCondition(scope)]
  const isOneOf = (column: string, values: readonly (string | number)[]) => {
    if (values.length > 0) parts.push(sql`${sql.ref(`customer.${column}`)} in (${sql.join([...values])})`)
  }
  isOneOf('customerType', filter.customerType)
  isOneOf('industry', filter.industry)
  isOneOf('province', filter.province)
  isOneOf('status', filter.status)
  isOneOf('grade', filter.grade)
  isOneOf('ownerId', filter.ownerId)
  isOneOf('leadSource', filter.leadSource)
  const name = filter.customerName.trim()
  if (name !== '') parts.push(sql`instr(lower(customer.customerName), ${name.toLowerCase()})`)
  switch (filter.protection) {
    case 'any':
      break
    case 'active':
      parts.push(sql`customer.protectedUntil >= ${today}`)
      break
    case 'endingSoon':
      parts.push(sql`customer.protectedUntil between ${today} and ${addDays(today, endingSoonDays)}`)
      break
    case 'none':
      parts.push(sql`(customer.protectedUntil is null or customer.protectedUntil < ${today})`)
      break
  }
  if (filter.onlyIncomplete) parts.push(sql`customer.missingCount > 0`)
  return sql`${sql.join(parts, sql` and `)}`
}

/** True when the filter, text aside, lets everything through that the scope does. */
export function isUnfiltered(filter: CustomerFilter): boolean {
  return (
    filter.customerName.trim() === '' &&
    filter.protection === 'any' &&
    !filter.onlyIncomplete &&
    [
      filter.customerType,
      filter.industry,
      filter.province,
      filter.status,
      filter.grade,
      filter.ownerId,
      filter.leadSource,
    ].every((values) => values.length === 0)
  )
}
