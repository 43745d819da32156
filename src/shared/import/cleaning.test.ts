import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '../calendar-day.ts'
import { cleanContacts } from './cleaning-contacts.ts'
import { cleanDate } from './cleaning-date.ts'
import {
  cleanCompanyName,
  cleanCreditCode,
  cleanEmail,
  cleanPhones,
  cleanPostalCode,
  cleanRegion,
  cleanWebsite,
} from './cleaning-identity.ts'
import { cleanMoney } from './cleaning-money.ts'
import { cleanGender, cleanInteger, cleanList, cleanText } from './cleaning.ts'

const today = day('2026-11-22')

describe('cleanText', () => {
  it.each([
    ['  采购\u00A0部 ', '采购 部'],
    ['Ａ座１２楼', 'A座12楼'],
    ['张\u200B三', '张三'],
    ['⽅正', '方正'],
    ['/', null],
    ['暂无', null],
    ['#N/A', null],
    ['第一行\n第二行', '第一行 第二行'],
    ['采购（二）部，三楼', '采购（二）部，三楼'],
  ])('%j becomes %j', (cell, value) => expect(cleanText(cell).value).toBe(value))

  it('proves every step', () => {
    expect(cleanText('Ａ\u200B  b').changes).toEqual([
      { rule: 'invisible', before: 'Ａ\u200B  b', after: 'Ａ  b' },
      { rule: 'width', before: 'Ａ  b', after: 'A  b' },
      { rule: 'spaces', before: 'A  b', after: 'A b' },
    ])
    expect(cleanText('采购部').changes).toEqual([])
  })

  it('is done after one round', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = cleanText(text).value ?? ''
        return (cleanText(once).value ?? '') === once
      }),
    )
  })
})

describe('cleanDate', () => {
  it.each<[string | number, string | null, string?]>([
    ['2024-03-05', '2024-03-05'],
    ['2024.3.5', '2024-03-05'],
    ['2024/3/5', '2024-03-05'],
    ['2024年3月5日', '2024-03-05'],
    ['2024年03月05号', '2024-03-05'],
    ['2024 年 3 月 5 日', '2024-03-05'],
    ['２０２４．３．５', '2024-03-05'],
    ['20240305', '2024-03-05'],
    [20240305, '2024-03-05'],
    ['2024-03-05 00:00:00', '2024-03-05'],
    ['2024-03-05T08:30:00.000Z', '2024-03-05'],
    ['2024/3/5 上午9:05', '2024-03-05'],
    ['2024年3月5日 14时30分', '2024-03-05'],
    ['2024-03-05 星期二', '2024-03-05'],
    ['2024-03-05（周二）', '2024-03-05'],
    [45356, '2024-03-05'],
    ['45356', '2024-03-05'],
    [45356.75, '2024-03-05'],
    ['二〇二四年三月五日', '2024-03-05'],
    ['二零二四年十二月二十一日', '2024-12-21'],
    ['5-Mar-2024', '2024-03-05'],
    ['March 5, 2024', '2024-03-05'],
    ['25/3/2024', '2024-03-25'],
    ['3/25/2024', '2024-03-25'],
    ['3/5/2024', '2024-03-05', '按 3 月 5 日理解'],
    ['24-3-5', '2024-03-05', '年份只有两位，按 2024 年理解'],
    ['98.12.31', '1998-12-31', '年份只有两位，按 1998 年理解'],
    ['2024年3月', null, '“2024年3月”只有年月，缺少日'],
    ['2024', null, '“2024”只有年月，缺少日'],
    ['2024-02-30', null, '“2024-02-30”不是存在的日期'],
    ['2024-3-5至2024-6-1', null, '“2024-3-5至2024-6-1”不是日期'],
    ['月底', null, '“月底”不是日期'],
    ['', null],
    ['-', null],
  ])('%j becomes %j', (cell, value, problem) => {
    const cleaned = cleanDate(cell, today)
    expect(cleaned.value).toBe(value)
    expect(cleaned.problem).toBe(problem)
  })
})

