import { plainText } from '../plain-text.ts'

export type PhoneKind = 'mobile' | 'landline' | 'service' | 'international'

export interface PhoneNumber {
  readonly kind: PhoneKind
  /** What is stored and printed: `13812345678`, `025-83456789`, `025-83456789转801`, `400-123-4567`. */
  readonly text: string
  /**
   * Equal numbers have equal keys. A switchboard's extensions share one key; a local number without area code has a
   * key of its own kind (`~83456789`), because the same eight digits exist in every city.
   */
  readonly key: string
  /** Where it stood in {@link PhoneReading.plain}. */
  readonly start: number
  readonly end: number
}

export interface PhoneReading {
  readonly phones: readonly PhoneNumber[]
  /** The cell's text made plain; `start` and `end` count in it. */
  readonly plain: string
  /** What is left when the numbers and the separators between them are taken away: names, remarks, broken numbers. */
  readonly rest: string
  /** Set when a run of digits looks like a telephone number but is none. */
  readonly problem: string | null
}

const dash = '[-‐‑‒–—―−~～]'
const gap = `(?:[\\s.]|${dash})*`
const countryPrefix = `(?:(?:\\+|00)\\s?86|\\(\\+?86\\)|86(?=${gap}1[3-9]\\d)|86(?=${dash}))${gap}`
const extension = `(?:\\s*(?:[-–—*#]|转|分机|ext\\.?|x)\\s*(?:分机)?\\s*[:：]?\\s*(?<extension>\\d{1,6}))?(?!\\d)`

const mobile = new RegExp(
  `(?<![\\d.])(?:${countryPrefix})?0?(?<number>1[3-9]\\d(?:[\\s-]?\\d){8})(?![\\d])`,
  'giu',
)
const service = new RegExp(
  `(?<![\\d])(?<number>[48]00[\\s-]?\\d{3}[\\s-]?\\d{4}|[48]00[\\s-]?\\d{4}[\\s-]?\\d{3}|[48]00\\d[\\s-]\\d{3}[\\s-]\\d{3})${extension}`,
  'giu',
)
const landline = new RegExp(
  `(?<![\\d])(?:(?:${countryPrefix})\\(?0?(?<bare>10|2[0-9]|[3-9]\\d\\d)\\)?|\\(?(?<area>0(?:10|2[0-9]|[3-9]\\d\\d))\\)?)` +
    `${gap}(?<number>[1-9]\\d{2,3}[\\s-]?\\d{4})${extension}`,
  'giu',
)
const local = new RegExp(`(?<![\\d-])(?<number>[2-9]\\d{2,3}[\\s-]?\\d{4})${extension}`, 'giu')
const international = new RegExp(
  `(?<![\\d])(?:\\+|00)(?<country>(?!86)[1-9]\\d{0,2})(?<number>(?:[\\s-]?\\(?\\d{1,4}\\)?){2,5})(?!\\d)`,
  'giu',
)

/**
 * Reads the telephone numbers of one cell: mobiles, landlines with area code and extension, 400/800 numbers, several
 * in a cell in any usual separation, `+86`, `0086`, full width, and numbers that a spreadsheet wrote in exponents.
 *
 * A local number takes the area code of a landline before it in the same cell (`025-83456789、83456780`), or
 * `areaCode` when the caller knows the city.
 */
export function readPhones(cell: string | number, areaCode: string | null = null): PhoneReading {
  const simple = String(cell)
  if (/^1[3-9]\d{9}$/u.test(simple)) {
    // Most cells of most sheets; the patterns below would say the same, ten times slower.
    return {
      phones: [{ ...mobileNumber(simple), start: 0, end: 11 }],
      plain: simple,
      rest: '',
      problem: null,
    }
  }
  const expanded = expandExponent(typeof cell === 'number' ? String(cell) : cell)
  const plain = expanded.plain
  if (expanded.problem !== null) return { phones: [], plain, rest: plain, problem: expanded.problem }

  const found: PhoneNumber[] = []
  let open = plain
  const take = (
    pattern: RegExp,
    build: (match: RegExpExecArray) => Omit<PhoneNumber, 'start' | 'end'> | null,
  ) => {
    pattern.lastIndex = 0
    for (let match = pattern.exec(open); match !== null; match = pattern.exec(open)) {
      const phone = build(match)
      if (phone === null) continue
      const end = match.index + match[0].length
      found.push({ ...phone, start: match.index, end })
      // A taken number is blanked with letters: its neighbours keep their place and cannot join over the gap.
      open = open.slice(0, match.index) + '\uE000'.repeat(match[0].length) + open.slice(end)
    }
  }
  take(mobile, (match) => mobileNumber(digitsOf(match.groups?.number)))
  take(service, (match) => serviceNumber(digitsOf(match.groups?.number), match.groups?.extension))
  take(landline, (match) => {
    const area = match.groups?.area ?? `0${match.groups?.bare ?? ''}`
    return landlineNumber(area, digitsOf(match.groups?.number), match.groups?.extension)
  })
  take(international, (match) =>
    internationalNumber(match.groups?.country ?? '', digitsOf(match.groups?.number)),
  )
  take(local, (match) => {
    const before = found.filter(
      (phone) => phone.kind === 'landline' && phone.start < match.index && phone.text.startsWith('0'),
    )
    const nearest = before.sort((a, b) => b.start - a.start)[0]
    return localNumber(
      nearest?.text.split('-')[0] ?? areaCode,
      digitsOf(match.groups?.number),
      match.groups?.extension,
    )
  })
  found.sort((a, b) => a.start - b.start)

  const rest = open
    .replace(/\uE000+/gu, ' ')
    .replace(
      /(?:手机号?码?|移动电话|联系电话|办公电话|固定电话|座机|固话|电话号?码?|办公室?|传真|Tel|Mobile|Phone|Fax)\s*[:：.]?/giu,
      ' ',
    )
    .replace(/[、，,；;/\\|。：:()[\]【】+&\s-]+/gu, ' ')
    .trim()
  const broken = /\d[\d\s-]{5,}\d|\d{7,}/u.exec(rest)?.[0]
  return { phones: unique(found), plain, rest, problem: broken === undefined ? null : brokenMessage(broken) }
}

