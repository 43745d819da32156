import { formatYuan } from '../money.ts'
import { plainText } from '../plain-text.ts'
import { CleaningTrail, cleanPlain, type Cleaned } from './cleaning.ts'

export type MoneyUnit = '元' | '万元'

const unitDigits: Readonly<Record<string, number>> = {
  元: 0,
  圆: 0,
  块: 0,
  十: 1,
  百: 2,
  千: 3,
  k: 3,
  万: 4,
  w: 4,
  十万: 5,
  百万: 6,
  千万: 7,
  亿: 8,
}
const foreign = /USD|US\$|\$|美元|美金|EUR|€|欧元|HKD|HK\$|港[元币]|JPY|日元|GBP|£|英镑/iu

/**
 * Reads an amount into integer 分, exactly: the digits are shifted as text and never become a float. A unit in the
 * cell (元, 万, 亿 …) wins over the column's. Ranges, foreign currencies and percentages are problems.
 */
export function cleanMoney(cell: string | number, columnUnit: MoneyUnit = '元'): Cleaned<number | null> {
  const trail = new CleaningTrail()
  const text = cleanPlain(cell, trail)
  if (text === '') return { value: null, changes: trail.changes }
  const refuse = (problem: string): Cleaned<number | null> => ({
    value: null,
    changes: trail.changes,
    problem,
  })

  let plain = plainText(text).replace(/[\s,，]/gu, '')
  if (foreign.test(plain)) return refuse(`“${text}”是外币，请换算为人民币`)
  plain = plain.replace(/^(?:人民币|RMB|CNY|CN¥|[¥￥])+/iu, '').replace(/(?:人民币|RMB|CNY)$/iu, '')
  const exact = plain
    .replace(/^(?:约|大约|约为|近|大概|预计|估算|不超过|≈|~)+/u, '')
    .replace(/(?:左右|上下|以内|余|多|\+)+(?=(?:万|亿|元|$))|(?:左右|上下|以内)$/gu, '')
  if (exact !== plain) plain = trail.step('approximate', plain, exact)
  if (/\d[-–—~～至到]\d/u.test(plain)) return refuse(`“${text}”是范围，不是一个金额`)
  if (plain.endsWith('%')) return refuse(`“${text}”是比例，不是金额`)

  const amount = readArabic(plain, columnUnit) ?? readFormal(plain)
  if (amount === null) return refuse(`“${text}”不是金额`)
  if (amount.isNegative) return refuse(`“${text}”是负数`)
  if (amount.fen > BigInt(Number.MAX_SAFE_INTEGER)) return refuse(`“${text}”超出金额范围`)
  const fen = Number(amount.fen)
  if (amount.isRounded) trail.step('rounding', text, `${formatYuan(fen)} 元`)
  else trail.step('money', text, `${formatYuan(fen)} 元`)
  return { value: fen, changes: trail.changes }
}

interface Amount {
  readonly fen: bigint
  readonly isRounded: boolean
  readonly isNegative: boolean
}

function readArabic(plain: string, columnUnit: MoneyUnit): Amount | null {
  const match =
    /^(-|\()?(?:[¥￥])?(\d*)(?:\.(\d*))?((?:十|百|千)?万|亿|千|百|k|w)?(元|圆|块)?(?:人民币)?(?:整|正)?\)?$/iu.exec(
      plain,
    )
  if (match === null || ((match[2] ?? '') === '' && (match[3] ?? '') === '')) return null
  const unit = match[4]?.toLowerCase()
  const own = unit === undefined ? (match[5] === undefined ? null : 0) : (unitDigits[unit] ?? 0)
  const shift = 2 + (own ?? (columnUnit === '万元' ? 4 : 0))
  const decimals = match[3] ?? ''
  const kept = BigInt((match[2] ?? '') + decimals.slice(0, shift).padEnd(shift, '0'))
  const roundsUp = (decimals[shift] ?? '0') >= '5'
  return {
    fen: roundsUp ? kept + 1n : kept,
    isRounded: /[1-9]/u.test(decimals.slice(shift)),
    isNegative: match[1] !== undefined && kept > 0n,
  }
}

const formalDigits = '零壹贰叁肆伍陆柒捌玖'
const plainDigits = '〇一二三四五六七八九'

/** 大写金额 such as 壹佰贰拾万元整, and the same in everyday numerals. */
function readFormal(plain: string): Amount | null {
  const folded = [
    ...plain
      .replace(/[整正]$/u, '')
      .replaceAll('圆', '元')
      .replaceAll('两', '贰')
      .replaceAll('○', '零'),
  ]
    .map((character) =>
      plainDigits.includes(character) ? formalDigits.charAt(plainDigits.indexOf(character)) : character,
    )
    .join('')
    .replaceAll('十', '拾')
    .replaceAll('百', '佰')
    .replaceAll('千', '仟')
  const match =
    /^([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元?(?:([壹贰叁肆伍陆柒捌玖])角)?零?(?:([壹贰叁肆伍陆柒捌玖])分)?$/u.exec(
      folded,
    )
  if (match === null) return null
  let total = 0n
  let section = 0n
  let digit = 0n
  for (const character of match[1] ?? '') {
    const value = formalDigits.indexOf(character)
    if (value >= 0) digit = BigInt(value)
    else if (character === '万' || character === '亿') {
      total = (total + section + digit) * (character === '万' ? 10_000n : 100_000_000n)
      section = 0n
      digit = 0n
    } else {
      section += (digit === 0n ? 1n : digit) * (character === '拾' ? 10n : character === '佰' ? 100n : 1000n)
      digit = 0n
    }
  }
  const small = (text: string | undefined): bigint =>
    text === undefined ? 0n : BigInt(formalDigits.indexOf(text))
  return {
    fen: (total + section + digit) * 100n + small(match[2]) * 10n + small(match[3]),
    isRounded: false,
    isNegative: false,
  }
}