describe('cleanMoney', () => {
  it.each<[string | number, '元' | '万元', number | null, string?]>([
    ['12,345.60', '元', 1_234_560],
    ['￥1,200', '元', 120_000],
    ['１２００元', '元', 120_000],
    ['1.2万', '元', 1_200_000],
    ['1.2万元', '万元', 1_200_000],
    ['12000元', '万元', 1_200_000],
    ['120', '万元', 120_000_000],
    ['0.123456', '万元', 123_456],
    ['1.5亿元', '元', 15_000_000_000],
    ['500w', '元', 500_000_000],
    ['3百万', '元', 300_000_000],
    ['2千万元', '元', 2_000_000_000],
    ['约500万元', '元', 500_000_000],
    ['500万左右', '元', 500_000_000],
    ['人民币壹佰贰拾万元整', '元', 120_000_000],
    ['叁仟零伍元陆角柒分', '元', 300_567],
    [0.1 + 0.2, '元', 30],
    [1234567.89, '元', 123_456_789],
    [123.4567, '万元', 123_456_700],
    ['9007199254740.99', '元', 900_719_925_474_099],
    ['0.125', '元', 13],
    ['0', '元', 0],
    ['', '元', null],
    ['100-200万', '元', null, '“100-200万”是范围，不是一个金额'],
    ['$500', '元', null, '“$500”是外币，请换算为人民币'],
    ['-500', '元', null, '“-500”是负数'],
    ['下浮 8%', '元', null, '“下浮 8%”是比例，不是金额'],
    ['面议', '元', null, '“面议”不是金额'],
    ['99999999999999999', '元', null, '“99999999999999999”超出金额范围'],
  ])('%j in %s becomes %j', (cell, unit, fen, problem) => {
    const cleaned = cleanMoney(cell, unit)
    expect(cleaned.value).toBe(fen)
    expect(cleaned.problem).toBe(problem)
  })

  it('keeps every 分 of every amount, in 元 and in 万元', () => {
    fc.assert(
      fc.property(fc.nat(Number.MAX_SAFE_INTEGER), (fen) => {
        const digits = String(fen).padStart(7, '0')
        expect(cleanMoney(`${digits.slice(0, -2)}.${digits.slice(-2)}`).value).toBe(fen)
        expect(cleanMoney(`${digits.slice(0, -6)}.${digits.slice(-6)}万元`).value).toBe(fen)
      }),
    )
  })

  it('tells that it rounded', () => {
    expect(cleanMoney('0.125').changes.map(({ rule }) => rule)).toEqual(['rounding'])
  })
})

describe('cleanCompanyName', () => {
  it.each([
    [' 江苏 华东新威科技有限公司 ', '江苏华东新威科技有限公司', null],
    ['博世汽车部件(苏州)有限公司', '博世汽车部件（苏州）有限公司', null],
    ['ＡＢＢ（中国）有限公司', 'ABB（中国）有限公司', null],
    ['江苏华东新威科技有限公司（老客户）', '江苏华东新威科技有限公司', '老客户'],
    ['3、江苏华东新威科技有限公司-张经理', '江苏华东新威科技有限公司', '张经理'],
    ['Siemens AG', 'Siemens AG', null],
    ['无', null, null],
  ])('%j becomes %j', (cell, value, remark) => {
    expect(cleanCompanyName(cell)).toMatchObject({ value, remark })
  })

  it.each(['合计', '备注：以上客户', '123', '制表人：王芳'])('refuses %s as a name', (cell) => {
    expect(cleanCompanyName(cell).problem).toBeDefined()
  })
})

