import { checkCreditCode } from '../customer/credit-code.ts'
import { readPhones } from '../contact/phone.ts'
import { splitTrailingRemark } from '../duplicate/trailing-remark.ts'
import { foldHanzi, halfWidth } from '../plain-text.ts'
import { readRegion, type Region } from '../region/region.ts'
import { CleaningTrail, changed, cleanPlain, emptyToNull, type Cleaned } from './cleaning.ts'

export interface CleanedName extends Cleaned<string | null> {
  /** What stood behind the name, for the card's 备注. */
  readonly remark: string | null
}

/** A company's name as it belongs on the card: one kind of bracket, no spaces between Hanzi, no list number, no remark. */
export function cleanCompanyName(cell: string | number): CleanedName {
  const trail = new CleaningTrail()
  const text = cleanPlain(cell, trail)
  const split = splitTrailingRemark(text)
  const bare = trail.step('remark', text, split.name)
  const half = trail.step('width', bare, foldHanzi(halfWidth(bare)))
  const spaced = trail.step(
    'spaces',
    half,
    half.replace(/(?<=[\p{Script=Han}()])\s+|\s+(?=[\p{Script=Han}()])/gu, ''),
  )
  const name = trail.step('brackets', spaced, chineseBrackets(spaced))
  const problem = nameProblem(name)
  return {
    value: emptyToNull(name),
    changes: trail.changes,
    remark: split.remark,
    ...(problem !== null && { problem }),
  }
}

export interface CleanedCreditCode extends Cleaned<string | null> {
  /** An invalid code as it stood, for `creditCodeClaimed`; null when the code is valid or the cell is empty. */
  readonly claimed: string | null
}

export function cleanCreditCode(cell: string | number): CleanedCreditCode {
  const trail = new CleaningTrail()
  const text = cleanPlain(cell, trail)
  if (text === '') return { value: null, changes: trail.changes, claimed: null }
  const check = checkCreditCode(text)
  if (check.state === 'valid') {
    return { value: check.code, changes: changed(trail, 'creditCode', text, check.code), claimed: null }
  }
  // A person's identity number is not kept as a company's claim.
  const claimed = check.problem === 'identityNumber' ? null : text
  return { value: null, changes: trail.changes, claimed, problem: check.message }
}

export interface CleanedPhones extends Cleaned<string | null> {
  /** Each number as stored. */
  readonly phones: readonly string[]
  readonly keys: readonly string[]
  /** Words around the numbers: names, 微信同号. */
  readonly rest: string
}

/** Telephone numbers of a cell, joined by `、`. A cell without any readable number keeps its text and says so. */
export function cleanPhones(cell: string | number, areaCode: string | null = null): CleanedPhones {
  const trail = new CleaningTrail()
  const text = cleanPlain(cell, trail, true)
  const reading = readPhones(text, areaCode)
  const phones = reading.phones.map((phone) => phone.text)
  const keys = [...new Set(reading.phones.map((phone) => phone.key))]
  if (text === '') return { value: null, changes: trail.changes, phones, keys, rest: '' }
  if (phones.length === 0) {
    return {
      value: null,
      changes: trail.changes,
      phones,
      keys,
      rest: reading.rest,
      problem: reading.problem ?? `“${text}”不是电话号码`,
    }
  }
  const value = phones.join('、')
  const changes = changed(trail, phones.length > 1 ? 'split' : 'phone', text, value)
  return {
    value,
    changes,
    phones,
    keys,
    rest: reading.rest,
    ...(reading.problem !== null && { problem: reading.problem }),
  }
}

export function cleanEmail(cell: string | number): Cleaned<string | null> {
  const trail = new CleaningTrail()
  const text = cleanPlain(cell, trail)
  if (text === '') return { value: null, changes: trail.changes }
  const plain = halfWidth(text)
    .replace(/[＠]/gu, '@')
    .replace(/^(?:e-?mail|邮箱|电子邮箱|电子邮件|mailto)\s*[:：]\s*/iu, '')
    .replace(/[。]/gu, '.')
    .replace(/\s+(?=[@.])|(?<=[@.])\s+/gu, '')
  const addresses = plain.match(
    /[\w.+%-]+@[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)+/giu,
  )
  if (addresses === null) return { value: null, changes: trail.changes, problem: `“${text}”不是邮箱地址` }
  const value = [...new Set(addresses.map((address) => address.toLowerCase()))].join('、')
  return { value, changes: changed(trail, 'email', text, value) }
}

