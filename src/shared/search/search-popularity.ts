import type { CalendarDay } from '../calendar-day.ts'

export const bucketCount = 8192

/**
 * Where a record stands in the order in which search meets records: 0 is met first, 8191 last.
 *
 * Newer activity weighs most, by the calendar month and not by its age, so that a bucket stays right without being
 * computed again; a full card and a customer that is dealt with are worth about two years each.
 */
export function popularityBucket(record: {
  readonly lastActivityOn: CalendarDay | null
  /** 0–100. */
  readonly completeness: number
  /** 成交 or 维护. */
  readonly isDealtWith: boolean
}): number {
  const months =
    record.lastActivityOn === null
      ? 0
      : Math.max(
          0,
          (Number(record.lastActivityOn.slice(0, 4)) - 2000) * 12 + Number(record.lastActivityOn.slice(5, 7)),
        )
  const worth =
    Math.min(months, 1200) * 6 +
    Math.round(Math.min(100, Math.max(0, record.completeness)) * 1.5) +
    (record.isDealtWith ? 150 : 0)
  return Math.max(0, bucketCount - 1 - worth)
}
