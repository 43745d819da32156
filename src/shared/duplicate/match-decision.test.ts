import { describe, expect, it } from 'vitest'
import { RecordIndex, matchAgainst, matchAll } from './match-batch.ts'
import { decideMatch } from './match-decision.ts'
import { keysOfWave, matchKeys } from './match-keys.ts'
import type { MatchRecord } from './match-record.ts'

function row(name: string, fields: Partial<MatchRecord> = {}): MatchRecord {
  return {
    ref: { kind: 'row', row: 2 },
    name,
    aliases: [],
    creditCode: null,
    phones: [],
    province: null,
    city: null,
    address: null,
    contacts: [],
    ...fields,
  }
}

function customer(id: number, name: string, fields: Partial<MatchRecord> = {}): MatchRecord {
  return row(name, { ref: { kind: 'customer', id, number: `KH-${String(id).padStart(6, '0')}` }, ...fields })
}

function zone(one: string | MatchRecord, other: string | MatchRecord): string {
  const incoming = typeof one === 'string' ? row(one) : one
  return decideMatch(incoming, [
    typeof other === 'string'
      ? customer(1, other)
      : { ...other, ref: { kind: 'customer', id: 1, number: 'KH-000001' } },
  ]).decision
}

const code = '914403001922038216'
const otherCode = '9144030071526726XG'
const name = '江苏华东新威科技有限公司'

describe('decideMatch by name alone', () => {
  it.each([
    ['江苏华东新威科技有限公司'],
    ['江苏省华东新威科技有限责任公司'],
    ['江蘇華東新威科技有限公司'],
    ['江苏华东新威科技有限公司（老客户）'],
    ['江苏华东新威科技有限公司 张经理'],
    ['江苏华东新威科技有限公司.'],
    ['江苏华东新威科技公司'],
    ['江苏华东新威科技'],
    ['（江苏）华东新威科技有限公司'],
  ])('%s is the same', (spelling) => expect(zone(spelling, name)).toBe('same'))

  it.each([
    ['江苏华东新微科技有限公司', '同音字'],
    ['江苏华东东新威科技有限公司', '重字'],
    ['江苏华东威新科技有限公司', '换位'],
    ['江苏华东新科技有限公司', '漏字'],
    ['江苏华东新威', '简称'],
    ['华东新威', '简称'],
    ['江苏华东新威科', '截断'],
    ['江苏华东新威有限公司', '漏行业'],
    ['江苏华东新威科技集团有限公司', '集团'],
  ])('%s (%s) is for a person to decide', (spelling) => expect(zone(spelling, name)).toBe('likely'))

  it.each([
    ['江苏华东新威科技有限公司南京分公司', '分公司'],
    ['江苏华东新威科技有限公司南京地铁项目部', '项目部'],
    ['浙江华东新威科技有限公司', '外省同名'],
    ['南通华北新威科技有限公司', '方位'],
    ['江苏华东新威贸易有限公司', '姊妹公司'],
    ['华东新威科技（苏州）有限公司苏州分公司', '分公司'],
    ['江苏中天科技股份有限公司', '无关'],
  ])('%s (%s) is another company', (spelling) => expect(zone(spelling, name)).toBe('new'))

  it.each([
    ['工行南京城北支行', '中国工商银行股份有限公司南京城北支行', 'same'],
    ['中国工商银行', '中国工商银行股份有限公司总行', 'same'],
    ['中国工商银行南京分行', '中国工商银行股份有限公司', 'new'],
    ['中国工商银行南京分行', '中国工商银行苏州分行', 'new'],
    ['北京农商银行', '北京农村商业银行股份有限公司', 'same'],
    ['上海银行', '上海农商银行', 'new'],
    ['中国银行', '中国农业银行', 'new'],
    ['渣打银行（中国）有限公司', '渣打银行中国有限公司', 'same'],
    ['南京市商业银行股份有限公司', '南京银行股份有限公司', 'likely'],
    ['宁波银行', '宁波通商银行', 'new'],
    ['雅安市第一中医院', '雅安市第一中心医院', 'new'],
    ['南京市中医医院', '南京市中医院', 'same'],
    ['江宁区人民政府', '江宁区政府', 'same'],
    ['Siemens Co., Ltd.', 'SIEMENS', 'same'],
    ['德意志银行（中国）有限公司', '德意志银行', 'likely'],
    ['南京大学', '南京工业大学', 'new'],
    ['南京大学鼓楼校区', '南京大学', 'new'],
    ['南京市第一医院', '南京市第二医院', 'new'],
    ['江苏省人民医院', '江苏人民医院', 'same'],
    ['复旦大学附属中山医院（上海中山医院）', '复旦大学附属中山医院', 'same'],
    ['南京市财政局', '南京市鼓楼区财政局', 'new'],
    ['新疆维吾尔自治区财政厅', '新疆财政厅', 'same'],
    ['中铁四局集团第一工程有限公司', '中铁四局集团第二工程有限公司', 'new'],
    ['国网江苏省电力有限公司', '国网浙江省电力有限公司', 'new'],
    ['中国石化', '中国石油化工股份有限公司', 'same'],
    ['中国石油天然气股份有限公司', '中国石油化工股份有限公司', 'new'],
    ['上汽集团', '上海汽车集团股份有限公司', 'likely'],
    ['海螺水泥', '安徽海螺水泥股份有限公司', 'likely'],
    ['新希望集团有限公司', '新希望六和股份有限公司', 'new'],
    ['中山制药有限公司', '南京中山制药有限公司', 'likely'],
    ['Siemens Ltd., China', 'SIEMENS LTD CHINA', 'same'],
  ])('%s against %s is %s', (one, other, expected) => expect(zone(one, other)).toBe(expected))
})

