import { z } from 'zod'
import { calendarDaySchema, instantSchema } from '../calendar-day.ts'
import { idSchema } from '../identity.ts'
import type { Operations } from '../ipc/operation.ts'

/** How many lines of one kind the Today page shows; the totals count all of them. */
export const todayLineLimit = 50

/**
 * What waits today, within the reader's scope. Every list is sorted by its day or instant, soonest first, and holds at
 * most {@link todayLineLimit} lines beside the full total.
 */
export const todaySummarySchema = z.object({
  /** The Shanghai day that `daysLeft` counts from. */
  today: calendarDaySchema,
  customers: z.int().min(0),
  /** Cards that still lack something of rule R15. */
  incompleteCards: z.int().min(0),
  /**
   * Running protections (not voided; the latest end per customer) that end today or within 30 days (rule R4);
   * `daysLeft` 0 is the last protected day. Customers in 成交 or 维护 are left out: nobody else may register them.
   */
  protectionEnding: z.object({
    total: z.int().min(0),
    lines: z.array(
      z.object({
        customerId: idSchema,
        customerName: z.string(),
        ownerName: z.string().nullable(),
        registrationNumber: z.string(),
        protectedUntil: calendarDaySchema,
        daysLeft: z.int().min(0),
      }),
    ),
  }),
  /**
   * Deadlines and openings from now to the end of the 14th day ahead, of tenders that are not decided
   * (not won, lost, tenderFailed, withdrawn). `enrolment` only before enrolling (tracking, announced);
   * `submission` only before submitting (also enrolled, preparing); `opening` always.
   */
  tenderDates: z.object({
    total: z.int().min(0),
    lines: z.array(
      z.object({
        customerId: idSchema,
        customerName: z.string(),
        tenderId: idSchema,
        tenderTitle: z.string(),
        kind: z.enum(['enrolment', 'submission', 'opening']),
        at: instantSchema,
        daysLeft: z.int().min(0),
      }),
    ),
  }),
  /** Bid securities paid and neither returned nor forfeited whose day of return has come or is within 7 days. */
  securitiesDue: z.object({
    total: z.int().min(0),
    /** Of all of them, not only of the lines. */
    amountFen: z.int().min(0),
    lines: z.array(
      z.object({
        customerId: idSchema,
        customerName: z.string(),
        tenderId: idSchema,
        tenderTitle: z.string(),
        amountFen: z.int().min(0),
        refundDueOn: calendarDaySchema,
        /** Negative: overdue by so many days. */
        daysLeft: z.int(),
      }),
    ),
  }),
})
export type TodaySummary = z.output<typeof todaySummarySchema>

export const todayOperations = {
  /** The Today page. Backup health comes from `backup.status`. */
  'today.summary': { access: 'read', input: z.object({}), output: todaySummarySchema },
} as const satisfies Operations
