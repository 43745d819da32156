import { writeFileDurably } from '../archive/durable-file.ts'
import { makePlainWorkbook, type PlainCell } from './plain-workbook.ts'
import { makeSampleCompanies, type SampleCompany } from './sample-companies.ts'
import { dirtyValues, makeTwin, rowOf, type SampleRow } from './sample-dirt.ts'

/** What is in the sample, so that a test or a tour can tell what should come out of it. */
export interface SampleFacts {
  /** Rows that hold a customer or something that passes for one: companies, twins, unusable ones. */
  readonly dataRows: number
  readonly companies: number
  /** Rows that repeat a company of the sheet and can be told by code, name or phone. */
  readonly twins: number
  /** Rows without a usable name. */
  readonly unusable: number
}

const companyCount = 178
const twinEvery = 5
const owners = ['赵国强', '孙丽华', '周文博', '吴海燕'] as const
const rowsPerPage = 45
const width = 22
const ownerColumn = 14
const capitalColumn = 12
const hiddenCodeColumn = 20

const heads: PlainCell[][] = [
  [
    '序号',
    '客户名称*\n(全称)',
    '统一社会\n信用代码',
    '客户类型',
    '所属行业',
    '地 区',
    '详细地址',
    '邮编',
    '联系人',
    null,
    null,
    '电话',
    '注册资本（万元）',
    '成立日期',
    '业务员',
    '登记日期',
    '客户来源',
    '需求意向',
    '期望价格（万元）',
    '付款方式',
    '内部编码',
    '备　注',
  ],
  [null, null, null, null, null, null, null, null, '姓名', '手机', '职务'],
]

/**
 * Makes the legacy workbook that the sample job imports: one sheet of some 220 rows kept for years by several
 * hands. Dirty in these ways, all of them tested:
 *
 *  1 title row over the head, 2 a line with department and unit over it, 3 a head of two lines with merges,
 *  4 titles with line breaks, stars and spaces, 5 full-width digits and letters, 6 NBSP, ideographic and
 *  zero-width spaces, 7 phones kept as numbers, 8 phones cut to 1.38E+10, 9 two phones in a cell, 10 phones with
 *  +86, spaces, hyphens, 11 landlines with extension, 12 dates as text in eight spellings, 13 dates as bare
 *  serials, 14 months without a day, 15 amounts with 万元, 元, 亿, ¥, 约 or thousands separators, 16 credit codes
 *  in lower case, 17 with spaces and hyphens, 18 with a wrong check character, 19 cut by Excel to a number,
 *  20 missing or one character short, 21 brackets of both widths, 22 traditional characters, 23 remarks behind the
 *  name, 24 the same company two or three times, spelled otherwise, 25 branches, sisters and namesakes that are not
 *  twins, 26 two people in one contact cell, 27 titles in the contact's name, 28 regions whole, in part or missing,
 *  29 同上, 30 owners merged over many rows, 31 subtotals and a total, 32 heads repeated on every page, 33 blank
 *  rows, 34 notes and signatures below, 35 rows without a name, 36 formulas, with and without a cached value,
 *  37 error cells, 38 leading zeros kept by a format only, 39 line breaks inside cells, 40 a hidden row and a
 *  hidden column, 41 a hidden sheet and an empty one.
 */
