import { addDays, type CalendarDay } from '../../shared/calendar-day.ts'
import { AppError } from '../../shared/failure.ts'
import { weekDays } from '../../shared/report/week.ts'
import type { WeeklyReport } from '../../shared/report/weekly-report.ts'
import type { Scope } from '../../shared/access/access.ts'
import type { Act } from '../access/act.ts'
import { requireWriter } from '../access/act.ts'
import { scopeCondition } from '../access/scope-condition.ts'
import { listUsers } from '../access/user-repository.ts'
import type { Db } from '../archive/schema.ts'
import { recordAudit } from '../audit/audit-repository.ts'
import { getSettings } from '../settings/settings-repository.ts'
import { endingWithinDays, noFigures, sumOf, weeklyFigures } from './weekly-figures.ts'

const mostLines = 2000
const nobody = '（未指定业务员）'

/** A week per salesperson and in total, beside the week before (product: weekly summary). */
export async function getWeeklyReport(
  { db, scope }: Pick<Act, 'db' | 'scope'>,
  week: string,
): Promise<WeeklyReport> {
  const days = weekDays(week)
  if (days === null)
    throw new AppError('invalid-input', 'No such week', { details: { week: '这一年没有这一周' } })
  const { monday, sunday } = days
  const before = { monday: addDays(monday, -7), sunday: addDays(sunday, -7) }
  const figures = await weeklyFigures(db, scope, days)
  const previous = await weeklyFigures(db, scope, before)
  const users = await listUsers(db)
  const reported = users.filter(
    ({ id, roles, retiredOn }) =>
      figures.has(id) ||
      previous.has(id) ||
      (isVisible(scope, id) && roles.includes('salesperson') && retiredOn === null),
  )
  const line = (salespersonId: number | null, salespersonName: string) => ({
    salespersonId,
    salespersonName,
    figures: figures.get(salespersonId) ?? noFigures(),
    previous: previous.get(salespersonId) ?? noFigures(),
  })
  const unowned = figures.has(null) || previous.has(null) ? [line(null, nobody)] : []
  const { companyName } = await getSettings(db)
  const remark = await db
    .selectFrom('weeklyRemark')
    .select('remarks')
    .where('week', '=', week)
    .executeTakeFirst()
  return {
    week,
    monday,
    sunday,
    companyName,
    lines: [...reported.map(({ id, userName }) => line(id, userName)), ...unowned],
    total: sumOf(figures.values()),
    previousTotal: sumOf(previous.values()),
    registered: await listRegistered(db, scope, monday, sunday),
    ending: await listEnding(db, scope, sunday),
    remarks: remark?.remarks ?? '',
  }
}

export async function saveWeeklyRemarks(act: Act, week: string, remarks: string): Promise<WeeklyReport> {
  requireWriter(act)
  const values = { remarks, updatedAt: act.at, byId: act.by.id }
  await act.db
    .insertInto('weeklyRemark')
    .values({ week, ...values })
    .onConflict((conflict) => conflict.column('week').doUpdateSet(values))
    .execute()
  await recordAudit(act.db, { at: act.at, byId: act.by.id, action: 'report.saveRemarks', detail: week })
  return getWeeklyReport(act, week)
}

/** In a narrow scope only the reader's own line stands even when it is empty. */
function isVisible(scope: Scope, userId: number): boolean {
  switch (scope.kind) {
    case 'all':
      return true
    case 'region':
    case 'own':
      return scope.userId === userId
    case 'none':
      return false
  }
}

async function listRegistered(db: Db, scope: Scope, monday: string, sunday: string) {
  const rows = await db
    .selectFrom('registration')
    .innerJoin('customer', 'customer.id', 'registration.customerId')
    .innerJoin('user', 'user.id', 'registration.salespersonId')
    .select([
      'customer.number',
      'customer.customerName',
      'user.userName as salespersonName',
      'registration.registeredOn',
      'registration.isLate',
    ])
    .where('registration.voidedAt', 'is', null)
    .where('registration.registeredOn', '>=', monday)
    .where('registration.registeredOn', '<=', sunday)
    .where(scopeCondition(scope))
    .orderBy('registration.registeredOn')
    .orderBy('registration.id')
    .limit(mostLines)
    .execute()
  return rows.map(({ isLate, ...row }) => ({ ...row, isLate: isLate === 1 }))
}

async function listEnding(db: Db, scope: Scope, sunday: CalendarDay) {
  const rows = await db
    .selectFrom('customer')
    .leftJoin('user', 'user.id', 'customer.ownerId')
    .select(['customer.number', 'customer.customerName', 'user.userName', 'customer.protectedUntil'])
    .where('customer.protectedUntil', '>', sunday)
    .where('customer.protectedUntil', '<=', addDays(sunday, endingWithinDays))
    .where('customer.status', 'not in', ['cooperating', 'maintaining'])
    .where(scopeCondition(scope))
    .orderBy('customer.protectedUntil')
    .orderBy('customer.id')
    .limit(mostLines)
    .execute()
  return rows.map(({ number, customerName, userName, protectedUntil }) => ({
    number,
    customerName,
    salespersonName: userName ?? nobody,
    protectedUntil: protectedUntil ?? '',
  }))
}
