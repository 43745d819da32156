import { z } from 'zod'

/** A day as `YYYY-MM-DD` on the calendar of Asia/Shanghai, whatever the PC's zone (rule R18). */
export type CalendarDay = string & { readonly __calendarDay: unique symbol }

const shanghaiOffsetMs = 8 * 60 * 60 * 1000
const dayMs = 24 * 60 * 60 * 1000

export function isCalendarDay(text: string): text is CalendarDay {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (match === null) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return (
    year >= 1900 && year <= 2199 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  )
}

/** For days written in code and tests; throws on a day that does not exist. */
export function day(text: string): CalendarDay {
  if (!isCalendarDay(text)) throw new RangeError(`Not a calendar day: ${text}`)
  return text
}

export const calendarDaySchema = z
  .string()
  .refine(isCalendarDay, { message: '日期须为存在的年-月-日，例如 2026-11-22' })

/** An instant as UTC ISO text with milliseconds, e.g. `2026-11-22T01:30:00.000Z`. */
export const instantSchema = z.iso.datetime({ message: '时间格式不正确' })

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** The day on the wall calendar of Shanghai at an instant. China has had no summer time since 1991; records are younger. */
export function shanghaiDayOf(instant: Date | string): CalendarDay {
  const time = typeof instant === 'string' ? Date.parse(instant) : instant.getTime()
  if (Number.isNaN(time)) throw new RangeError('Not an instant')
  return day(new Date(time + shanghaiOffsetMs).toISOString().slice(0, 10))
}

/** The first instant of a day in Shanghai. */
export function startOfShanghaiDay(on: CalendarDay): string {
  return new Date(Date.parse(`${on}T00:00:00.000Z`) - shanghaiOffsetMs).toISOString()
}

/** `2026-11-22 09:30` in Shanghai, as screens and paper show an instant. */
export function shanghaiMinuteOf(instant: string): string {
  return new Date(Date.parse(instant) + shanghaiOffsetMs).toISOString().slice(0, 16).replace('T', ' ')
}

/** Turns what an office person types (`2026-11-22 09:30`, Shanghai time) into a UTC instant, or null. */
export function instantFromShanghai(text: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text.trim())
  if (match === null || !isCalendarDay(match[1] ?? '')) return null
  const [hour, minute, second] = [Number(match[2] ?? 0), Number(match[3] ?? 0), Number(match[4] ?? 0)]
  if (hour > 23 || minute > 59 || second > 59) return null
  const utc = Date.parse(`${match[1]}T00:00:00.000Z`) + ((hour * 60 + minute) * 60 + second) * 1000
  return new Date(utc - shanghaiOffsetMs).toISOString()
}

/**
 * Moves by calendar months. A month that lacks the day ends on its own last day:
 * 31 August + 6 months = 28 February (29 in a leap year); 30 November − 9 months = 28 February.
 */
export function addMonths(from: CalendarDay, months: number): CalendarDay {
  const [year, month, dayOfMonth] = partsOf(from)
  const index = year * 12 + (month - 1) + months
  const targetYear = Math.floor(index / 12)
  const targetMonth = index - targetYear * 12 + 1
  return dayOf(targetYear, targetMonth, Math.min(dayOfMonth, daysInMonth(targetYear, targetMonth)))
}

export function addDays(from: CalendarDay, days: number): CalendarDay {
  return day(new Date(Date.parse(`${from}T00:00:00.000Z`) + days * dayMs).toISOString().slice(0, 10))
}

export function daysBetween(from: CalendarDay, to: CalendarDay): number {
  return Math.round((Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / dayMs)
}

export function latestOf(first: CalendarDay, second: CalendarDay | null): CalendarDay {
  return second !== null && second > first ? second : first
}

function partsOf(on: CalendarDay): [number, number, number] {
  return [Number(on.slice(0, 4)), Number(on.slice(5, 7)), Number(on.slice(8, 10))]
}

function dayOf(year: number, month: number, dayOfMonth: number): CalendarDay {
  return day(
    `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`,
  )
}
