import { sql, type RawBuilder } from 'kysely'
import type { Scope } from '../../shared/access/access.ts'
import {
  addDays,
  daysBetween,
  shanghaiDayOf,
  startOfShanghaiDay,
  type CalendarDay,
} from '../../shared/calendar-day.ts'
import { todayLineLimit, type TodaySummary } from '../../shared/today/today-operations.ts'
import type { Act } from '../access/act.ts'
import { scopeCondition } from '../access/scope-condition.ts'
import type { Db } from '../archive/schema.ts'

const protectionWithinDays = 30
const tenderWithinDays = 14
const securityWithinDays = 7

/** What waits today within the reader's scope; what each list holds is said in `todaySummarySchema`. */
export async function summarizeToday({ db, scope, at, today }: Act): Promise<TodaySummary> {
  return {
    today,
    ...(await countCustomers(db, scope)),
    protectionEnding: await listProtectionEnding(db, scope, today),
    tenderDates: await listTenderDates(db, scope, at, today),
    securitiesDue: await listSecuritiesDue(db, scope, today),
  }
}

async function countCustomers(db: Db, scope: Scope) {
  const { customers, incomplete } = await db
    .selectFrom('customer')
    .select(({ fn }) => [
      fn.countAll<number>().as('customers'),
      sql<number>`coalesce(sum(customer.missingCount > 0), 0)`.as('incomplete'),
    ])
    .where(scopeCondition(scope))
    .executeTakeFirstOrThrow()
  return { customers, incompleteCards: incomplete }
}

async function listProtectionEnding(db: Db, scope: Scope, today: CalendarDay) {
  const ending = sql`from customer where ${scopeCondition(scope)} and customer.status not in ('cooperating', 'maintaining')
    and customer.protectedUntil >= ${today} and customer.protectedUntil <= ${addDays(today, protectionWithinDays)}`
  const rows = await rowsOf<{
    customerId: number
    customerName: string
    ownerName: string | null
    registrationNumber: string | null
    protectedUntil: CalendarDay
  }>(
    db,
    sql`select customer.id as customerId, customer.customerName,
      (select userName from user where user.id = customer.ownerId) as ownerName,
      (select number from registration where registration.customerId = customer.id and registration.voidedAt is null
        and registration.protectedUntil = customer.protectedUntil order by registration.id desc limit 1)
        as registrationNumber, customer.protectedUntil
      ${ending} order by customer.protectedUntil, customer.id limit ${todayLineLimit}`,
  )
  const [count] = await rowsOf<{ total: number }>(db, sql`select count(*) as total ${ending}`)
  return {
    total: count?.total ?? 0,
    lines: rows.map(({ registrationNumber, ...row }) => ({
      ...row,
      registrationNumber: registrationNumber ?? '',
      daysLeft: daysBetween(today, row.protectedUntil),
    })),
  }
}

async function listTenderDates(db: Db, scope: Scope, at: string, today: CalendarDay) {
  const until = startOfShanghaiDay(addDays(today, tenderWithinDays + 1))
  const kinds = [
    { kind: 'enrolment', column: 'enrolmentDeadlineAt', before: ['tracking', 'announced'] },
    {
      kind: 'submission',
      column: 'submissionDeadlineAt',
      before: ['tracking', 'announced', 'enrolled', 'preparing'],
    },
    {
      kind: 'opening',
      column: 'bidOpeningAt',
      before: ['tracking', 'announced', 'enrolled', 'preparing', 'submitted', 'opened'],
    },
  ] as const
  const due = sql.join(
    kinds.map(
      ({
        kind,
        column,
        before,
      }) => sql`select customer.id as customerId, customer.customerName, tender.id as tenderId,
        tender.tenderTitle, ${kind} as kind, tender.${sql.raw(column)} as at
        from tender join customer on customer.id = tender.customerId
        where tender.${sql.raw(column)} >= ${at} and tender.${sql.raw(column)} < ${until}
          and tender.status in (${sql.join(before)}) and ${scopeCondition(scope)}`,
    ),
    sql` union all `,
  )
  const rows = await rowsOf<Omit<TodaySummary['tenderDates']['lines'][number], 'daysLeft'>>(
    db,
    sql`select * from (${due}) order by at, tenderId limit ${todayLineLimit}`,
  )
  const [count] = await rowsOf<{ total: number }>(db, sql`select count(*) as total from (${due})`)
  return {
    total: count?.total ?? 0,
    lines: rows.map((row) => ({ ...row, daysLeft: daysBetween(today, shanghaiDayOf(row.at)) })),
  }
}

async function listSecuritiesDue(db: Db, scope: Scope, today: CalendarDay) {
  const due = sql`from bidSecurity join tender on tender.id = bidSecurity.tenderId
      join customer on customer.id = tender.customerId
    where bidSecurity.paidOn is not null and bidSecurity.refundedOn is null and bidSecurity.forfeitedOn is null
      and bidSecurity.refundDueOn <= ${addDays(today, securityWithinDays)} and ${scopeCondition(scope)}`
  const rows = await rowsOf<Omit<TodaySummary['securitiesDue']['lines'][number], 'daysLeft'>>(
    db,
    sql`select customer.id as customerId, customer.customerName, tender.id as tenderId, tender.tenderTitle,
        bidSecurity.amountFen, bidSecurity.refundDueOn
      ${due} order by bidSecurity.refundDueOn, bidSecurity.id limit ${todayLineLimit}`,
  )
  const [sums] = await rowsOf<{ total: number; amountFen: number }>(
    db,
    sql`select count(*) as total, coalesce(sum(bidSecurity.amountFen), 0) as amountFen ${due}`,
  )
  return {
    total: sums?.total ?? 0,
    amountFen: sums?.amountFen ?? 0,
    lines: rows.map((row) => ({ ...row, daysLeft: daysBetween(today, row.refundDueOn) })),
  }
}

async function rowsOf<Row>(db: Db, query: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await query.execute(db)
  return rows as Row[] // the select names these columns
}