describe('decideMatch with evidence', () => {
  it.each<[string, MatchRecord, MatchRecord, string, string]>([
    [
      'one code under two spellings',
      row('华东新威', { creditCode: code }),
      customer(1, name, { creditCode: code }),
      'same',
      '同信用代码',
    ],
    [
      'one code under another name',
      row('苏州中天机械厂', { creditCode: code }),
      customer(1, name, { creditCode: code }),
      'likely',
      '同信用代码',
    ],
    [
      'one code on head and branch',
      row(`${name}南京分公司`, { creditCode: code }),
      customer(1, name, { creditCode: code }),
      'likely',
      '总分机构不同',
    ],
    [
      'two codes under one name',
      row(name, { creditCode: otherCode }),
      customer(1, name, { creditCode: code }),
      'likely',
      '信用代码不同',
    ],
    [
      'one phone under another name',
      row('苏州中天机械厂', { phones: ['13812345678'] }),
      customer(1, name, { phones: ['13812345678'] }),
      'likely',
      '同手机',
    ],
    [
      'one slip and the same phone',
      row('江苏华东新微科技有限公司', { phones: ['13812345678'] }),
      customer(1, name, { phones: ['13812345678'] }),
      'same',
      '同手机',
    ],
    [
      'a former name',
      row('江苏红星机械厂'),
      customer(1, name, { aliases: ['江苏红星机械厂'] }),
      'same',
      '曾用名/别名相同',
    ],
    [
      'one slip and the same address',
      row('江苏华东新微科技有限公司', { address: '南京市鼓楼区中山北路 88 号' }),
      customer(1, name, { address: '中山北路88号' }),
      'same',
      '同地址',
    ],
  ])('%s', (_, incoming, known, expected, reason) => {
    const decision = decideMatch(incoming, [known])
    expect(decision.decision).toBe(expected)
    expect(decision.best?.reasons).toContain(reason)
  })

  it.each([
    ['a branch', `${name}南京分公司`],
    ['a company elsewhere', '浙江华东新威科技有限公司'],
    ['a numbered sister', '江苏华东第二新威科技有限公司'],
  ])('never merges %s by its phone', (_, other) => {
    expect(zone(row(other, { phones: ['13812345678'] }), row(name, { phones: ['13812345678'] }))).not.toBe(
      'same',
    )
  })

  it.each([
    ['江苏华泰科技有限公司', '华泰', '浙江华泰贸易有限公司', '华泰', 'new'],
    ['江苏华泰科技有限公司', '华泰', '江苏华泰贸易有限公司', '华泰', 'likely'],
    ['江苏华泰科技有限公司', '华泰', '江苏华泰科技公司', '华泰', 'same'],
  ])('%s (%s) against %s (%s), equal for short, is %s', (one, oneShort, other, otherShort, expected) => {
    expect(zone(row(one, { aliases: [oneShort] }), row(other, { aliases: [otherShort] }))).toBe(expected)
  })

  it('never merges different valid codes', () => {
    expect(
      zone(
        row('江苏华东新威科技公司', { creditCode: otherCode, phones: ['13812345678'] }),
        row(name, { creditCode: code, phones: ['13812345678'] }),
      ),
    ).not.toBe('same')
  })

  it('leaves two equal candidates to a person', () => {
    const decision = decideMatch(row(name), [customer(1, name), customer(2, name)])
    expect(decision).toMatchObject({ decision: 'likely', best: { reasons: ['名称相同', '另有相同候选'] } })
  })

  it('offers five at most, best first, and no match for a stranger', () => {
    const known = [
      name,
      '江苏华东新威贸易有限公司',
      '江苏华东新微科技有限公司',
      `${name}苏州分公司`,
      '浙江华东新威科技有限公司',
      '江苏华东新威科技公司',
      '华东新威',
    ]
    const decision = decideMatch(
      row(name),
      known.map((text, id) => customer(id, text)),
    )
    expect(decision.suggestions).toHaveLength(5)
    expect(decision.suggestions[0]?.candidate.name).toBe(name)
    expect(decideMatch(row('苏州中天机械厂'), [customer(1, name)])).toEqual({
      decision: 'new',
      best: null,
      suggestions: [],
    })
  })
})

