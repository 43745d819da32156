import { plainText } from '../plain-text.ts'
import { isIdentityNumber, isOrganisationCode } from './identity-numbers.ts'

/** The 31 characters of GB 32100-2015; I, O, Z, S and V are left out because they read like digits or each other. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const codeLength = 18

/** First two digits of GB/T 2260; 10 stands for units registered by central bodies. */
const provincePrefixes = new Set(
  '10 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(
    ' ',
  ),
)

export type CreditCodeProblem =
  | 'empty'
  | 'digitsLost' // Excel kept it as a number, the tail is gone
  | 'character' // a character outside the alphabet
  | 'length'
  | 'identityNumber' // a person's identity number, not a company's code
  | 'checkCharacter'

export type CreditCodeCheck =
  | { readonly state: 'valid'; readonly code: string }
  | {
      readonly state: 'invalid'
      readonly problem: CreditCodeProblem
      readonly message: string
      /** What was typed, normalised, for `creditCodeClaimed`. */
      readonly code: string
    }

export interface CreditCodeParts {
  readonly authority: string
  readonly category: string
  /** Six digits of GB/T 2260, of the place that registered it. */
  readonly regionCode: string
  /** GB 11714, nine characters. */
  readonly organisationCode: string
}

/** Full width, spaces, hyphens and lower case are how people type it; none of them means anything. */
export function normalizeCreditCode(text: string): string {
  return plainText(text)
    .replace(/^(统一社会信用代码|社会信用代码|信用代码|纳税人识别号|税号)[:\s]*/u, '')
    .replace(/['\s\-‐‑‒–—―−]/gu, '')
    .toUpperCase()
}

/** The check character that GB 32100-2015 gives to the first 17; null when one of them is not in the alphabet. */
export function creditCodeCheckCharacter(first17: string): string | null {
  if (first17.length !== codeLength - 1) return null
  let sum = 0
  let weight = 1
  for (const character of first17) {
    const value = alphabet.indexOf(character)
    if (value < 0) return null
    sum += value * weight
    weight = (weight * 3) % 31 // the standard's weights are the powers of 3 modulo 31
  }
  return alphabet.charAt((31 - (sum % 31)) % 31)
}

export function isValidCreditCode(code: string): boolean {
  return code.length === codeLength && creditCodeCheckCharacter(code.slice(0, 17)) === code.charAt(17)
}

/**
 * Checks what a person typed or a sheet holds, and says honestly what is known about an error.
 *
 * The check character finds every single wrong character and every swap of two of the first 17 positions, but it
 * cannot tell where the error is; so the message names a part only when the inner check of positions 9–17
 * (GB 11714) or the region code speaks, and otherwise asks to compare character by character.
 */
export function checkCreditCode(text: string): CreditCodeCheck {
  const lost = digitsLostProblem(text)
  if (lost !== null) return lost
  const code = normalizeCreditCode(text)
  if (code === '') return { state: 'invalid', problem: 'empty', message: '未填写统一社会信用代码', code }
  if (isValidCreditCode(code)) return { state: 'valid', code }

  const lengthMessage = code.length === codeLength ? '' : `应为 18 位，现为 ${[...code].length} 位`
  const strangers = [...code]
    .map((character, index) => ({ character, index }))
    .filter(({ character }) => !alphabet.includes(character))
  if (isIdentityNumber(code)) {
    return {
      state: 'invalid',
      problem: 'identityNumber',
      message: '这是个人身份证号的格式，不是统一社会信用代码',
      code,
    }
  }
  if (strangers.length > 0) {
    const named = strangers.slice(0, 3).map(({ character, index }) => `第 ${index + 1} 位“${character}”`)
    const rest = strangers.length > 3 ? `等 ${strangers.length} 处` : ''
    const hint = strangers.some(({ character }) => 'IOZSV'.includes(character))
      ? '（代码不使用字母 I、O、Z、S、V）'
      : ''
    const message = `${named.join('、')}${rest}不能用于统一社会信用代码${hint}${lengthMessage && `；${lengthMessage}`}`
    return { state: 'invalid', problem: 'character', message, code }
  }
  if (lengthMessage !== '') {
    return { state: 'invalid', problem: 'length', message: `${lengthMessage}${olderNumberHint(code)}`, code }
  }
  if (isFifteenDigitsKept(code)) {
    return { state: 'invalid', problem: 'digitsLost', message: digitsLostMessage, code }
  }
  return { state: 'invalid', problem: 'checkCharacter', message: doubtfulPartMessage(code), code }
}

/** What the positions say; only for a valid code. */
export function creditCodeParts(code: string): CreditCodeParts {
  return {
    authority: authorities[code.charAt(0)] ?? '其他',
    category: categories[code.slice(0, 2)] ?? '其他',
    regionCode: code.slice(2, 8),
    organisationCode: code.slice(8, 17),
  }
}

const authorities: Readonly<Record<string, string>> = {
  1: '机构编制',
  2: '外交',
  3: '司法行政',
  4: '文化',
  5: '民政',
  6: '旅游',
  7: '宗教',
  8: '工会',
  9: '市场监督管理',
  A: '中央军委改革和编制办公室',
  N: '农业农村',
  Y: '其他',
}

const categories: Readonly<Record<string, string>> = {
  11: '机关',
  12: '事业单位',
  13: '群众团体',
  31: '律师事务所',
  32: '公证处',
  33: '基层法律服务所',
  34: '司法鉴定机构',
  35: '仲裁委员会',
  51: '社会团体',
  52: '民办非企业单位',
  53: '基金会',
  54: '村（居）民委员会',
  81: '基层工会',
  91: '企业',
  92: '个体工商户',
  93: '农民专业合作社',
  N1: '集体经济组织',
}

const digitsLostMessage = '代码被表格软件当作数字保存，末尾数字已丢失，请按原件重新录入'

/** A spreadsheet keeps 15 digits of a number: 18-digit codes come as `9.13201E+17` or with zeros at the end. */
function digitsLostProblem(text: string): CreditCodeCheck | null {
  const plain = plainText(text).replace(/[\s,]/gu, '')
  if (!/^\d(\.\d+)?E\+?\d{1,2}$/iu.test(plain)) return null
  return { state: 'invalid', problem: 'digitsLost', message: digitsLostMessage, code: plain.toUpperCase() }
}

/** Written with zeros, or as the binary number that the zeros became (`914403001922038016`). */
function isFifteenDigitsKept(code: string): boolean {
  if (!/^\d{18}$/u.test(code)) return false
  const zeros = `${code.slice(0, 15)}000`
  return code === zeros || code === BigInt(Number(zeros)).toString()
}

function olderNumberHint(code: string): string {
  if (code.length === 9 && isOrganisationCode(code)) return '（符合组织机构代码的校验，不是统一社会信用代码）'
  if (code.length === 15 && /^\d{15}$/u.test(code)) return '（15 位数字是旧工商注册号或旧税号的长度）'
  return ''
}

function doubtfulPartMessage(code: string): string {
  const doubtful = [
    ...(/^\d{6}$/u.test(code.slice(2, 8)) && provincePrefixes.has(code.slice(2, 4))
      ? []
      : ['第 3–8 位（行政区划码）']),
    ...(isOrganisationCode(code.slice(8, 17)) ? [] : ['第 9–17 位（主体标识码）']),
  ]
  return doubtful.length === 0
    ? '校验位不符，请逐位核对'
    : `校验位不符，且${doubtful.join('、')}本身也不符合规则，请先核对${doubtful.length > 1 ? '这两段' : '这一段'}`
}
