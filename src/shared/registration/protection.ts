import { addDays, addMonths, daysBetween, latestOf, type CalendarDay } from '../calendar-day.ts'
import type { Registration } from './registration.ts'

export type Protection =
  | { readonly state: 'pending'; readonly startsOn: CalendarDay }
  | { readonly state: 'active'; readonly protectedUntil: CalendarDay; readonly daysLeft: number }
  | { readonly state: 'lapsed'; readonly since: CalendarDay }

type ProtectionTerms = Pick<Registration, 'registeredOn' | 'protectionMonths' | 'extendedUntil'>

/**
 * The last day a registration protects: calendar months from its day, or the extension if later
 * (an extension never shortens). Registered 31 August, six months: 28 February, 29 in a leap year (rule R4).
 */
export function protectionEnd(terms: ProtectionTerms): CalendarDay {
  return latestOf(addMonths(terms.registeredOn, terms.protectionMonths), terms.extendedUntil)
}

/** Tells how a registration protects (保护期) its customer on `today`; the last day still protects. */
export function protectionOn(terms: ProtectionTerms, today: CalendarDay): Protection {
  const protectedUntil = protectionEnd(terms)
  if (today > protectedUntil) return { state: 'lapsed', since: addDays(protectedUntil, 1) }
  if (today < terms.registeredOn) return { state: 'pending', startsOn: terms.registeredOn }
  return { state: 'active', protectedUntil, daysLeft: daysBetween(today, protectedUntil) }
}

const lateAfterMs = 24 * 60 * 60 * 1000

/** More than 24 hours between developing and entry is late; exactly 24:00:00 is not (rule R2). */
export function isLateRegistration(developedAt: string, registeredAt: string): boolean {
  return Date.parse(registeredAt) - Date.parse(developedAt) > lateAfterMs
}
