import { expect, it } from 'vitest'
import { day } from '../calendar-day.ts'
import { idleOn } from './idle.ts'

it.each([
  ['2026-08-31', 2, '2026-11-01'],
  ['2026-12-31', 2, '2027-03-01'],
  ['2026-09-22', 2, '2026-11-23'],
])('after an action on %s and %i months is idle on %s', (last, months, expected) => {
  expect(idleOn(day(last), months)).toBe(expected)
})
