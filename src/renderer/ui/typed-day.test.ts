import { describe, expect, it } from 'vitest'
import { day } from '../../shared/calendar-day.ts'
import { readTypedDay, readTypedMinute, readTypedTime } from './typed-day.ts'

const today = day('2026-11-22')

describe('a typed day', () => {
  it.each([
    ['2026-11-05', '2026-11-05'],
    ['20261105', '2026-11-05'],
    ['2026/1/5', '2026-01-05'],
    ['２０２６.１１.５', '2026-11-05'],
    ['2026年11月5日', '2026-11-05'],
    ['11-5', '2026-11-05'],
    ['1105', '2026-11-05'],
    ['3月8日', '2026-03-08'],
    ['今天', '2026-11-22'],
    ['2026-02-29', null],
    ['2028-02-29', '2028-02-29'],
    ['13-01', null],
    ['202611', null],
    ['下周', null],
    ['', null],
  ])('%s is %s', (text, expected) => {
    expect(readTypedDay(text, today)).toBe(expected)
  })
})

describe('a typed time', () => {
  it.each([
    ['9:30', '09:30'],
    ['9：30', '09:30'],
    ['0930', '09:30'],
    ['930', '09:30'],
    ['9点半', '09:30'],
    ['14点05分', '14:05'],
    ['9点', '09:00'],
    ['24:00', null],
    ['9:60', null],
  ])('%s is %s', (text, expected) => {
    expect(readTypedTime(text)).toBe(expected)
  })
})

describe('a typed minute', () => {
  it.each([
    ['2026-11-22 09:30', '2026-11-22 09:30'],
    ['20261122 0930', '2026-11-22 09:30'],
    ['11-22 9点半', '2026-11-22 09:30'],
    ['2026年11月22日9:30', '2026-11-22 09:30'],
    ['9:30', '2026-11-22 09:30'],
    ['2026-12-01', '2026-12-01 00:00'],
    ['2026-12-01 25:00', null],
    ['明天', null],
  ])('%s is %s', (text, expected) => {
    expect(readTypedMinute(text, today)).toBe(expected)
  })
})