describe('matchKeys', () => {
  it.each([
    ['江苏华东新微科技有限公司'],
    ['江苏华东东新威科技有限公司'],
    ['江苏华东威新科技有限公司'],
    ['江苏东新威科技有限公司'],
    ['江苏华冬新威科技有限公司'],
    ['华东新威科技有限公司'],
    ['华东新威'],
    ['江苏省华东新威科'],
  ])('%s meets the full name', (spelling) => {
    const keys = new Set(matchKeys(row(name)))
    expect(matchKeys(row(spelling)).some((key) => keys.has(key))).toBe(true)
  })

  it('puts code, name and phones into the first wave', () => {
    const keys = matchKeys(row(name, { creditCode: code, phones: ['13812345678'] }))
    expect(keysOfWave(keys, 'CNP')).toEqual([`C${code}`, 'P13812345678', `N${name}`])
  })
})

describe('matchAll', () => {
  const archive = new RecordIndex()
  archive.add(customer(1, name, { creditCode: code }))

  it('finds customers, clusters twins inside the sheet and keeps strangers', () => {
    const rows = [
      row('华东新威科技', { ref: { kind: 'row', row: 5 } }),
      row('江苏华东新威科技有限责任公司', { ref: { kind: 'row', row: 6 } }),
      row('苏州中天机械厂', { ref: { kind: 'row', row: 7 } }),
      row('苏州中天机械厂（老客户）', { ref: { kind: 'row', row: 8 } }),
      row('苏州市中天机械厂', { ref: { kind: 'row', row: 9 } }),
    ]
    const outcomes = matchAll(rows, archive).map(({ decision, best }) => [
      decision,
      best?.candidate.ref ?? null,
    ])
    expect(outcomes).toEqual([
      ['likely', { kind: 'customer', id: 1, number: 'KH-000001' }],
      ['same', { kind: 'customer', id: 1, number: 'KH-000001' }],
      ['new', null],
      ['same', { kind: 'row', row: 7 }],
      ['same', { kind: 'row', row: 7 }],
    ])
  })

  it('lets the surer of two rows that exclude each other have the customer', () => {
    const rows = [
      row('江苏华东新威科技公司', {
        ref: { kind: 'row', row: 5 },
        creditCode: otherCode,
        phones: ['13812345678'],
      }),
      row(name, { ref: { kind: 'row', row: 6 }, creditCode: code }),
    ]
    const outcomes = matchAll(rows, archive)
    expect(outcomes[1]).toMatchObject({ decision: 'same' })
    expect(outcomes[0]?.decision).not.toBe('same')
  })

  it('never asks again about a pair that a person ruled apart', () => {
    const outcome = matchAgainst(row('江苏华东新微科技有限公司'), archive, {
      isRuledApart: (_, candidate) => candidate.ref.kind === 'customer' && candidate.ref.id === 1,
    })
    expect(outcome).toEqual({ decision: 'new', best: null, suggestions: [] })
  })
})
