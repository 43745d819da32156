import type { PlainCell } from './plain-workbook.ts'
import type { SampleCompany } from './sample-companies.ts'

/** The cells of a row behind 序号, in the order of the sample's head. */
export type SampleRow = PlainCell[]

const at = {
  name: 0,
  creditCode: 1,
  industry: 3,
  region: 4,
  address: 5,
  postalCode: 6,
  contactName: 7,
  mobile: 8,
  landline: 10,
  capital: 11,
  establishedOn: 12,
  registeredOn: 14,
  expected: 17,
  remark: 20,
} as const

/** A company as a tidy hand would enter it. */
export function rowOf(company: SampleCompany): SampleRow {
  return [
    company.name,
    company.creditCode,
    company.customerType,
    company.industry,
    `${company.province}${company.city === company.province ? '' : company.city}`,
    `${company.city}${company.district}${company.street}`,
    company.postalCode,
    company.contactName,
    company.mobile,
    company.contactTitle,
    company.landline,
    company.capitalWan,
    company.establishedOn,
    null,
    { value: serialOf(company.registeredOn), format: 'yyyy/m/d' },
    company.source,
    company.demand,
    company.expectedWan,
    company.paymentTerms,
    { value: 17, format: '000000' },
    null,
  ]
}

type Spoil = (row: SampleRow, company: SampleCompany) => void

/** One kind of dirt each; every company gets one or two of them in turn. */
const spoils: readonly Spoil[] = [
  (row, { mobile }) => (row[at.mobile] = Number(mobile)),
  (row, { creditCode }) => (row[at.creditCode] = creditCode.toLowerCase()),
  (row, { registeredOn }) => (row[at.registeredOn] = registeredOn.replaceAll('-0', '-').replaceAll('-', '.')),
  (row, { capitalWan }) => (row[at.capital] = `${capitalWan}万元`),
  (row, { mobile }) => (row[at.mobile] = fullWidth(mobile)),
  (row, { name }) => (row[at.name] = ` ${name}\u00a0`),
  (row, { landline, mobile }) => (row[at.mobile] = `${mobile}、${landline}`),
  (row, { creditCode }) => (row[at.creditCode] = creditCode.replace(/(.{4})(?=.)/gu, '$1 ')),
  (row, { registeredOn }) => (row[at.registeredOn] = chineseDay(registeredOn)),
  (row, { capitalWan }) => (row[at.capital] = `¥${(capitalWan * 10_000).toLocaleString('en-US')}元`),
  (row, { mobile }) =>
    (row[at.mobile] = `+86 ${mobile.slice(0, 3)}-${mobile.slice(3, 7)}-${mobile.slice(7)}`),
  (row) => (row[at.creditCode] = null),
  (row, { landline }) => (row[at.landline] = `${landline} 转 8012`),
  (row, { name }) => (row[at.name] = `${name}（已更名，见备注）`),
  (row, { establishedOn }) => (row[at.establishedOn] = serialOf(establishedOn)),
  (row, { creditCode }) => (row[at.creditCode] = fullWidth(creditCode)),
  (row, { contactName, mobile, landline }) => {
    row[at.contactName] = `${contactName} ${mobile}/李明 139${landline.slice(-8).replace('-', '0')}`
    row[at.mobile] = null
  },
  (row, { registeredOn }) => (row[at.registeredOn] = registeredOn.replaceAll('-', '')),
  (row, { creditCode }) => (row[at.creditCode] = wrongCheck(creditCode)),
  (row, { city }) => (row[at.region] = city.slice(0, -1)),
  (row) => (row[at.mobile] = '1.38E+10'),
  (row, { contactName }) => (row[at.contactName] = `${contactName.slice(0, 1)}经理`),
  (row, { capitalWan }) => (row[at.capital] = { formula: `${capitalWan / 10}*10`, value: capitalWan }),
  (row, { registeredOn }) => (row[at.registeredOn] = registeredOn.slice(2)),
  (row) => (row[at.remark] = { error: '#N/A' }),
  (row, { establishedOn }) =>
    (row[at.establishedOn] = `${establishedOn.slice(0, 4)}年${Number(establishedOn.slice(5, 7))}月`),
  (row, { creditCode }) =>
    (row[at.creditCode] = { value: Number(`${creditCode.slice(0, 8)}3333444000`), format: '0' }),
  (row, { name }) => (row[at.name] = traditional(name)),
  (row, { postalCode }) => (row[at.postalCode] = { value: Number(postalCode), format: '000000' }),
  (row, { city, district, street }) => (row[at.address] = `${city}${district}\n${street}`),
  (row) => (row[at.industry] = '同上'),
  (row, { expectedWan }) => (row[at.expected] = `约${expectedWan}万`),
  (row, { name }) => (row[at.name] = `${name.slice(0, 2)}\u200b${name.slice(2)}`),
  (row, { province, city, district }) => (row[at.region] = `${province}-${city}-${district}`),
  (row, { creditCode }) => (row[at.creditCode] = creditCode.slice(0, 17)),
  (row) => (row[at.expected] = { formula: 'M8*0.1', value: null }),
  (row, { registeredOn }) => (row[at.registeredOn] = `${registeredOn.replaceAll('-', '/')} 09:30`),
  (row) => (row[at.capital] = '1.2亿'),
]

