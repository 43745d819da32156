import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkCreditCode,
  creditCodeCheckCharacter,
  creditCodeParts,
  isValidCreditCode,
  normalizeCreditCode,
} from './credit-code.ts'
import { isIdentityNumber, isOrganisationCode } from './identity-numbers.ts'

const alphabet = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
const first17 = fc
  .array(fc.constantFrom(...alphabet), { minLength: 17, maxLength: 17 })
  .map((characters) => characters.join(''))
const validCode = first17.map((text) => `${text}${creditCodeCheckCharacter(text)}`)

/** Codes that companies publish about themselves. */
const published = [
  ['华为技术有限公司', '914403001922038216'],
  ['深圳市腾讯计算机系统有限公司', '9144030071526726XG'],
  ['小米科技有限责任公司', '91110108551385082Q'],
  ['北京百度网讯科技有限公司', '91110000802100433B'],
  ['阿里巴巴（中国）有限公司', '91330100799655058B'],
] as const

describe('checkCreditCode', () => {
  it.each(published)('accepts the code of %s', (_, code) => {
    expect(checkCreditCode(code)).toEqual({ state: 'valid', code })
    expect(isOrganisationCode(code.slice(8, 17))).toBe(true)
  })

  it.each([
    ['full width', '９１４４０３００７１５２６７２６ＸＧ'],
    ['lower case', '9144030071526726xg'],
    ['spaces in groups', '9144 0300 7152 6726 XG'],
    ['hyphens and a non-breaking space', '914403-00-71526726X\u00A0G'],
    ['an apostrophe of a spreadsheet', "'9144030071526726XG"],
    ['a label before it', '统一社会信用代码：9144030071526726XG'],
    ['zero width marks', '\u200B9144030071526726XG\uFEFF'],
  ])('normalises %s', (_, typed) => {
    expect(checkCreditCode(typed)).toEqual({ state: 'valid', code: '9144030071526726XG' })
  })

  it.each([
    ['', 'empty', '未填写统一社会信用代码'],
    [
      '914403001922O38216',
      'character',
      '第 13 位“O”不能用于统一社会信用代码（代码不使用字母 I、O、Z、S、V）',
    ],
    ['914403001922038*16', 'character', '第 16 位“*”不能用于统一社会信用代码'],
    [
      '9144030019220382S',
      'character',
      '第 17 位“S”不能用于统一社会信用代码（代码不使用字母 I、O、Z、S、V）；应为 18 位，现为 17 位',
    ],
    ['91440300192203821', 'length', '应为 18 位，现为 17 位'],
    ['9144030019220382166', 'length', '应为 18 位，现为 19 位'],
    ['192203821', 'length', '应为 18 位，现为 9 位（符合组织机构代码的校验，不是统一社会信用代码）'],
    ['192203822', 'length', '应为 18 位，现为 9 位'],
    ['440301103097413', 'length', '应为 18 位，现为 15 位（15 位数字是旧工商注册号或旧税号的长度）'],
    ['9.14403E+17', 'digitsLost', '代码被表格软件当作数字保存，末尾数字已丢失，请按原件重新录入'],
    ['914403001922038000', 'digitsLost', '代码被表格软件当作数字保存，末尾数字已丢失，请按原件重新录入'],
    ['11010519491231002X', 'identityNumber', '这是个人身份证号的格式，不是统一社会信用代码'],
    ['914403001922038217', 'checkCharacter', '校验位不符，请逐位核对'],
    ['814403001922038216', 'checkCharacter', '校验位不符，请逐位核对'],
    [
      '914403001922033216',
      'checkCharacter',
      '校验位不符，且第 9–17 位（主体标识码）本身也不符合规则，请先核对这一段',
    ],
    [
      '919903001922038216',
      'checkCharacter',
      '校验位不符，且第 3–8 位（行政区划码）本身也不符合规则，请先核对这一段',
    ],
  ])('says what is known about %s', (typed, problem, message) => {
    expect(checkCreditCode(typed)).toMatchObject({ state: 'invalid', problem, message })
  })

  it('accepts every code whose check character is right', () => {
    fc.assert(fc.property(validCode, (code) => isIdentityNumber(code) || isValidCreditCode(code)))
  })

  it('finds every single wrong character', () => {
    fc.assert(
      fc.property(validCode, fc.nat(17), fc.constantFrom(...alphabet), (code, position, character) => {
        fc.pre(code.charAt(position) !== character)
        return !isValidCreditCode(code.slice(0, position) + character + code.slice(position + 1))
      }),
    )
  })

  it('finds every swap of two different characters, except of the first with the check character', () => {
    fc.assert(
      fc.property(validCode, fc.nat(17), fc.nat(17), (code, one, other) => {
        const [low, high] = one < other ? [one, other] : [other, one]
        fc.pre(code.charAt(low) !== code.charAt(high))
        const swapped =
          code.slice(0, low) +
          code.charAt(high) +
          code.slice(low + 1, high) +
          code.charAt(low) +
          code.slice(high + 1)
        return isValidCreditCode(swapped) === (low === 0 && high === 17)
      }),
      { numRuns: 500 },
    )
  })

  it('normalises once and for all', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (text) => normalizeCreditCode(normalizeCreditCode(text)) === normalizeCreditCode(text),
      ),
    )
  })
})

it('reads the parts of a code', () => {
  expect(creditCodeParts('914403001922038216')).toEqual({
    authority: '市场监督管理',
    category: '企业',
    regionCode: '440300',
    organisationCode: '192203821',
  })
})
