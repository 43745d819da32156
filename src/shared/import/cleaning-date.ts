import { addDays, day, isCalendarDay, type CalendarDay } from '../calendar-day.ts'
import { plainText } from '../plain-text.ts'
import { CleaningTrail, cleanPlain, type Cleaned } from './cleaning.ts'

const clock =
  /[\sT]*(?:上午|下午|晚上|AM|PM)?\s*\d{1,2}\s*(?:[:：]|时|点)\s*(?:\d{1,2}\s*(?:(?:[:：]|分)\s*(?:\d{1,2}(?:\.\d+)?秒?)?)?)?\s*(?:AM|PM)?(?:Z|[+-]\d\d:?\d\d)?$/iu
const weekday = /\s*[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?\s*/u
const chineseDigits = '〇一二三四五六七八九'
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * Reads a day in the ways Chinese sheets write it: `2024.3.5`, `2024/3/5`, `2024年3月5日`, `20240305`, `24-3-5` (told),
 * an Excel serial number, with or without a time. A month without a day and a day that does not exist are problems,
 * never filled in. `today` decides the century of a two-digit year: no day more than ten years ahead.
 */
export function cleanDate(cell: string | number, today: CalendarDay): Cleaned<CalendarDay | null> {
  const trail = new CleaningTrail()
  const text = cleanPlain(cell, trail)
  if (text === '') return { value: null, changes: trail.changes }
  const done = (value: CalendarDay | null, problem?: string): Cleaned<CalendarDay | null> => {
    if (value !== null) trail.step('date', undressed, value)
    return { value, changes: trail.changes, ...(problem !== undefined && { problem }) }
  }

  let undressed = plainText(text)
  const serial = /^(\d{5})(?:\.\d+)?$/u.exec(undressed)
  if (serial !== null) {
    const value = dayOfSerial(Number(serial[1]))
    if (value !== null)
      return { value, changes: (trail.step('excelSerial', undressed, value), trail.changes) }
  }
  const withoutWeekday = undressed.replace(weekday, ' ').trim()
  const withoutTime = withoutWeekday.replace(clock, '').trim()
  if (withoutTime !== withoutWeekday && withoutTime !== '')
    undressed = trail.step('time', undressed, withoutTime)
  else undressed = withoutWeekday

  const parts = readParts(undressed)
  if (parts === null) {
    return done(null, isMonthOnly(undressed) ? `“${text}”只有年月，缺少日` : `“${text}”不是日期`)
  }
  const [yearText, month, dayOfMonth, note] = parts
  const year = yearText.length === 2 ? centuryOf(Number(yearText), today) : Number(yearText)
  const iso = `${String(year).padStart(4, '0')}-${pad(month)}-${pad(dayOfMonth)}`
  if (!isCalendarDay(iso)) return done(null, `“${text}”不是存在的日期`)
  if (yearText.length === 2) return done(iso, `年份只有两位，按 ${year} 年理解`)
  return done(iso, note)
}

function readParts(text: string): [string, number, number, string?] | null {
  const arabic = text
    .replace(/[〇零一二三四五六七八九十]+(?=年)/gu, chineseYear)
    .replace(/[一二三四五六七八九十]+(?=[月日号])/gu, chineseNumber)
  const ordered =
    /^(\d{4}|\d{2})\s*(?:年|[-–—/.\\,，、\s])\s*(\d{1,2})\s*(?:月|[-–—/.\\,，、\s])\s*(\d{1,2})\s*(?:日|号)?\.?$/u.exec(
      arabic,
    )
  if (ordered !== null) return [ordered[1] ?? '', Number(ordered[2]), Number(ordered[3])]
  const packed = /^(\d{4})(\d{2})(\d{2})$/u.exec(arabic)
  if (packed !== null) return [packed[1] ?? '', Number(packed[2]), Number(packed[3])]
  const american = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/u.exec(arabic)
  if (american !== null) {
    const [first, second] = [Number(american[1]), Number(american[2])]
    if (first > 12) return [american[3] ?? '', second, first]
    const note = second > 12 ? undefined : `按 ${first} 月 ${second} 日理解`
    return note === undefined ? [american[3] ?? '', first, second] : [american[3] ?? '', first, second, note]
  }
  const named = /^(\d{1,2})[-\s]?([a-z]{3})[a-z]*\.?[-\s,]*(\d{4}|\d{2})$/iu.exec(arabic) ?? null
  if (named !== null && monthOf(named[2]) > 0) return [named[3] ?? '', monthOf(named[2]), Number(named[1])]
  const monthFirst = /^([a-z]{3})[a-z]*\.?\s*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})$/iu.exec(arabic)
  if (monthFirst !== null && monthOf(monthFirst[1]) > 0)
    return [monthFirst[3] ?? '', monthOf(monthFirst[1]), Number(monthFirst[2])]
  return null
}

function isMonthOnly(text: string): boolean {
  return /^\d{4}\s*(?:年|[-/.])\s*\d{1,2}\s*月?$|^\d{4}\s*年?$|^\d{6}$/u.test(text)
}

function monthOf(name: string | undefined): number {
  return monthNames.indexOf((name ?? '').toLowerCase()) + 1
}

/** The 1900 date system; its false 29 February 1900 lies before any date we accept. */
function dayOfSerial(serial: number): CalendarDay | null {
  return serial >= 10_000 && serial <= 80_000 ? addDays(day('1900-01-01'), serial - 2) : null
}

function centuryOf(twoDigits: number, today: CalendarDay): number {
  const thisYear = Number(today.slice(0, 4))
  const guess = Math.floor(thisYear / 100) * 100 + twoDigits
  return guess > thisYear + 10 ? guess - 100 : guess
}

function chineseYear(text: string): string {
  return [...text.replaceAll('零', '〇')].map((character) => chineseDigits.indexOf(character)).join('')
}

function chineseNumber(text: string): string {
  const [tens, ones] = text.includes('十') ? text.split('十') : ['', text]
  const digit = (character: string | undefined, whenEmpty: number): number =>
    character === undefined || character === '' ? whenEmpty : chineseDigits.indexOf(character)
  return String((text.includes('十') ? digit(tens, 1) : 0) * 10 + digit(ones, 0))
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