export function dirtyValues(company: SampleCompany, index: number): SampleRow {
  const row = rowOf(company)
  spoils[index % spoils.length]?.(row, company)
  // A second kind for every third company, from the other end of the list.
  if (index % 3 === 0) spoils[(index * 5 + 9) % spoils.length]?.(row, company)
  return row
}

const twinKinds: readonly Spoil[] = [
  () => undefined,
  (row, { name }) => {
    row[at.name] = otherBrackets(name)
    row[at.creditCode] = null
  },
  (row, { name, creditCode }) => {
    row[at.name] = `${name}-老客户`
    row[at.creditCode] = creditCode.toLowerCase()
  },
  (row, { name }) => {
    row[at.name] = traditional(name)
    row[at.mobile] = null
  },
  (row, { name }) => {
    row[at.name] = `${name.slice(0, 2)} ${name.slice(2)}`
    row[at.creditCode] = null
    row[at.capital] = null
  },
  (row, { name }) => {
    row[at.name] = name.replace(/(有限责任|股份有限|有限)公司$/u, '')
    row[at.creditCode] = null
  },
  (row, { name, creditCode }) => {
    row[at.name] = otherBrackets(name)
    row[at.creditCode] = fullWidth(creditCode)
    row[at.landline] = null
  },
]

/** The same company once more, as another hand entered it, with a later date and something left out. */
export function makeTwin(company: SampleCompany, index: number): SampleRow {
  const row = rowOf(company)
  row[at.remark] = index % 2 === 0 ? '重复登记' : null
  twinKinds[index % twinKinds.length]?.(row, company)
  return row
}

/** Days since 30 December 1899, as a spreadsheet counts. */
function serialOf(dayText: string): number {
  return (Date.parse(`${dayText}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000
}

function chineseDay(dayText: string): string {
  const [year = '', month = '', dayOfMonth = ''] = dayText.split('-')
  return `${year}年${Number(month)}月${Number(dayOfMonth)}日`
}

function fullWidth(text: string): string {
  return text.replace(/[!-~]/gu, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0))
}

function otherBrackets(name: string): string {
  return name.replaceAll('（', '(').replaceAll('）', ') ').trim()
}

/** Another last character, as a slip of the hand gives it. */
function wrongCheck(creditCode: string): string {
  return creditCode.slice(0, 17) + (creditCode.endsWith('7') ? '1' : '7')
}

function traditional(name: string): string {
  const pairs: Readonly<Record<string, string>> = {
    国: '國',
    电: '電',
    气: '氣',
    东: '東',
    华: '華',
    业: '業',
    设: '設',
    备: '備',
    机: '機',
    广: '廣',
    苏: '蘇',
    门: '門',
    务: '務',
    医: '醫',
    环: '環',
    给: '給',
    责: '責',
  }
  return [...name].map((character) => pairs[character] ?? character).join('')
}
