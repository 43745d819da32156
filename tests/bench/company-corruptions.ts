/** Seventeen ways a legacy sheet spells a known company, and eight kinds of neighbours that must not be taken for it. */
import * as opencc from 'opencc-js/cn2t'
import { divisions } from '../../src/shared/region/region.ts'
import { readingsOf } from '../../src/shared/search/hanzi-readings.ts'
import { neighbourOf, newCompany, type Company, type Random } from './company-generator.ts'

const toTraditional = opencc.Converter({ from: 'cn', to: 't' })

/** Returns null where the corruption does not apply to this name. */
export type Corruption = (random: Random, company: Company) => string | null

const commonHanzi = [
  ...'的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙飞',
]
const homophones = new Map<string, string[]>()
for (const character of commonHanzi) {
  for (const reading of readingsOf(character).slice(0, 1))
    homophones.set(reading, [...(homophones.get(reading) ?? []), character])
}

function coreStart(company: Company): number {
  const start = company.brand === '' ? -1 : company.name.indexOf(company.brand)
  return start < 0 ? Math.min(2, company.name.length - 1) : start
}

function coreLength(company: Company): number {
  return Math.max(2, company.brand.length + company.trade.length)
}

function positionInCore(random: Random, company: Company): number {
  return Math.min(
    company.name.length - 1,
    coreStart(company) + Math.floor(random.next() * coreLength(company)),
  )
}

function replaceAt(text: string, position: number, by: string, length = 1): string {
  return text.slice(0, position) + by + text.slice(position + length)
}

function or(changed: string, name: string): string | null {
  return changed === name || changed.length < 2 ? null : changed
}

const remarks = [
  '老客户',
  '重点',
  '2021年成交',
  '张经理',
  '已更名',
  '欠款',
  '李总介绍',
  '三季度',
  '停用',
  '原市机械厂',
  '待回访',
  '设备科',
  '送货上门',
  '月结30天',
  '华东大区王工负责',
  '发票单独寄',
  '小刘跟单',
  '要电子发票',
]

export const corruptions: Readonly<Record<string, Corruption>> = {
  'bracket width': (random, { name }) =>
    or(
      /[（）]/u.test(name)
        ? name.replace('（', random.pick(['(', '【', ''])).replace('）', random.pick([')', '】', '']))
        : name,
      name,
    ),
  spaces: (random, { name }) => {
    const position = 1 + Math.floor(random.next() * (name.length - 1))
    return replaceAt(name, position, random.pick([' ', '　', '\u00A0', '\u200B']), 0)
  },
  traditional: (_, { name }) => or(toTraditional(name), name),
  'legal form': (random, { name }) =>
    or(
      /有限责任公司/u.test(name)
        ? name.replace('有限责任公司', '有限公司')
        : name.replace(/(?<!股份|集团)有限公司$/u, random.pick(['有限责任公司', '公司'])),
      name,
    ),
  'form dropped': (_, { name }) => or(name.replace(/(?:股份有限公司|有限责任公司|有限公司)$/u, ''), name),
  'region dropped': (_, company) =>
    company.kind === 'company' && company.region !== ''
      ? or(company.name.replace(company.region, ''), company.name)
      : null,
  'region short': (_, company) => {
    const short = company.region.replace(/(?<=[\u4e00-\u9fa5]{2})(?:省|市|县)/gu, '')
    return company.region === '' || company.region.includes('自治')
      ? null
      : or(company.name.replace(company.region, short), company.name)
  },
  'region added': (_, company) =>
    company.kind === 'company' &&
    /^[\u4e00-\u9fa5]{2,3}$/u.test(company.region) &&
    !company.province.startsWith(company.region) &&
    company.name.startsWith(company.region)
      ? company.province + company.name
      : null,
  'short name': (_, company) =>
    company.kind === 'company'
      ? company.brand + (company.trade.length > 4 ? company.trade.slice(0, 2) : company.trade)
      : null,
  'trailing remark': (random, { name }) =>
    random.pick([`${name}（#）`, `${name}(#)`, `${name}-#`, `${name} #`]).replace('#', random.pick(remarks)),
  swapped: (random, company) => {
    const position = Math.min(company.name.length - 2, positionInCore(random, company))
    return or(
      replaceAt(company.name, position, company.name.charAt(position + 1) + company.name.charAt(position), 2),
      company.name,
    )
  },
  doubled: (random, company) => {
    const position = positionInCore(random, company)
    return replaceAt(company.name, position, company.name.charAt(position), 0)
  },
  truncated: (random, { name }) =>
    name.length >= 9 ? name.slice(0, name.length - 1 - Math.floor(random.next() * 4)) : null,
  'same sound': (random, company) => {
    const position = positionInCore(random, company)
    const options = (homophones.get(readingsOf(company.name.charAt(position))[0] ?? '') ?? []).filter(
      (character) => character !== company.name.charAt(position),
    )
    return options.length === 0 || /[一二三四五六七八九十东西南北]/u.test(company.name.charAt(position))
      ? null
      : replaceAt(company.name, position, random.pick(options))
  },
  missing: (random, company) => {
    const position = positionInCore(random, company)
    return company.name.length < 7 || /[一二三四五六七八九十]/u.test(company.name.charAt(position))
      ? null
      : replaceAt(company.name, position, '')
  },
  'stray punctuation': (random, { name }) => {
    const position = Math.floor(random.next() * (name.length + 1))
    return replaceAt(name, position, random.pick([',', '。', '、', '·', '*', '-', '.', '？', '"']), 0)
  },
  'group word': (random, { name }) =>
    or(
      /（集团）/u.test(name)
        ? name.replace('（集团）有限公司', random.pick(['集团有限公司', '集团公司', '集团']))
        : name.replace('集团有限公司', random.pick(['集团', '集团公司', '（集团）有限公司'])),
      name,
    ),
}

