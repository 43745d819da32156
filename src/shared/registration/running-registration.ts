import type { CalendarDay } from '../calendar-day.ts'
import type { Registration } from './registration.ts'

type Standing = Pick<Registration, 'id' | 'salespersonId' | 'registeredOn' | 'protectedUntil' | 'voidedAt'>

/** The registration that counts: the last one that is not voided. An assignment's registration takes the place of earlier ones. */
export function currentRegistration<R extends Standing>(registrations: readonly R[]): R | null {
  return registrations
    .filter(({ voidedAt }) => voidedAt === null)
    .reduce<R | null>((last, next) => (last === null || isAfter(next, last) ? next : last), null)
}

/** The registration that protects the customer on `today`, if any; the last day still protects (rule R4). */
export function runningRegistration<R extends Standing>(
  registrations: readonly R[],
  today: CalendarDay,
): R | null {
  const current = currentRegistration(registrations)
  return current !== null && current.registeredOn <= today && today <= current.protectedUntil ? current : null
}

function isAfter(one: Standing, other: Standing): boolean {
  return one.registeredOn === other.registeredOn ? one.id > other.id : one.registeredOn > other.registeredOn
}
