import { addDays, addMonths, type CalendarDay } from '../calendar-day.ts'

/**
 * The first day on which a customer is idle (闲置, rule R6): `idleMonths` calendar months have passed since the last
 * sales action, the last day of them still counting as kept. Last action 31 August, two months: idle on 1 November.
 * Idleness never ends a running protection.
 */
export function idleOn(lastActionOn: CalendarDay, idleMonths: number): CalendarDay {
  return addDays(addMonths(lastActionOn, idleMonths), 1)
}
