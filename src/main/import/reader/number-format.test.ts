import { describe, expect, it } from 'vitest'
import { unpackCell } from '../../../shared/import/sheet.ts'
import { numberCell } from './number-cell.ts'
import { builtinNumberFormat, generalFormat, parseNumberFormat } from './number-format.ts'

describe('parseNumberFormat', () => {
  it.each([
    ['General', 'number'],
    ['G/通用格式', 'number'],
    ['0.00', 'number'],
    ['#,##0.00;[Red]-#,##0.00', 'number'],
    ['0.00E+00', 'number'],
    ['"day" 0', 'number'],
    ['0\\d', 'number'],
    ['[DBNum2][$-804]0', 'number'],
    ['¥#,##0.00_);(¥#,##0.00)', 'number'],
    ['_ * #,##0.00_ ;_ * -#,##0.00_ ', 'number'],
    ['yyyy-mm-dd', 'date'],
    ['[$-804]yyyy"年"m"月"d"日";@', 'date'],
    ['[DBNum1][$-804]yyyy"年"m"月"', 'date'],
    ['m"月"d"日"', 'date'],
    ['aaaa', 'date'],
    ['e"年"', 'date'],
    ['mmm-yy', 'date'],
    ['yyyy/m/d h:mm', 'date'],
    ['h:mm AM/PM', 'time'],
    ['上午/下午h"时"mm"分"', 'time'],
    ['mm:ss.0', 'time'],
    ['[h]:mm:ss', 'elapsed'],
    ['[mm]:ss', 'elapsed'],
    ['@', 'text'],
    ['"unclosed', 'number'],
    ['', 'number'],
  ])('%s shows a %s', (code, shows) => {
    expect(parseNumberFormat(code).shows).toBe(shows)
  })

  it.each([
    [14, 'date'],
    [17, 'date'],
    [22, 'date'],
    [27, 'date'],
    [31, 'date'],
    [33, 'time'],
    [36, 'date'],
    [45, 'time'],
    [46, 'elapsed'],
    [50, 'date'],
    [55, 'time'],
    [57, 'date'],
    [58, 'date'],
    [4, 'number'],
    [11, 'number'],
    [49, 'text'],
    [99, 'number'],
  ])('built-in format %i shows a %s', (id, shows) => {
    expect(builtinNumberFormat(id).shows).toBe(shows)
  })
})

describe('numberCell', () => {
  const cell = (value: number, code: string, is1904 = false) => {
    const { kind, text, warnings } = unpackCell(numberCell(value, parseNumberFormat(code), is1904))
    return [kind, text, ...warnings]
  }

  it.each([
    [45_356, 'yyyy/m/d', ['day', '2024-03-05']],
    [45_356.395_833_333_336, 'yyyy/m/d h:mm', ['instant', '2024-03-05 09:30:00']],
    // A format without a clock hides the time of day; the cell still has it.
    [45_356.5, 'yyyy/m/d', ['instant', '2024-03-05 12:00:00']],
    [45_356.999_999_999, 'yyyy/m/d', ['day', '2024-03-06']],
    [0.5, 'h:mm', ['time', '12:00:00']],
    [0.5, 'yyyy/m/d', ['time', '12:00:00']],
    [45_356, 'h:mm', ['day', '2024-03-05']],
    [1.25, '[h]:mm', ['time', '30:00:00']],
    [1, 'yyyy/m/d', ['day', '1900-01-01']],
    [59, 'yyyy/m/d', ['day', '1900-02-28']],
    [61, 'yyyy/m/d', ['day', '1900-03-01']],
    [2_958_465, 'yyyy/m/d', ['day', '9999-12-31']],
    [2_958_466, 'yyyy/m/d', ['number', '2958466', 'odd-date']],
    [-1, 'yyyy/m/d', ['number', '-1', 'odd-date']],
    [0, 'yyyy/m/d', ['number', '0', 'odd-date']],
    [50_011, '000000', ['number', '050011']],
    [0.1 + 0.2, '0.00', ['number', '0.3']],
    [0.125, '0.0%', ['number', '12.5%']],
    [13_800_138_000, '0.00E+00', ['number', '13800138000']],
    [999_999_999_999_999, '0', ['number', '999999999999999']],
    [1e15, '0', ['number', '1000000000000000', 'digits-lost']],
    [9.132_010_633_334_44e17, '0', ['number', '913201063333444000', 'digits-lost']],
  ])('%d under %s', (value, code, expected) => {
    expect(cell(value, code)).toEqual(expected)
  })

  it('counts from 1904 where the book says so', () => {
    expect(cell(43_894, 'yyyy/m/d', true)).toEqual(['day', '2024-03-05'])
    expect(cell(0, 'yyyy/m/d', true)).toEqual(['day', '1904-01-01'])
    expect(cell(0.25, 'h:mm', true)).toEqual(['time', '06:00:00'])
  })

  it('leaves a plain number bare', () => {
    expect(numberCell(13_800_138_000, generalFormat, false)).toBe(13_800_138_000)
  })

  it('agrees with the calendar on every day of two centuries', () => {
    const format = parseNumberFormat('yyyy-mm-dd')
    for (let serial = 61; serial < 73_050; serial += 1) {
      const expected = new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10)
      expect(unpackCell(numberCell(serial, format, false)).value).toBe(expected)
    }
  })
})
