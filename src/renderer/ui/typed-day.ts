import { isCalendarDay, type CalendarDay } from '../../shared/calendar-day.ts'

/**
 * Reads a day as it is typed: `2026-11-22`, `20261122`, `2026/11/22`, `2026年11月22日`, and without a year
 * (`11-22`, `1122`, `11月22日`) the year of `today`. Null when there is no such day.
 */
export function readTypedDay(text: string, today: CalendarDay): CalendarDay | null {
  const plain = text.normalize('NFKC').replace(/\s+/gu, '')
  if (plain === '今天') return today
  const parts =
    /^(\d{4})(\d{2})(\d{2})$/u.exec(plain) ??
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(plain) ??
    withYear(today, /^(\d{1,2})[-/.月](\d{1,2})日?$/u.exec(plain)) ??
    withYear(today, /^(\d{2})(\d{2})$/u.exec(plain))
  if (parts === null) return null
  const [, year = '', month = '', dayOfMonth = ''] = parts
  const written = `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`
  return isCalendarDay(written) ? written : null
}

function withYear(today: CalendarDay, match: RegExpExecArray | null): readonly string[] | null {
  if (match === null) return null
  return [match[0], today.slice(0, 4), match[1] ?? '', match[2] ?? '']
}

/**
 * Reads a time of day: `9:30`, `0930`, `930`, `9点半`, `9点30分`, `17:30`. Null when there is no such time.
 */
export function readTypedTime(text: string): string | null {
  const plain = text
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/点半$/u, ':30')
    .replace(/[点时](?=\d)/gu, ':')
  const match = /^(\d{1,2})(?::(\d{1,2})分?|[点时])?$/u.exec(plain) ?? /^(\d{1,2})(\d{2})$/u.exec(plain)
  if (match === null) return null
  const [hour, minute] = [Number(match[1]), Number(match[2] ?? 0)]
  if (hour > 23 || minute > 59) return null
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/** A day and a time, or a day alone (midnight), or a time alone (today): as `YYYY-MM-DD HH:mm`, or null. */
export function readTypedMinute(text: string, today: CalendarDay): string | null {
  const trimmed = text
    .normalize('NFKC')
    .trim()
    .replace(/日(?=\d)/u, '日 ')
  const dayOnly = readTypedDay(trimmed, today)
  if (dayOnly !== null) return `${dayOnly} 00:00`
  const timeOnly = readTypedTime(trimmed)
  if (timeOnly !== null && /[:点时]/u.test(trimmed)) return `${today} ${timeOnly}`
  const split = /^(.+?)[\sT]+(\S+)$/u.exec(trimmed)
  if (split === null) return null
  const day = readTypedDay(split[1] ?? '', today)
  const time = readTypedTime(split[2] ?? '')
  return day === null || time === null ? null : `${day} ${time}`
}
