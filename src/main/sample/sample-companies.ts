import { creditCodeCheckCharacter } from '../../shared/customer/credit-code.ts'

/** A company as it would stand in a well-kept register. All of them are invented. */
export interface SampleCompany {
  readonly name: string
  readonly creditCode: string
  readonly customerType: string
  readonly industry: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly street: string
  readonly postalCode: string
  readonly contactName: string
  readonly contactTitle: string
  readonly mobile: string
  /** With area code. */
  readonly landline: string
  readonly capitalWan: number
  readonly establishedOn: string
  readonly registeredOn: string
  readonly source: string
  readonly demand: string
  readonly expectedWan: number
  readonly paymentTerms: string
}

/** Numbers between 0 and 1, the same on every machine (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const places = [
  ['江苏省', '南京市', '鼓楼区', '320106', '025', '210009'],
  ['江苏省', '苏州市', '吴中区', '320506', '0512', '215128'],
  ['江苏省', '徐州市', '泉山区', '320311', '0516', '221006'],
  ['浙江省', '杭州市', '余杭区', '330110', '0571', '311100'],
  ['浙江省', '宁波市', '鄞州区', '330212', '0574', '315100'],
  ['安徽省', '合肥市', '蜀山区', '340104', '0551', '230031'],
  ['山东省', '济南市', '历下区', '370102', '0531', '250014'],
  ['山东省', '青岛市', '黄岛区', '370211', '0532', '266500'],
  ['河北省', '石家庄市', '长安区', '130102', '0311', '050011'],
  ['河南省', '郑州市', '金水区', '410105', '0371', '450003'],
  ['湖北省', '武汉市', '洪山区', '420111', '027', '430070'],
  ['广东省', '佛山市', '顺德区', '440606', '0757', '528300'],
  ['上海市', '上海市', '嘉定区', '310114', '021', '201800'],
  ['四川省', '成都市', '武侯区', '510107', '028', '610041'],
] as const
const brands =
  '瑞诺恒 华晟远 中屹达 博霖特 凯沃尔 恒泽润 启宸 天栎 科隆盛 鑫磐 浩源通 国铎 联晟 振翊 东骏 金铂来 宏耀嘉 德鹏泰 盛垣 锦恺 立宸翔 广沣 永峙 百川汇 云帆鼎'.split(
    ' ',
  )
const trades = [
  ['电气设备', '电力', '断路器、配电柜'],
  ['水泵制造', '机械制造', '离心泵'],
  ['阀门', '机械制造', '闸阀、蝶阀'],
  ['环保科技', '环保', '污水处理成套设备'],
  ['建筑工程', '建筑', '管材管件'],
  ['机电安装工程', '建筑', '电线电缆'],
  ['仪器仪表', '仪器仪表', '流量计、压力变送器'],
  ['给排水设备', '市政', '供水机组'],
  ['新能源科技', '新能源', '光伏支架'],
  ['消防器材', '消防', '消防栓、报警主机'],
] as const
const forms = ['有限公司', '有限公司', '有限公司', '有限责任公司', '股份有限公司'] as const
const institutions = [
  ['恒德医院', '最终用户', '医疗', '净化空调机组'],
  ['启明高级中学', '最终用户', '教育', '实验室设备'],
  ['城北水务工程建设管理处', '招标人', '水利', '闸门启闭机'],
  ['轨道交通运维中心', '招标人', '交通', '应急照明'],
  ['云栖建筑设计研究院', '设计院', '设计', '选型咨询'],
] as const
const surnames = '赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜'
const givenNames =
  '建国 志强 丽华 海燕 文博 晓东 雪梅 国栋 永刚 秀英 俊杰 婷婷 明远 卫东 思雨 立新 春霞 浩然'.split(' ')
const roads = '中山路 解放路 建设大道 人民路 迎宾大道 工业园二路 科创路 滨河路'.split(' ')
const titles = ['经理', '采购部主任', '总工', '科长', '总经理', '项目负责人'] as const
const types = ['招标人', '经销商', '施工单位', '最终用户', '开发商'] as const
const sources = ['展会', '老客户介绍', '网络招标公告', '电话拜访', '陌生拜访'] as const
const terms = ['货到付款', '3-3-3-1', '月结30天', '预付30%，余款验收后付清'] as const
const codeAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** Makes `count` different companies, always the same ones. */
export function makeSampleCompanies(count: number): SampleCompany[] {
  const random = seededRandom(20_261_122)
  const pick = <Item>(items: ArrayLike<Item>): Item => {
    const item = items[Math.floor(random() * items.length)]
    if (item === undefined) throw new RangeError('Nothing to pick from')
    return item
  }
  const digits = (length: number) => Array.from({ length }, () => Math.floor(random() * 10)).join('')
  const dayBetween = (firstYear: number, lastYear: number) =>
    `${firstYear + Math.floor(random() * (lastYear - firstYear + 1))}-${pad(1 + Math.floor(random() * 12))}-${pad(1 + Math.floor(random() * 28))}`
  const names = new Set<string>()
  const companies: SampleCompany[] = []
  while (companies.length < count) {
    const index = companies.length
    const [province, city, district, regionCode, areaCode, postalCode] = pick(places)
    const [trade, tradeIndustry, tradeDemand] = pick(trades)
    const institution = index % 8 === 7 ? pick(institutions) : null
    const start = random() < 0.5 ? city.slice(0, -1) : province.slice(0, -1)
    const brand = pick(brands)
    const opening = index % 9 === 5 ? `${brand}（${start}）` : `${start}${brand}`
    const name = institution === null ? `${opening}${trade}${pick(forms)}` : `${city}${institution[0]}`
    if (names.has(name)) continue
    names.add(name)
    companies.push({
      name,
      creditCode: makeCreditCode(institution === null ? '91' : '12', regionCode, pick),
      customerType: institution?.[1] ?? pick(types),
      industry: institution?.[2] ?? tradeIndustry,
      province,
      city,
      district,
      street: `${pick(roads)}${1 + Math.floor(random() * 380)}号`,
      postalCode,
      contactName: pick(surnames) + pick(givenNames),
      contactTitle: pick(titles),
      mobile: `1${pick(['38', '39', '50', '86', '77'])}0${String(1000 + index)}${digits(3)}`,
      landline: `${areaCode}-${areaCode.length === 3 ? '8' : ''}${6 + Math.floor(random() * 3)}${digits(6)}`,
      capitalWan: pick([50, 100, 200, 500, 1000, 2000, 5000]),
      establishedOn: dayBetween(1998, 2021),
      registeredOn: dayBetween(2023, 2025),
      source: pick(sources),
      demand: institution?.[3] ?? tradeDemand,
      expectedWan: Math.round(random() * 2000) / 10 + 5,
      paymentTerms: pick(terms),
    })
  }
  return companies
}

/** A code of GB 32100-2015 whose inner organisation code (GB 11714) holds as well. */
function makeCreditCode(start: string, regionCode: string, pick: (characters: string) => string): string {
  const body = Array.from({ length: 8 }, (_, index) => (index < 2 ? pick('MN') : pick(codeAlphabet))).join('')
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  let sum = 0
  for (const [index, character] of [...body].entries())
    sum += Number.parseInt(character, 36) * (weights[index] ?? 0)
  const check = (11 - (sum % 11)) % 11
  const first17 = `${start}${regionCode}${body}${check === 10 ? 'X' : String(check)}`
  return first17 + (creditCodeCheckCharacter(first17) ?? '')
}

function pad(part: number): string {
  return String(part).padStart(2, '0')
}
