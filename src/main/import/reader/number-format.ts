export interface NumberFormat {
  /** Null for General. */
  readonly code: string | null
  /** `elapsed` counts on past 24 hours ([h]:mm) and never names a day. */
  readonly shows: 'number' | 'date' | 'time' | 'elapsed' | 'text'
  /** For formats made of zeros only (`000000`): how many digits are shown at least. */
  readonly leadingZeros: number
  readonly isPercent: boolean
}

export const generalFormat: NumberFormat = {
  code: null,
  shows: 'number',
  leadingZeros: 0,
  isPercent: false,
}

/**
 * Formats that files name by number only. 27–36 and 50–58 are the ones of Chinese Excel; libraries that forget
 * them turn 2024年3月 into 45356. The codes are those of zh-CN, which 45–47 and 14–22 share with everyone.
 */
const builtinCodes: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'yyyy/m/d',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy/m/d h:mm',
  27: 'yyyy"年"m"月"',
  28: 'm"月"d"日"',
  29: 'm"月"d"日"',
  30: 'm-d-yy',
  31: 'yyyy"年"m"月"d"日"',
  32: 'h"时"mm"分"',
  33: 'h"时"mm"分"ss"秒"',
  34: '上午/下午h"时"mm"分"',
  35: '上午/下午h"时"mm"分"ss"秒"',
  36: 'yyyy"年"m"月"',
  37: '#,##0 ;(#,##0)',
  38: '#,##0 ;[Red](#,##0)',
  39: '#,##0.00;(#,##0.00)',
  40: '#,##0.00;[Red](#,##0.00)',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
  49: '@',
  50: 'yyyy"年"m"月"',
  51: 'm"月"d"日"',
  52: 'yyyy"年"m"月"',
  53: 'm"月"d"日"',
  54: 'm"月"d"日"',
  55: '上午/下午h"时"mm"分"',
  56: '上午/下午h"时"mm"分"ss"秒"',
  57: 'yyyy"年"m"月"',
  58: 'm"月"d"日"',
}

/** The format of a built-in number, unless the file gives that number a code of its own. */
export function builtinNumberFormat(id: number): NumberFormat {
  const code = builtinCodes[id]
  return code === undefined ? generalFormat : parseNumberFormat(code)
}

/**
 * Tells what a number format shows. Only the first section counts (`;` separates the one for negatives), and
 * only letters outside quotes, escapes and brackets: `"month" 0` is a number, `[$-804]yyyy"年"` is a date,
 * `0.00E+00` and `[Red]0` are numbers.
 */
export function parseNumberFormat(code: string): NumberFormat {
  const section = firstSection(code)
  const isElapsed = /\[(h+|m+|s+)\]/iu.test(section)
  const bare = section.replace(/\[[^\]]*\]/gu, '').toLowerCase()
  if (bare.trim() === '' || /^(general|g\/通用格式|通用格式)/u.test(bare.trim())) {
    return isElapsed ? { code, shows: 'elapsed', leadingZeros: 0, isPercent: false } : { ...generalFormat }
  }
  const letters = bare.replace(/e[+-]/gu, '').replace(/am\/pm|a\/p|上午\/下午/gu, 'h')
  const zeros = /^0{2,}$/u.exec(bare.trim())
  return {
    code,
    shows: isElapsed ? 'elapsed' : shownBy(letters),
    leadingZeros: zeros === null ? 0 : zeros[0].length,
    isPercent: bare.includes('%'),
  }
}

function shownBy(letters: string): NumberFormat['shows'] {
  if (letters.includes('@')) return 'text'
  if (/[0#?]/u.test(letters.replace(/ss\.0+/gu, 's'))) return 'number'
  if (/[yd]|aaa|e/u.test(letters)) return 'date'
  if (/[hs]/u.test(letters)) return 'time'
  return letters.includes('m') ? 'date' : 'number'
}

/** The first section, with quoted text, escaped characters, fillers and paddings taken out. */
function firstSection(code: string): string {
  let section = ''
  for (let at = 0; at < code.length; at += 1) {
    const character = code[at]
    if (character === '"') {
      const end = code.indexOf('"', at + 1)
      if (end < 0) break
      at = end
    } else if (character === '[') {
      const end = code.indexOf(']', at)
      if (end < 0) break
      section += code.slice(at, end + 1)
      at = end
    } else if (character === '\\' || character === '_' || character === '*') at += 1
    else if (character === ';') break
    else section += character
  }
  return section
}
