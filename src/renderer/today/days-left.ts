import type { CalendarDay } from '../../shared/calendar-day.ts'

/** `今天`, `明天`, `还有 5 天`, `逾期 3 天`. */
export function daysLeftText(daysLeft: number): string {
  if (daysLeft < 0) return `逾期 ${-daysLeft} 天`
  if (daysLeft === 0) return '今天'
  return daysLeft === 1 ? '明天' : `还有 ${daysLeft} 天`
}

/** Vermilion only for what needs action now: at most `urgentDays` ahead, or late. */
export function daysLeftTone(daysLeft: number, urgentDays: number): string {
  return daysLeft <= urgentDays ? 'tone-urgent' : 'tone-soon'
}

const weekdays = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'] as const

export function weekdayOf(on: CalendarDay): string {
  return weekdays[new Date(`${on}T00:00:00.000Z`).getUTCDay()] ?? ''
}
