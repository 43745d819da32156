import { sql, type RawBuilder } from 'kysely'
import type { Scope } from '../../shared/access/access.ts'
import { addDays, startOfShanghaiDay } from '../../shared/calendar-day.ts'
import type { Week } from '../../shared/report/week.ts'
import { weeklyFiguresSchema, type WeeklyFigures } from '../../shared/report/weekly-report.ts'
import { scopeCondition } from '../access/scope-condition.ts'
import type { Db } from '../archive/schema.ts'

/** Days after the week within which an ending protection is told. */
export const endingWithinDays = 30

/** Figures by salesperson; the key null stands for customers that nobody owns. */
export type FiguresByPerson = ReadonlyMap<number | null, WeeklyFigures>

interface Counted {
  readonly personId: number | null
  readonly [figure: string]: number | null
}

/**
 * Counts a week per salesperson, within the reader's scope. A registration counts for who made it; a tender, a
 * security and an ending protection count for who owns the customer; customers held are those owned at the end
 * of the week's Sunday.
 */
export async function weeklyFigures(db: Db, scope: Scope, week: Week): Promise<FiguresByPerson> {
  const { monday, sunday } = week
  const from = startOfShanghaiDay(monday)
  const to = startOfShanghaiDay(addDays(sunday, 1))
  const visible = sql`${scopeCondition(scope)}`
  const inWeek = (instant: string) => sql`${sql.raw(instant)} >= ${from} and ${sql.raw(instant)} < ${to}`
  // The day on which a tender was decided: its award notice, else its opening.
  const decided = sql`coalesce(tender.awardNoticeOn, date(tender.bidOpeningAt, '+8 hours'))`
  const counts = [
    sql`select registration.salespersonId as personId, count(*) as newRegistrations,
        sum(registration.isLate) as lateRegistrations
      from registration join customer on customer.id = registration.customerId
      where registration.voidedAt is null and registration.registeredOn between ${monday} and ${sunday} and ${visible}
      group by 1`,
    sql`select customer.ownerId as personId, count(*) as newCustomers
      from customer where ${inWeek('customer.createdAt')} and ${visible} group by 1`,
    sql`select customer.ownerId as personId, count(distinct customer.id) as updatedCustomers
      from fieldHistory join customer on customer.id = fieldHistory.customerId
      where fieldHistory.kind = 'changed' and ${inWeek('fieldHistory.at')} and ${visible} group by 1`,
    sql`select customer.ownerId as personId, count(*) as bidsSubmitted
      from tender join customer on customer.id = tender.customerId
      where tender.status in ('submitted', 'opened', 'won', 'lost') and ${inWeek('tender.submissionDeadlineAt')}
        and ${visible} group by 1`,
    sql`select customer.ownerId as personId, count(*) as bidsOpened
      from tender join customer on customer.id = tender.customerId
      where tender.status in ('opened', 'won', 'lost', 'tenderFailed') and ${inWeek('tender.bidOpeningAt')}
        and ${visible} group by 1`,
    sql`select customer.ownerId as personId, sum(bid.outcome = 'won') as bidsWon, sum(bid.outcome = 'lost') as bidsLost,
        sum(case when bid.outcome = 'won' then coalesce(bid.bidPriceFen, 0) else 0 end) as wonAmountFen
      from bid join lot on lot.id = bid.lotId join tender on tender.id = lot.tenderId
        join customer on customer.id = tender.customerId
      where bid.isOurs = 1 and ${decided} between ${monday} and ${sunday} and ${visible} group by 1`,
    sql`select customer.ownerId as personId, sum(bidSecurity.amountFen - coalesce(bidSecurity.refundedFen, 0)
          * (bidSecurity.refundedOn is not null and bidSecurity.refundedOn <= ${sunday})) as securitiesOutstandingFen
      from bidSecurity join tender on tender.id = bidSecurity.tenderId join customer on customer.id = tender.customerId
      where bidSecurity.paidOn <= ${sunday}
        and (bidSecurity.refundedOn is null or bidSecurity.refundedOn > ${sunday}
          or coalesce(bidSecurity.refundedFen, bidSecurity.amountFen) < bidSecurity.amountFen)
        and (bidSecurity.forfeitedOn is null or bidSecurity.forfeitedOn > ${sunday}) and ${visible} group by 1`,
    sql`select customer.ownerId as personId, count(*) as protectionEnding
      from customer where customer.status not in ('cooperating', 'maintaining')
        and customer.protectedUntil > ${sunday} and customer.protectedUntil <= ${addDays(sunday, endingWithinDays)}
        and ${visible} group by 1`,
    sql`select ownership.ownerId as personId, count(distinct customer.id) as customersHeld
      from ownership join customer on customer.id = ownership.customerId
      where ownership.fromOn <= ${sunday} and (ownership.toOn is null or ownership.toOn > ${sunday})
        and ownership.ownerId is not null and ${visible} group by 1`,
  ]
  const figures = new Map<number | null, WeeklyFigures>()
  for (const count of counts) {
    for (const { personId, ...part } of await rowsOf(db, count)) {
      figures.set(personId, { ...(figures.get(personId) ?? noFigures()), ...part })
    }
  }
  return figures
}

export function noFigures(): WeeklyFigures {
  return Object.fromEntries(
    Object.keys(weeklyFiguresSchema.shape).map((figure) => [figure, 0]),
  ) as WeeklyFigures // its own keys
}

export function sumOf(figures: Iterable<WeeklyFigures>): WeeklyFigures {
  const total = noFigures()
  for (const part of figures) {
    for (const figure of Object.keys(total) as (keyof WeeklyFigures)[]) total[figure] += part[figure]
  }
  return total
}

async function rowsOf(db: Db, query: RawBuilder<unknown>): Promise<Counted[]> {
  const { rows } = await query.execute(db)
  return rows as Counted[] // the selects above name these columns
}
