import { z } from 'zod'

/** Money is an integer number of 分; the safe range covers 90 trillion 元. */
export const fenSchema = z.int({ message: '金额须精确到分' }).min(0, { message: '金额不能为负数' })

/**
 * Reads an amount a person typed in 元: `12,345.6`, `￥1.2万`, `３万元`, `1.5亿`. Exact in decimal, never through a float.
 * Null when it is not an amount, is negative, or has parts smaller than one 分.
 */
export function parseFen(text: string): number | null {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s,，¥￥]/gu, '')
    .replace(/^(人民币|RMB)/iu, '')
  const match = /^(\d+)(?:\.(\d+))?(亿|万)?元?$/u.exec(plain)
  if (match === null) return null
  const decimals = match[2] ?? ''
  const shift = 2 + (match[3] === '亿' ? 8 : match[3] === '万' ? 4 : 0)
  const kept = decimals.slice(0, shift).padEnd(shift, '0')
  if (/[1-9]/u.test(decimals.slice(shift))) return null
  const fen = BigInt((match[1] ?? '') + kept)
  return fen <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(fen) : null
}

/** `1234567` → `12,345.67`; whole amounts keep two decimals so that columns align. */
export function formatYuan(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const digits = String(Math.abs(fen)).padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/gu, ',')
  return `${sign}${whole}.${digits.slice(-2)}`
}

/** `1234567800` → `1,234.5678`: 万元, exact, without trailing zeros. */
export function formatWanYuan(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const digits = String(Math.abs(fen)).padStart(7, '0')
  const whole = digits.slice(0, -6).replace(/\B(?=(\d{3})+$)/gu, ',')
  const decimals = digits.slice(-6).replace(/0+$/u, '')
  return `${sign}${whole}${decimals === '' ? '' : `.${decimals}`}`
}
