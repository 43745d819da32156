import { describe, expect, it } from 'vitest'
import { proposeColumns } from './column-proposal.ts'
import {
  columnSynonyms,
  importFieldLabels,
  importFields,
  meaningsOfTitle,
  moneyUnitOfTitle,
} from './column-synonyms.ts'
import type { PackedCell, Sheet } from './sheet.ts'
import { findTable } from './table-finding.ts'

function propose(rows: PackedCell[][]) {
  const sheet: Sheet = {
    name: '客户',
    hidden: false,
    rows,
    firstRow: 1,
    hiddenRows: [],
    hiddenColumns: [],
    merges: [],
  }
  return proposeColumns(sheet, findTable(sheet))
}

function fieldsOf(rows: PackedCell[][]) {
  return propose(rows).map((column) => column.field)
}

const names = ['江苏华东电气有限公司', '浙江宁波水泵厂', '安徽合肥市第一人民医院']
const people = ['王伟', '李娜', '张敏']
const mobiles = ['13800138000', '13900139000', '18600186000']
const codes = ['91320100MA1MXXXX9K', '913301002539286784', '91110000100013662J']

describe('meaningsOfTitle', () => {
  it.each([
    ['客户名称', 'customerName'],
    ['*单位名称（全称）', 'customerName'],
    ['统 一 社 会\n信 用 代 码', 'creditCode'],
    ['招标人', 'customerName'],
    ['采购单位', 'customerName'],
    ['联系人手机', 'contactMobile'],
    ['客户联系人手机号', 'contactMobile'],
    ['注册资本(万元)', 'registeredCapital'],
    ['Ｅ－ｍａｉｌ', 'email'],
    ['开户银行及账号', 'bankAccount'],
    ['所属业务员', 'ownerName'],
    ['登记日期', 'registeredOn'],
    ['基本信息客户名称', 'customerName'],
    ['1.单位地址', 'businessAddress'],
  ])('%s means %s', (title, field) => {
    expect(meaningsOfTitle(title)[0]?.field).toBe(field)
  })

  it.each(['组织机构代码', '客户编号', '合同金额', '下次跟进时间', '__proto__', 'constructor', ''])(
    'does not take %s for anything',
    (title) => {
      expect(meaningsOfTitle(title)).toEqual([])
    },
  )

  it('knows its own labels, so that our exports come back by themselves', () => {
    const strangers = importFields.filter(
      (field) => !meaningsOfTitle(importFieldLabels[field]).some((meaning) => meaning.field === field),
    )
    expect(strangers).toEqual([])
  })

  it('has synonyms for every field', () => {
    expect(Object.keys(columnSynonyms)).toEqual([...importFields])
  })
})

describe('proposeColumns', () => {
  it('takes plain titles with values to match, surely', () => {
    const columns = propose([
      ['序号', '客户名称', '统一社会信用代码', '联系人', '手机', '业务员'],
      ...names.map((name, index): PackedCell[] => [
        index + 1,
        name,
        codes[index] ?? '',
        people[index] ?? '',
        mobiles[index] ?? '',
        '赵强',
      ]),
    ])
    expect(columns.map((column) => column.field)).toEqual([
      'rowNumber',
      'customerName',
      'creditCode',
      'contactName',
      'contactMobile',
      'ownerName',
    ])
    expect(Math.min(...columns.map((column) => column.confidence))).toBeGreaterThan(0.8)
  })

  it('tells by the values what 税号 and 电话 are', () => {
    expect(
      fieldsOf([
        ['名称', '税号', '联系人', '电话'],
        ...names.map((name, index): PackedCell[] => [
          name,
          codes[index] ?? '',
          people[index] ?? '',
          mobiles[index] ?? '',
        ]),
      ]),
    ).toEqual(['customerName', 'creditCode', 'contactName', 'contactMobile'])
    expect(
      fieldsOf([
        ['单位', '联系人', '电话'],
        ...names.map((name, index): PackedCell[] => [name, people[index] ?? '', `025-8345678${index}`]),
      ]),
    ).toEqual(['customerName', 'contactName', 'phone'])
  })

  it('proposes by values alone where a title is blank or says nothing', () => {
    expect(
      fieldsOf([
        ['公司', '甲', '乙', '丙'],
        ...names.map((name, index): PackedCell[] => [
          name,
          codes[index] ?? '',
          mobiles[index] ?? '',
          `a${index}@b.com`,
        ]),
      ]),
    ).toEqual(['customerName', 'creditCode', 'contactMobile', 'contactEmail'])
  })

  it('does not believe a title that its values contradict', () => {
    const [, second] = propose([
      ['企业', '统一社会信用代码'],
      ...names.map((name, index): PackedCell[] => [name, mobiles[index] ?? '']),
    ])
    expect(second?.field).not.toBe('creditCode')
  })

  it('gives no field to two columns', () => {
    const fields = fieldsOf([
      ['客户名称', '单位名称', '联系人', '手机', '手机号码'],
      ...names.map((name, index): PackedCell[] => [
        name,
        name,
        people[index] ?? '',
        mobiles[index] ?? '',
        '',
      ]),
    ])
    const given = fields.filter((field) => field !== null)
    expect(new Set(given).size).toBe(given.length)
    expect(fields[0]).toBe('customerName')
  })

  it('names the unit of an amount from its title', () => {
    const [, capital] = propose([
      ['客户名称', '注册资本（万元）'],
      ...names.map((name, index): PackedCell[] => [name, index * 100 + 50]),
    ])
    expect(capital).toMatchObject({ field: 'registeredCapital', moneyUnit: '万元' })
  })

  it('leaves a column that it does not know to the person', () => {
    const [, stranger] = propose([
      ['客户名称', '合同编号'],
      ...names.map((name, index): PackedCell[] => [name, `HT-${index}`]),
    ])
    expect(stranger).toMatchObject({ field: null, confidence: 0 })
  })
})

describe('moneyUnitOfTitle', () => {
  it.each([
    ['注册资本（万元）', '万元'],
    ['预算(元)', '元'],
    ['金额/元', '元'],
    ['年营业额 单位：万元', '万元'],
    ['注册资本', null],
    ['单元', null],
  ])('%s → %s', (title, unit) => {
    expect(moneyUnitOfTitle(title)).toBe(unit)
  })
})
