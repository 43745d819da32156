import { describe, expect, it } from 'vitest'
import { isValidCreditCode } from '../../shared/customer/credit-code.ts'
import { proposeColumns } from '../../shared/import/column-proposal.ts'
import { cellText, unpackCell, type Sheet } from '../../shared/import/sheet.ts'
import { findTable, tableRowReader } from '../../shared/import/table-finding.ts'
import { readWorkbook } from '../import/reader/read-workbook.ts'
import { makeSampleCompanies } from './sample-companies.ts'
import { makeSampleWorkbook } from './sample-workbook.ts'

const { bytes, facts } = makeSampleWorkbook()
const workbook = await readWorkbook({ bytes, fileName: '客户资料.xlsx' })
const sheet = workbook.sheets[0] as Sheet // the reader refuses a workbook without sheets
const table = findTable(sheet)
const readRow = tableRowReader(sheet, table)

function column(title: string): string[] {
  const index = table.columns.find((candidate) => candidate.title === title)?.index ?? -1
  return table.dataRows.map((row) => cellText(readRow(row)[index]))
}

describe('makeSampleCompanies', () => {
  it('gives every company a valid credit code and a name of its own', () => {
    const companies = makeSampleCompanies(178)
    expect(companies.filter((company) => !isValidCreditCode(company.creditCode))).toEqual([])
    expect(new Set(companies.map((company) => company.name)).size).toBe(178)
    expect(new Set(companies.map((company) => company.creditCode)).size).toBe(178)
    expect(new Set(companies.map((company) => company.mobile)).size).toBe(178)
  })
})

describe('makeSampleWorkbook', () => {
  it('is the same every time', () => {
    expect(makeSampleWorkbook().bytes.equals(bytes)).toBe(true)
  })

  it('holds the rows it says, all found under a two-line head', () => {
    expect(facts).toEqual({ dataRows: 223, companies: 181, twins: 36, unusable: 6 })
    expect(table.headerRows).toEqual([3, 4])
    expect(table.dataRows.length).toBe(facts.dataRows)
    expect(table.moneyUnit).toBe('万元')
  })

  it('has every column proposed rightly', () => {
    expect(proposeColumns(sheet, table).map(({ title, field }) => [title, field])).toEqual([
      ['序号', 'rowNumber'],
      ['客户名称*(全称)', 'customerName'],
      ['统一社会信用代码', 'creditCode'],
      ['客户类型', 'customerType'],
      ['所属行业', 'industry'],
      ['地区', 'regionText'],
      ['详细地址', 'businessAddress'],
      ['邮编', 'postalCode'],
      ['联系人姓名', 'contactName'],
      ['联系人手机', 'contactMobile'],
      ['联系人职务', 'contactTitle'],
      ['电话', 'phone'],
      ['注册资本（万元）', 'registeredCapital'],
      ['成立日期', 'establishedOn'],
      ['业务员', 'ownerName'],
      ['登记日期', 'registeredOn'],
      ['客户来源', 'leadSource'],
      ['需求意向', 'demand'],
      ['期望价格（万元）', 'expectedPrice'],
      ['付款方式', 'paymentTerms'],
      ['内部编码', null],
      ['备注', 'remark'],
    ])
  })

  it.each([
    ['phones as numbers', '联系人手机', /^1\d{10}$/u],
    ['phones in full width', '联系人手机', /^[０-９]{11}$/u],
    ['phones cut to 1.38E+10', '联系人手机', /^1\.38E\+10$/u],
    ['two phones in a cell', '联系人手机', /、/u],
    ['phones with +86 and hyphens', '联系人手机', /^\+86 /u],
    ['landlines with extension', '电话', /转 8012/u],
    ['codes in lower case', '统一社会信用代码', /[a-z]/u],
    ['codes with spaces', '统一社会信用代码', /\w \w/u],
    ['codes in full width', '统一社会信用代码', /[Ａ-Ｚ]/u],
    ['codes cut to a number', '统一社会信用代码', /^9[12]\d{13}000$/u],
    ['no code at all', '统一社会信用代码', /^$/u],
    ['NBSP around a name', '客户名称*(全称)', /\u00a0$/u],
    ['zero-width spaces in a name', '客户名称*(全称)', /\u200b/u],
    ['traditional characters', '客户名称*(全称)', /[電氣設備機門]/u],
    ['remarks behind a name', '客户名称*(全称)', /（已更名/u],
    ['full-width brackets', '客户名称*(全称)', /（江苏|（浙江|（..）/u],
    ['half-width brackets', '客户名称*(全称)', /\([\u4e00-\u9fa5]+\)/u],
    ['branches', '客户名称*(全称)', /分公司$/u],
    ['rows without a name', '客户名称*(全称)', /^$/u],
    ['days as 2024.3.5', '登记日期', /^20\d\d\.\d{1,2}\.\d{1,2}$/u],
    ['days as 2024年3月5日', '登记日期', /年\d+月\d+日/u],
    ['days as 20240305', '登记日期', /^20\d{6}$/u],
    ['days with two-digit years', '登记日期', /^\d\d-\d\d-\d\d$/u],
    ['days with a clock', '登记日期', / 09:30$/u],
    ['real dates', '登记日期', /^\d{4}-\d{2}-\d{2}$/u],
    ['bare serials', '成立日期', /^[34]\d{4}$/u],
    ['months without a day', '成立日期', /年\d+月$/u],
    ['amounts in 万元', '注册资本（万元）', /万元$/u],
    ['amounts in 元', '注册资本（万元）', /^¥.*元$/u],
    ['amounts in 亿', '注册资本（万元）', /亿/u],
    ['about so much', '期望价格（万元）', /^约/u],
    ['two people in a cell', '联系人姓名', /\/李明/u],
    ['people known by title', '联系人姓名', /经理$/u],
    ['leading zeros kept by a format', '邮编', /^0\d{5}$/u],
    ['line breaks in an address', '详细地址', /\n/u],
    ['errors', '备注', /#N\/A/u],
  ])('has %s', (_, title, pattern) => {
    expect(column(title).filter((text) => pattern.test(text)).length).toBeGreaterThan(0)
  })

  it('has owners merged over many rows and 同上, both of them read', () => {
    expect(sheet.merges.filter((block) => block.lastRow - block.firstRow > 10).length).toBeGreaterThan(2)
    expect(column('业务员').filter((text) => text === '')).toEqual([])
    expect(column('所属行业')).not.toContain('同上')
  })

  it('has titles, blank rows, repeated heads, totals and notes, which are no customers', () => {
    const reasons = new Set(table.ignored.map((row) => row.reason))
    expect([...reasons].sort()).toEqual(['blank', 'note', 'repeatedHead', 'title', 'total'])
  })

  it('has formulas with and without a value, hidden rows, columns and sheets', () => {
    const cells = sheet.rows.flat().map((cell) => unpackCell(cell))
    expect(cells.some((cell) => cell.formula !== undefined && cell.kind === 'number')).toBe(true)
    expect(cells.some((cell) => cell.warnings.includes('no-cached-value'))).toBe(true)
    expect(cells.some((cell) => cell.warnings.includes('digits-lost'))).toBe(true)
    expect(sheet.hiddenRows.length).toBe(1)
    expect(sheet.hiddenColumns).toEqual([20])
    expect(workbook.sheets.map((one) => [one.name, one.hidden, one.rows.length > 0])).toEqual([
      ['客户登记表', false, true],
      ['旧数据', true, true],
      ['Sheet3', false, false],
    ])
  })
})
