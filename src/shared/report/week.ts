import { z } from 'zod'
import { addDays, day, type CalendarDay } from '../calendar-day.ts'

/** An ISO 8601 week, `2026-W47`: Monday to Sunday, week 1 holds the first Thursday. */
export const weekSchema = z
  .string()
  .regex(/^\d{4}-W\d{2}$/u, { message: '周的写法为 年-W周次，例如 2026-W47' })
  .refine((week) => weekDays(week) !== null, { message: '这一年没有这一周' })

export interface Week {
  readonly monday: CalendarDay
  readonly sunday: CalendarDay
}

/** Monday and Sunday of an ISO week, or null when the year has no such week. */
export function weekDays(week: string): Week | null {
  const year = Number(week.slice(0, 4))
  const number = Number(week.slice(6))
  if (number < 1) return null
  const fourth = day(`${week.slice(0, 4)}-01-04`)
  const monday = addDays(fourth, 1 - weekdayOf(fourth) + (number - 1) * 7)
  // The year of a week is the year of its Thursday.
  return Number(addDays(monday, 3).slice(0, 4)) === year ? { monday, sunday: addDays(monday, 6) } : null
}

export function weekOf(on: CalendarDay): string {
  const thursday = addDays(on, 4 - weekdayOf(on))
  const year = thursday.slice(0, 4)
  const dayOfYear = Math.round((Date.parse(thursday) - Date.parse(`${year}-01-01`)) / 86_400_000)
  return `${year}-W${String(Math.floor(dayOfYear / 7) + 1).padStart(2, '0')}`
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(on: CalendarDay): number {
  return ((new Date(`${on}T00:00:00.000Z`).getUTCDay() + 6) % 7) + 1
}
