import { addDays, type CalendarDay } from '../../shared/calendar-day.ts'
import { weekDays, weekOf } from '../../shared/report/week.ts'

export interface WeekChoice {
  readonly week: string
  /** `第 47 周` */
  readonly name: string
  /** `11-16 至 11-22` */
  readonly days: string
  readonly year: string
}

/** The week of `today` and those before it, the latest first. */
export function recentWeeks(today: CalendarDay, count: number): WeekChoice[] {
  return Array.from({ length: count }, (_, back) => weekChoice(weekOf(addDays(today, -7 * back))))
}

export function weekChoice(week: string): WeekChoice {
  const days = weekDays(week)
  return {
    week,
    name: `第 ${Number(week.slice(6))} 周`,
    days: days === null ? '' : `${days.monday.slice(5)} 至 ${days.sunday.slice(5)}`,
    year: week.slice(0, 4),
  }
}