describe('codes, phones and addresses', () => {
  it('keeps an invalid code as a claim', () => {
    expect(cleanCreditCode('914403001922038217')).toMatchObject({
      value: null,
      claimed: '914403001922038217',
    })
    expect(cleanCreditCode('9144 0300 1922 0382 16')).toMatchObject({
      value: '914403001922038216',
      claimed: null,
    })
    expect(cleanCreditCode(914403001922038200)).toMatchObject({
      value: null,
      problem: expect.stringContaining('丢失') as string,
    })
    expect(cleanCreditCode(9.14403001922038e17)).toMatchObject({
      value: null,
      problem: expect.stringContaining('丢失') as string,
    })
    expect(cleanCreditCode('11010519491231002X')).toMatchObject({ value: null, claimed: null })
  })

  it('stores several numbers of a cell in one way', () => {
    expect(cleanPhones('138 1234 5678/025-83456789-801（微信同号）')).toMatchObject({
      value: '13812345678、025-83456789转801',
      keys: ['13812345678', '02583456789'],
      rest: '微信同号',
    })
    expect(cleanPhones('1381234567').problem).toContain('10 位')
  })

  it.each([
    ['Zhang.San＠Example.COM', 'zhang.san@example.com'],
    ['邮箱：a@b.cn；c@d.cn', 'a@b.cn、c@d.cn'],
    ['a @ b。cn', 'a@b.cn'],
    ['没有邮箱', null],
  ])('reads %s as e-mail', (cell, value) => expect(cleanEmail(cell).value).toBe(value))

  it('reads web sites and postal codes', () => {
    expect(cleanWebsite('WWW.Example.com/').value).toBe('www.example.com')
    expect(cleanPostalCode(10020).value).toBe('010020')
    expect(cleanPostalCode('210000').value).toBe('210000')
    expect(cleanPostalCode('21000A').problem).toBeDefined()
  })

  it('splits a region', () => {
    expect(cleanRegion('江苏 南京').value).toMatchObject({
      province: '江苏省',
      city: '南京市',
      district: null,
    })
    expect(cleanRegion('华东区').problem).toBeDefined()
  })
})

it('reads genders, integers and lists', () => {
  expect(cleanGender('先生').value).toBe('male')
  expect(cleanInteger('约 1,200 人').value).toBe(1200)
  expect(cleanInteger('1.2万').value).toBe(12_000)
  expect(cleanInteger('很多').problem).toBeDefined()
  expect(cleanList('重点、华东/ 老客户；重点').value).toEqual(['重点', '华东', '老客户'])
})

describe('cleanContacts', () => {
  const person = (contactName: string, mobile: string | null, rest: object = {}) => ({
    contactName,
    mobile,
    gender: null,
    jobTitle: null,
    phone: null,
    remark: null,
    ...rest,
  })
  it.each<[string, string, object[]]>([
    ['张三', '13812345678', [person('张三', '13812345678')]],
    ['张三 13812345678/李四 13912345678', '', [person('张三', '13812345678'), person('李四', '13912345678')]],
    ['张三13812345678、李四13912345678', '', [person('张三', '13812345678'), person('李四', '13912345678')]],
    [
      '张三：13812345678；李四：13912345678',
      '',
      [person('张三', '13812345678'), person('李四', '13912345678')],
    ],
    ['13812345678（张三）', '', [person('张三', '13812345678')]],
    [
      '13812345678 张三\n13912345678 李四',
      '',
      [person('张三', '13812345678'), person('李四', '13912345678')],
    ],
    [
      '张三、李四',
      '13812345678、13912345678',
      [person('张三', '13812345678'), person('李四', '13912345678')],
    ],
    ['张三/李四', '13812345678', [person('张三', '13812345678'), person('李四', null)]],
    ['张三（采购经理）', '13812345678', [person('张三', '13812345678', { jobTitle: '采购经理' })]],
    ['张三 采购经理 13812345678', '', [person('张三', '13812345678', { jobTitle: '采购经理' })]],
    ['王总', '13812345678', [person('王总', '13812345678')]],
    ['李经理', '', [person('李经理', null, { jobTitle: '经理' })]],
    ['陈丽女士', '', [person('陈丽', null, { gender: 'female' })]],
    ['张三', '13812345678/025-83456789', [person('张三', '13812345678', { phone: '025-83456789' })]],
    ['', '张三13812345678', [person('张三', '13812345678')]],
    ['', '025-83456789', [person('', null, { phone: '025-83456789' })]],
    ['', '', []],
  ])('reads %j and %j', (names, phones, expected) => {
    expect(cleanContacts(names, phones).value).toEqual(expected)
  })
})