/** The keys under which a record with these cells is found again. */
export function phoneKeys(...cells: readonly (string | number | null | undefined)[]): string[] {
  const keys = new Set<string>()
  for (const cell of cells) {
    if (cell === null || cell === undefined || cell === '') continue
    for (const phone of readPhones(cell).phones) keys.add(phone.key)
  }
  return [...keys]
}

/** Spaces a stored number for reading: `138 1234 5678`, `025-8345 6789 转 801`; leaves any other text as it is. */
export function formatPhone(text: string): string {
  const phones = readPhones(text).phones
  const phone = phones[0]
  if (phones.length !== 1 || phone === undefined || phone.text !== text) return text
  if (phone.kind === 'mobile') return `${text.slice(0, 3)} ${text.slice(3, 7)} ${text.slice(7)}`
  return text.replace(/(\d{3,4})(\d{4})(?=$|转)/u, '$1 $2').replace('转', ' 转 ')
}

function mobileNumber(digits: string): Omit<PhoneNumber, 'start' | 'end'> {
  return { kind: 'mobile', text: digits, key: digits }
}

function serviceNumber(
  digits: string,
  extensionDigits: string | undefined,
): Omit<PhoneNumber, 'start' | 'end'> {
  const text = `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`
  return { kind: 'service', text: withExtension(text, extensionDigits), key: digits }
}

function landlineNumber(
  area: string,
  digits: string,
  extensionDigits: string | undefined,
): Omit<PhoneNumber, 'start' | 'end'> | null {
  // Cities with three-digit area codes have eight digits; elsewhere seven or eight.
  if (area.length === 3 && digits.length !== 8) return null
  return {
    kind: 'landline',
    text: withExtension(`${area}-${digits}`, extensionDigits),
    key: `${area}${digits}`,
  }
}

function localNumber(
  area: string | null,
  digits: string,
  extensionDigits: string | undefined,
): Omit<PhoneNumber, 'start' | 'end'> | null {
  const complete = area === null ? null : landlineNumber(area, digits, extensionDigits)
  return complete ?? { kind: 'landline', text: withExtension(digits, extensionDigits), key: `~${digits}` }
}

function internationalNumber(country: string, digits: string): Omit<PhoneNumber, 'start' | 'end'> | null {
  if (digits.length < 6 || country.length + digits.length > 15) return null
  // Country codes are not self-delimiting to us; digits in one piece keep equal numbers equal however they were spaced.
  return { kind: 'international', text: `+${country}${digits}`, key: `+${country}${digits}` }
}

function withExtension(text: string, extensionDigits: string | undefined): string {
  return extensionDigits === undefined ? text : `${text}转${extensionDigits}`
}

function unique(phones: readonly PhoneNumber[]): PhoneNumber[] {
  const seen = new Set<string>()
  return phones.filter((phone) => !seen.has(phone.text) && seen.add(phone.text))
}

function digitsOf(text: string | undefined): string {
  return (text ?? '').replace(/\D/gu, '')
}

function brokenMessage(text: string): string {
  const digits = digitsOf(text)
  if (/^1/u.test(digits)) return `手机号应为 11 位，“${text}”是 ${digits.length} 位`
  return `“${text}”不像电话号码`
}

/** `1.3812345678E+10` still holds all digits and is written out; `1.38E+10` has lost them. A trailing `.0` goes. */
function expandExponent(text: string): { plain: string; problem: string | null } {
  const plain = plainText(text)
  const exponent = /^(\d)(?:\.(\d+))?E\+?(\d{1,2})$/iu.exec(plain.replace(/[\s,]/gu, ''))
  if (exponent !== null) {
    const decimals = exponent[2] ?? ''
    if (decimals.length === Number(exponent[3])) return { plain: `${exponent[1]}${decimals}`, problem: null }
    if (decimals.length < Number(exponent[3]) && Number(exponent[3]) >= 6) {
      return { plain, problem: '号码被表格软件写成科学计数，末尾数字已丢失' }
    }
  }
  return { plain: plain.replace(/^(\d{7,})\.0+$/u, '$1'), problem: null }
}