export function cleanWebsite(cell: string | number): Cleaned<string | null> {
  const trail = new CleaningTrail()
  const text = cleanPlain(cell, trail)
  if (text === '') return { value: null, changes: trail.changes }
  const plain = halfWidth(text)
    .replace(/^(?:网址|官网|网站)\s*[:：]\s*/u, '')
    .replace(/。/gu, '.')
    .replace(/\/+$/u, '')
  if (!/^(?:https?:\/\/)?[\p{L}\d-]+(?:\.[\p{L}\d-]+)+(?:[:/?#]\S*)?$/iu.test(plain)) {
    return { value: null, changes: trail.changes, problem: `“${text}”不是网址` }
  }
  const value = plain.replace(/^(https?:\/\/)?[^/?#]+/iu, (host) => host.toLowerCase())
  return { value, changes: changed(trail, 'website', text, value) }
}

/** Six digits; a spreadsheet drops the zero of 010000 and its neighbours (内蒙古 keeps 01–02). */
export function cleanPostalCode(cell: string | number): Cleaned<string | null> {
  const trail = new CleaningTrail()
  const text = cleanPlain(cell, trail)
  if (text === '') return { value: null, changes: trail.changes }
  const digits = text.replace(/\.0+$/u, '').replace(/\s/gu, '')
  if (/^\d{6}$/u.test(digits)) return { value: digits, changes: changed(trail, 'number', text, digits) }
  if (/^[12]\d{4}$/u.test(digits))
    return { value: `0${digits}`, changes: changed(trail, 'number', text, `0${digits}`) }
  return { value: null, changes: trail.changes, problem: `“${text}”不是六位邮编` }
}

/** A region cell (`江苏省南京市鼓楼区`, `江苏/南京`) as province, city and district. */
export function cleanRegion(cell: string | number): Cleaned<Region | null> {
  const trail = new CleaningTrail()
  const text = cleanPlain(cell, trail)
  if (text === '') return { value: null, changes: trail.changes }
  const reading = readRegion(text)
  if (reading === null) return { value: null, changes: trail.changes, problem: `“${text}”不是省市区` }
  const { province, city, district } = reading.region
  const changes = changed(
    trail,
    'region',
    text,
    [province, city, district].filter((part) => part !== null).join(' '),
  )
  return reading.rest === ''
    ? { value: reading.region, changes }
    : { value: reading.region, changes, problem: `“${reading.rest}”未识别为省市区` }
}

/** An address keeps its whole text; the place it begins with is told beside it, for blank province and city fields. */
export function cleanAddress(
  cell: string | number,
): Cleaned<string | null> & { readonly region: Region | null } {
  const trail = new CleaningTrail()
  const text = cleanPlain(cell, trail)
  return {
    value: emptyToNull(text),
    changes: trail.changes,
    region: text === '' ? null : (readRegion(text)?.region ?? null),
  }
}

/** Brackets around Hanzi are Chinese ones; around Latin text only (`3M (BVI) Ltd`) they stay half width. */
function chineseBrackets(name: string): string {
  if (!/\p{Script=Han}/u.test(name)) return name
  return name.replace(/[([［【〔]/gu, '（').replace(/[)\]］】〕]/gu, '）')
}

function nameProblem(name: string): string | null {
  if (name === '') return null
  const letters = name.match(/\p{L}/gu)?.length ?? 0
  if (letters < 2) return `“${name}”不是可用的客户名称`
  if (
    /^(?:合计|总计|小计|共计|本页合计|累计|备注|说明|制表人?|审核人?|填表人?|日期|第.{1,3}页)(?:[:：]|$)/u.test(
      name,
    )
  )
    return `“${name}”不是客户名称`
  const opening = name.match(/（/gu)?.length ?? 0
  const closing = name.match(/）/gu)?.length ?? 0
  return opening === closing ? null : '名称的括号不成对'
}
