import { numberText, type Cell, type CellWarning, type PackedCell } from '../../../shared/import/sheet.ts'
import type { NumberFormat } from './number-format.ts'

const dayMs = 86_400_000
/** Serial 1 is 1 January 1900; the day before 1 March 1900 is counted although it never was (Lotus 1-2-3). */
const epoch1900 = Date.UTC(1899, 11, 30)
const epoch1904 = Date.UTC(1904, 0, 1)
const lotusSerial = 60
/** 31 December 9999, the last day that Excel shows. */
const lastSerial = 2_958_465
/** From here on a number has 16 digits, one more than a spreadsheet keeps. */
const firstLossyNumber = 1e15

const digitsLost: readonly CellWarning[] = ['digits-lost']
const oddDate: readonly CellWarning[] = ['odd-date']
const none: readonly CellWarning[] = []

/** What a number says under its format. Bare where it says no more than itself. */
export function numberCell(value: number, format: NumberFormat, is1904: boolean): PackedCell {
  switch (format.shows) {
    case 'date':
    case 'time':
      return dateCell(value, format, is1904)
    case 'elapsed':
      return timeCell(value * dayMs, format)
    case 'number':
    case 'text':
      return plainNumber(value, format)
  }
}

/** Numbers with a format of their own, so that equal ones can share one object (see {@link NumberCells}). */
function plainNumber(value: number, format: NumberFormat): PackedCell {
  const isLossy = Math.abs(value) >= firstLossyNumber
  if (format.code === null && !isLossy) return value
  return {
    kind: 'number',
    text: textOfNumber(value, format),
    value,
    ...(format.code === null ? {} : { format: format.code }),
    warnings: isLossy ? digitsLost : none,
  }
}

function textOfNumber(value: number, format: NumberFormat): string {
  if (format.leadingZeros > 0 && Number.isInteger(value) && value >= 0) {
    return numberText(value).padStart(format.leadingZeros, '0')
  }
  return format.isPercent ? `${numberText(value * 100)}%` : numberText(value)
}

function dateCell(serial: number, format: NumberFormat, is1904: boolean): PackedCell {
  if (serial < 0 || serial > lastSerial || Number.isNaN(serial)) return oddNumber(serial, format)
  const milliseconds = Math.round(serial * 86_400) * 1000
  if (milliseconds < dayMs && !is1904) {
    // A bare 0 under a date format is a formula's "nothing", not a day and not midnight.
    return serial === 0 && format.shows === 'date'
      ? oddNumber(serial, format)
      : timeCell(milliseconds, format)
  }
  if (is1904 && format.shows === 'time' && milliseconds < dayMs) return timeCell(milliseconds, format)
  // Before 1 March 1900 serials are one day ahead of the epoch that suits all later ones.
  const shift = !is1904 && serial < lotusSerial ? dayMs : 0
  const iso = new Date((is1904 ? epoch1904 : epoch1900) + shift + milliseconds).toISOString()
  return isoCell(iso.slice(0, 10), iso.slice(11, 19), format.code)
}

/** A day, or an instant where the clock is not at midnight; also for ISO dates that some files write as text. */
export function isoCell(dayText: string, clock: string, formatCode: string | null): Cell {
  const format = formatCode === null ? {} : { format: formatCode }
  if (clock === '00:00:00') return { kind: 'day', text: dayText, value: dayText, ...format, warnings: none }
  return {
    kind: 'instant',
    text: `${dayText} ${clock}`,
    value: `${dayText}T${clock}`,
    ...format,
    warnings: none,
  }
}

function timeCell(milliseconds: number, format: NumberFormat): PackedCell {
  if (milliseconds < 0) return oddNumber(milliseconds / dayMs, format)
  const seconds = Math.round(milliseconds / 1000)
  const text = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
  return {
    kind: 'time',
    text,
    value: text,
    ...(format.code === null ? {} : { format: format.code }),
    warnings: none,
  }
}

function oddNumber(value: number, format: NumberFormat): Cell {
  return {
    kind: 'number',
    text: numberText(value),
    value,
    ...(format.code === null ? {} : { format: format.code }),
    warnings: oddDate,
  }
}

const mostShared = 50_000

/**
 * Makes number cells and lets equal ones share one object: a date column of 100,000 rows has a few thousand
 * different days.
 */
export class NumberCells {
  readonly #is1904: boolean
  readonly #shared = new Map<NumberFormat, Map<number, PackedCell>>()

  constructor(is1904: boolean) {
    this.#is1904 = is1904
  }

  get(value: number, format: NumberFormat): PackedCell {
    if (format.code === null && Math.abs(value) < firstLossyNumber) return value
    let cells = this.#shared.get(format)
    if (cells === undefined) this.#shared.set(format, (cells = new Map<number, PackedCell>()))
    const known = cells.get(value)
    if (known !== undefined) return known
    const cell = numberCell(value, format, this.#is1904)
    if (cells.size < mostShared) cells.set(value, cell)
    return cell
  }
}