export type Neighbour = (random: Random, company: Company) => Company | null

export const neighbours: Readonly<Record<string, Neighbour>> = {
  branch: (random, company) =>
    company.kind === 'company'
      ? neighbourOf(random, company, {
          name: `${company.name}${otherPlace(random, company)}${random.pick(['分公司', '分公司', '办事处', '项目部', '第二分公司'])}`,
        })
      : null,
  'other branch': (random, company) =>
    company.kind === 'bank' && company.trade.endsWith('公司')
      ? neighbourOf(random, company, { form: `${otherPlace(random, company)}支行` })
      : null,
  'same brand elsewhere': (random, company) =>
    company.region === '' || company.kind === 'bank'
      ? null
      : neighbourOf(random, company, { region: otherPlace(random, company), province: '另' }),
  sister: (random, company) => {
    if (company.kind !== 'company') return null
    const other = newCompany(random)
    return other.kind !== 'company' ||
      other.trade === company.trade ||
      other.trade.includes(company.trade) ||
      company.trade.includes(other.trade)
      ? null
      : neighbourOf(random, company, { trade: other.trade })
  },
  'one character': (random, company) => {
    if (company.kind !== 'company') return null
    const position = Math.floor(random.next() * company.brand.length)
    const old = company.brand.charAt(position)
    const character = random.pick(commonHanzi)
    if (character === old || readingsOf(character).some((reading) => readingsOf(old).includes(reading)))
      return null
    return neighbourOf(random, company, { brand: replaceAt(company.brand, position, character) })
  },
  group: (random, company) =>
    company.kind === 'company' && company.form !== '集团有限公司'
      ? neighbourOf(random, company, { trade: '', form: '集团有限公司' })
      : null,
  numbered: (random, company) =>
    /^第[一二三]/u.test(company.brand)
      ? neighbourOf(random, company, { brand: company.brand === '第一' ? '第二' : '第一' })
      : null,
  unrelated: (random) => newCompany(random),
}

function otherPlace(random: Random, company: Company): string {
  for (;;) {
    const place = random.pick(divisions)
    if (place.level === 'city' && place.province !== company.province && !/^(?:71|81|82)/u.test(place.code))
      return company.region.endsWith('市') ? place.name : place.shortName
  }
}