export function makeSampleWorkbook(): { readonly bytes: Buffer; readonly facts: SampleFacts } {
  const companies = makeSampleCompanies(companyCount)
  const rows: PlainCell[][] = [
    ['华远工业设备有限公司客户资料登记表（2023—2025年）'],
    ['填报部门：销售部', ...Array<PlainCell>(17).fill(null), '单位：万元'],
    ...heads,
  ]
  const merges = ['A1:V1', 'I3:K3']
  for (let column = 0; column < width; column += 1) {
    if (column < 8 || column > 10) merges.push(`${letters(column)}3:${letters(column)}4`)
  }
  const { entries, facts } = makeEntries(companies)
  const hiddenRows: number[] = []
  let dataRows = 0
  for (const [ownerIndex, owner] of owners.entries()) {
    const share = entries.filter((_, index) => index % owners.length === ownerIndex)
    let blockStart = rows.length + 1
    for (const [index, entry] of share.entries()) {
      if (dataRows > 0 && dataRows % rowsPerPage === 0) {
        mergeOwner(merges, blockStart, rows.length)
        rows.push([], ...heads)
        blockStart = rows.length + 1
      }
      const cells: PlainCell[] = [dataRows + 1, ...entry]
      // Two owners are written once and merged down, two on every row.
      if (ownerIndex % 2 === 1 || rows.length + 1 === blockStart) cells[ownerColumn] = owner
      rows.push(cells)
      dataRows += 1
      if (index === 20 && ownerIndex === 2) hiddenRows.push(rows.length)
    }
    if (ownerIndex % 2 === 0) mergeOwner(merges, blockStart, rows.length)
    const capitals = `${letters(capitalColumn)}5:${letters(capitalColumn)}${rows.length}`
    rows.push([
      null,
      '小  计',
      ...Array<PlainCell>(10).fill(null),
      { formula: `SUM(${capitals})`, value: 48_250 },
    ])
    rows.push([])
  }
  rows.push([
    null,
    `合计：共 ${dataRows} 家`,
    ...Array<PlainCell>(10).fill(null),
    { formula: 'SUM(M5:M230)', value: 193_000 },
  ])
  rows.push(['注：1、以上资料由各业务员上报，销售内勤汇总；2、红色为重点客户。'])
  rows.push(['制表人：王芳', null, null, null, '审核：', null, '打印日期：2025.12.31'])
  merges.push(`A${rows.length - 1}:V${rows.length - 1}`)
  const bytes = makePlainWorkbook([
    { name: '客户登记表', rows, merges, hiddenRows, hiddenColumns: [hiddenCodeColumn] },
    { name: '旧数据', isHidden: true, rows: [['已并入“客户登记表”，请勿使用']] },
    { name: 'Sheet3', rows: [] },
  ])
  return { bytes, facts }
}

/** Writes {@link makeSampleWorkbook} to a file. */
export function writeSampleWorkbook(path: string): SampleFacts {
  const { bytes, facts } = makeSampleWorkbook()
  writeFileDurably(path, bytes)
  return facts
}

function makeEntries(companies: readonly SampleCompany[]): { entries: SampleRow[]; facts: SampleFacts } {
  const own = [...companies, ...relatives(companies)]
  const entries = own.map((company, index) => dirtyValues(company, index))
  // Twins follow far below the company they repeat, as they do in life.
  const twins = own.filter((_, index) => index % twinEvery === 2)
  entries.push(...twins.map((company, index) => makeTwin(company, index)))
  const template = rowOf(companies[0] ?? failing())
  const unusableNames: PlainCell[] = [null, '—', '无', '待定', '　', { error: '#REF!' }]
  entries.push(
    ...unusableNames.map((name, index) => {
      const row = [...template]
      row[0] = name
      row[1] = null
      row[8] = `1380000${String(9000 + index)}`
      row[10] = null
      return row
    }),
  )
  return {
    entries,
    facts: {
      dataRows: entries.length,
      companies: own.length,
      twins: twins.length,
      unusable: unusableNames.length,
    },
  }
}

/** Companies that look like one another and are not: a branch, a sister elsewhere, one character apart. */
function relatives(companies: readonly SampleCompany[]): SampleCompany[] {
  const others = makeSampleCompanies(companies.length + 3).slice(-3)
  const base = companies.find((company) => company.name.endsWith('电气设备有限公司')) ?? failing()
  const names = [
    `${base.name}郑州分公司`,
    base.name.replace(/^(江苏|浙江|安徽|山东|河北|河南|湖北|广东|上海|四川|..)/u, '重庆'),
    base.name.replace('电气设备', '电器设备'),
  ]
  return others.map((other, index) => ({ ...other, name: names[index] ?? other.name }))
}

function mergeOwner(merges: string[], firstRow: number, lastRow: number): void {
  if (lastRow > firstRow) merges.push(`${letters(ownerColumn)}${firstRow}:${letters(ownerColumn)}${lastRow}`)
}

function letters(column: number): string {
  return String.fromCharCode(65 + column)
}

function failing(): never {
  throw new RangeError('The sample has no such company')
}
