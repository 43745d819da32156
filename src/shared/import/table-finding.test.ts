import { describe, expect, it } from 'vitest'
import type { MergedBlock, PackedCell, Sheet } from './sheet.ts'
import { findTable, tableRowReader } from './table-finding.ts'

function sheetOf(rows: PackedCell[][], merges: MergedBlock[] = [], firstRow = 1): Sheet {
  return { name: '客户', hidden: false, rows, firstRow, hiddenRows: [], hiddenColumns: [], merges }
}

function block(firstRow: number, firstColumn: number, lastRow: number, lastColumn: number): MergedBlock {
  return { firstRow, firstColumn, lastRow, lastColumn }
}

const head = ['序号', '客户名称', '联系人', '手机', '地址']
const first = [1, '江苏华东电气有限公司', '王伟', '13800138000', '南京市鼓楼区中山路1号']
const second = [2, '浙江宁波水泵厂', '李娜', '13900139000', '宁波市海曙区解放路2号']

describe('findTable', () => {
  it('finds a head in the first row', () => {
    expect(findTable(sheetOf([head, first, second]))).toMatchObject({
      headerRows: [1],
      columns: head.map((title, index) => ({ index, title })),
      dataRows: [2, 3],
      ignored: [],
    })
  })

  it('finds the head under title rows, blank rows and a unit line, counting the sheet’s own rows', () => {
    const table = findTable(
      sheetOf(
        [['2023年度客户资料登记表'], [], ['', '', '', '', '单位：万元'], head, first],
        [block(3, 0, 3, 4)],
        3,
      ),
    )
    expect(table).toMatchObject({ headerRows: [6], dataRows: [7], moneyUnit: '万元' })
    expect(table.ignored).toEqual([
      { row: 3, reason: 'title' },
      { row: 4, reason: 'blank' },
      { row: 5, reason: 'title' },
    ])
  })

  it('joins the two lines of a merged head', () => {
    const sheet = sheetOf(
      [
        ['客户资料登记表'],
        ['序号', '客户名称', '联系人', null, null, '备注'],
        [null, null, '姓名', '手机', '职务', null],
        [1, '江苏华东电气有限公司', '王伟', '13800138000', '经理', ''],
      ],
      [block(1, 0, 1, 5), block(2, 0, 3, 0), block(2, 1, 3, 1), block(2, 2, 2, 4), block(2, 5, 3, 5)],
    )
    const table = findTable(sheet)
    expect(table.headerRows).toEqual([2, 3])
    expect(table.columns.map((column) => column.title)).toEqual([
      '序号',
      '客户名称',
      '联系人姓名',
      '联系人手机',
      '联系人职务',
      '备注',
    ])
    expect(table.dataRows).toEqual([4])
  })

  it('joins two lines without merges, as a .csv has them', () => {
    const table = findTable(
      sheetOf([
        ['客户名称', '联系人', '', '地址'],
        ['', '姓名', '手机', ''],
        ['江苏华东电气有限公司', '王伟', '13800138000', '南京'],
      ]),
    )
    expect(table.headerRows).toEqual([1, 2])
    expect(table.columns.map((column) => column.title)).toEqual([
      '客户名称',
      '联系人姓名',
      '联系人手机',
      '地址',
    ])
  })

  it('takes group titles above the known ones into the head', () => {
    const table = findTable(
      sheetOf(
        [
          ['基本信息', null, '联系方式', null],
          ['客户名称', '地址', '联系人', '手机'],
          ['江苏华东电气有限公司', '南京', '王伟', '13800138000'],
        ],
        [block(1, 0, 1, 1), block(1, 2, 1, 3)],
      ),
    )
    expect(table.headerRows).toEqual([1, 2])
    expect(table.columns[0]).toMatchObject({ title: '基本信息客户名称', parts: ['基本信息', '客户名称'] })
  })

  it('leaves out repeated heads, totals, notes and blank rows, each with its reason', () => {
    const table = findTable(
      sheetOf([
        head,
        first,
        [],
        ['客户资料登记表'],
        head,
        second,
        ['小计', null, null, null, 2],
        ['合  计：', '共2家'],
        ['注：以上客户由业务部提供'],
        ['制表人：张三', null, null, '审核：李四'],
      ]),
    )
    expect(table.dataRows).toEqual([2, 4, 6])
    expect(table.ignored).toEqual([
      { row: 3, reason: 'blank' },
      { row: 5, reason: 'repeatedHead' },
      { row: 7, reason: 'total' },
      { row: 8, reason: 'total' },
      { row: 9, reason: 'note' },
      { row: 10, reason: 'note' },
    ])
  })

  it('leaves out a title that repeats on every page', () => {
    const table = findTable(sheetOf([['客户资料登记表'], head, first, ['客户资料登记表'], head, second]))
    expect(table.dataRows).toEqual([3, 6])
  })

  it('keeps a row that holds nothing but a customer’s name', () => {
    expect(findTable(sheetOf([head, first, [null, '某某研究院'], second])).dataRows).toEqual([2, 3, 4])
  })

  it('keeps a customer whose name begins like a total', () => {
    const rows = [head, first, [2, '合计软件科技有限公司', '李娜', '13900139000', '宁波'], second]
    expect(findTable(sheetOf(rows)).dataRows).toEqual([2, 3, 4])
  })

  it('takes a sheet that starts with data as having no head', () => {
    const table = findTable(sheetOf([first, second]))
    expect(table).toMatchObject({ headerRows: [], dataRows: [1, 2] })
    expect(table.columns.map((column) => column.title)).toEqual(['', '', '', '', ''])
  })

  it('finds nothing in an empty sheet', () => {
    expect(findTable(sheetOf([]))).toEqual({
      headerRows: [],
      columns: [],
      dataRows: [],
      ignored: [],
      moneyUnit: null,
    })
  })

  it('treats heads like __proto__ as titles and no more', () => {
    const table = findTable(
      sheetOf([
        ['客户名称', '__proto__', 'constructor'],
        ['甲公司', 'x', 'y'],
      ]),
    )
    expect(table.columns.map((column) => column.title)).toEqual(['客户名称', '__proto__', 'constructor'])
  })
})

describe('tableRowReader', () => {
  it('gives an owner merged over several rows to each of them, and 同上 its meaning', () => {
    const sheet = sheetOf(
      [
        ['客户名称', '业务员', '行业'],
        ['甲公司', '王伟', '电力'],
        ['乙公司', null, '同上'],
        ['丙公司', null, '〃'],
      ],
      [block(2, 1, 4, 1)],
    )
    const read = tableRowReader(sheet, findTable(sheet))
    expect([2, 3, 4].map(read)).toEqual([
      ['甲公司', '王伟', '电力'],
      ['乙公司', '王伟', '电力'],
      ['丙公司', '王伟', '电力'],
    ])
  })

  it('does not spread one text over the columns of a merge', () => {
    const sheet = sheetOf(
      [
        ['客户名称', '联系人', '手机'],
        ['甲公司', '已注销'],
        ['乙公司', '王伟', '13800138000'],
      ],
      [block(2, 1, 2, 2)],
    )
    expect(tableRowReader(sheet, findTable(sheet))(2)).toEqual(['甲公司', '已注销', null])
  })
})
