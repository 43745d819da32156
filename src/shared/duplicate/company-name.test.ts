import { describe, expect, it } from 'vitest'
import { normalizeCompanyName } from './company-name.ts'
import { simplifyHanzi } from './simplified-hanzi.ts'
import { splitTrailingRemark } from './trailing-remark.ts'

describe('normalizeCompanyName', () => {
  it.each([
    ['江苏华东新威科技有限公司', '江苏华东新威科技有限公司'],
    ['　江苏 华东新威\u00A0科技有限公司\u200B ', '江苏华东新威科技有限公司'],
    ['江蘇華東新威科技有限公司', '江苏华东新威科技有限公司'],
    ['江苏华东新威科技有限责任公司', '江苏华东新威科技有限公司'],
    ['江苏华东新威科技有限公司。', '江苏华东新威科技有限公司'],
    ['“江苏华东新威科技有限公司”', '江苏华东新威科技有限公司'],
    ['12、江苏华东新威科技有限公司', '江苏华东新威科技有限公司'],
    ['（3）江苏华东新威科技有限公司', '江苏华东新威科技有限公司'],
    ['招标人：江苏华东新威科技有限公司', '江苏华东新威科技有限公司'],
    ['江苏华东新威科技有限公司（老客户）', '江苏华东新威科技有限公司'],
    ['江苏华东新威科技有限公司-张经理', '江苏华东新威科技有限公司'],
    ['江苏华东新威科技有限公司张经理', '江苏华东新威科技有限公司'],
    ['江苏华东新威科技有限公司 已停用', '江苏华东新威科技有限公司'],
    ['江苏华东新威科技有限公司(原江苏华东机械厂)', '江苏华东新威科技有限公司'],
    ['江苏华东新威科技有限公司（采购部）', '江苏华东新威科技有限公司'],
    ['江苏华东新威科技有限公司（2019年合作）【重点】', '江苏华东新威科技有限公司'],
    ['江苏华东新威科技有限公司 13812345678', '江苏华东新威科技有限公司'],
    ['博世汽车部件（苏州）有限公司', '博世汽车部件苏州有限公司'],
    ['博世汽车部件[苏州]有限公司', '博世汽车部件苏州有限公司'],
    ['江苏华东（集团）有限公司', '江苏华东集团有限公司'],
    ['江苏华东新威科技有限公司（南京）', '江苏华东新威科技有限公司南京'],
    ['江苏华东新威科技有限公司（南京分公司）', '江苏华东新威科技有限公司南京分公司'],
    ['江苏华东新威科技有限公司南京分公司', '江苏华东新威科技有限公司南京分公司'],
    ['江苏华东新威科技有限公司（二厂）', '江苏华东新威科技有限公司二厂'],
    ['南京红杉股权投资合伙企业（有限合伙）', '南京红杉股权投资合伙企业有限合伙'],
    ['ＡＢＢ（中国）有限公司', 'abb中国有限公司'],
    ['Siemens Ltd., China', 'siemensltdchina'],
    ['3M中国有限公司', '3m中国有限公司'],
    ['Bosch Automotive Products (Suzhou) Co., Ltd.', 'boschautomotiveproductssuzhoucoltd'],
    ['中国科学院南京土壤研究所（南京土壤所）', '中国科学院南京土壤研究所'],
    ['58同城', '58同城'],
    ['', ''],
    ['——', ''],
  ])('makes %s equal to %s', (typed, normal) => {
    expect(normalizeCompanyName(typed)).toBe(normal)
  })

  it('is stable', () => {
    for (const name of ['江苏华东（集团）有限公司', '南京大学（鼓楼校区）', 'XX公司 - 老客户（停用）']) {
      expect(normalizeCompanyName(normalizeCompanyName(name))).toBe(normalizeCompanyName(name))
    }
  })
})

it('keeps the remark for the card', () => {
  expect(splitTrailingRemark('江苏华东新威科技有限公司（老客户）-张经理')).toEqual({
    name: '江苏华东新威科技有限公司',
    remark: '老客户；张经理',
  })
  expect(splitTrailingRemark('南京医科大学第二附属医院（东院）')).toEqual({
    name: '南京医科大学第二附属医院（东院）',
    remark: null,
  })
})

it('simplifies traditional and regional shapes', () => {
  expect(simplifyHanzi('臺灣積體電路製造股份有限公司')).toBe('台湾积体电路制造股份有限公司')
})
