/** Realistic companies, their spellings in legacy sheets and their dangerous neighbours, all from a seed. */
import { creditCodeCheckCharacter } from '../../src/shared/customer/credit-code.ts'
import { divisions } from '../../src/shared/region/region.ts'

export interface Random {
  next(): number
  pick<Item>(items: readonly Item[]): Item
  chance(probability: number): boolean
}

/** mulberry32: small, fast, and the same everywhere. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new RangeError('Nothing to pick from')
      return item
    },
    chance: (probability) => next() < probability,
  }
}

export type CompanyKind = 'company' | 'bank' | 'hospital' | 'school' | 'government' | 'shop'

export interface Company {
  readonly kind: CompanyKind
  readonly province: string
  readonly city: string
  /** As written before the brand; may be empty. */
  readonly region: string
  readonly brand: string
  readonly trade: string
  readonly form: string
  readonly name: string
  readonly creditCode: string
  readonly phone: string
  readonly contact: string
  readonly address: string
}

const brandHanzi = [
  ...'华东新威海天盛达宏远鑫源泰康瑞丰恒信安通联创金桥银河星光明德嘉禾永兴万隆博雅卓越凯旋龙腾飞翔双汇利民国强中正大地长青春晖雅致美佳好运来宝润泽祥云瑞雪晨曦朝阳东升南方北辰西岭正泰立信诚佑佰亿仟禾田园林森木易水清江湖洋洲岛山峰岭岳石磊鼎铭钰锦绣铁钢铜铝晶晟昊昱旭昌景辉煌烨炜炎焱灿炫启航帆船舟征程路捷速达迅驰骏骐骥马鹏鹰雁鹤凤凰麒麟虎豹熊狮象鲲科思维智慧聪颖睿哲理文博学优良品质精工匠心力劲健壮强盛富贵荣华锐意进取开拓创展拓普纳百川汇融合众协同和谐共赢赛尔欧诺迪奥斯特威尼克莱维亚索菲玛丽卡洛基伦敦巴黎'.replace(
    /(.)(?=.*\1)/gu,
    '',
  ),
]
const trades =
  '科技 信息技术 网络科技 电子科技 智能科技 生物科技 环保科技 新能源科技 贸易 商贸 工贸 实业 机械 机械制造 机电设备 自动化设备 电气 电力设备 建设工程 建筑安装工程 装饰工程 市政工程 路桥工程 园林绿化工程 水利水电工程 钢结构工程 消防工程 物流 运输 供应链管理 化工 新材料 塑料制品 金属制品 建材 水泥 混凝土 管业 阀门 泵业 仪表 医疗器械 药业 食品 农业发展 粮油 酒业 纺织 服饰 家具 包装 印刷 房地产开发 置业 物业管理 投资 投资管理 资产管理 文化传媒 广告 教育咨询 人力资源 企业管理咨询 工程咨询 工程监理 检测技术 测绘 勘察设计 酒店管理 汽车销售服务 光电 电缆 水务 燃气 热力 环境工程'.split(
    ' ',
  )
const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗']
const givenNames = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英建国志强文华晓东海燕春梅']
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const cities = divisions.filter(
  (division) => division.level === 'city' && !['71', '81', '82'].includes(division.code.slice(0, 2)),
)
const districts = divisions.filter((division) => division.level === 'district')

export function newCreditCode(random: Random, regionCode = '320100'): string {
  const organisation = Array.from({ length: 8 }, () => random.pick([...alphabet])).join('')
  const first17 = `91${regionCode.padEnd(6, '0')}${organisation}${random.pick([...alphabet.slice(0, 10)])}`
  return first17 + (creditCodeCheckCharacter(first17) ?? '')
}

export function newPhone(random: Random): string {
  return `1${random.pick([...'356789'])}${Array.from({ length: 9 }, () => String(Math.floor(random.next() * 10))).join('')}`
}

export function newPerson(random: Random): string {
  return random.pick(surnames) + random.pick(givenNames) + (random.chance(0.6) ? random.pick(givenNames) : '')
}

function newBrand(random: Random): string {
  const length = random.pick([2, 2, 2, 2, 3, 3, 4])
  let brand = ''
  while (brand.length < length) {
    const character = random.pick(brandHanzi)
    if (!brand.includes(character)) brand += character
  }
  return brand
}

export function newCompany(random: Random): Company {
  const city = random.pick(cities)
  const kind = random.pick<CompanyKind>([
    'company',
    'company',
    'company',
    'company',
    'company',
    'company',
    'company',
    'company',
    'bank',
    'hospital',
    'school',
    'government',
    'shop',
  ])
  const parts = partsOf(random, kind, city.shortName, city.name, city.province)
  return withName(random, { kind, province: city.province, city: city.name, ...parts }, city.code)
}

function partsOf(
  random: Random,
  kind: CompanyKind,
  city: string,
  cityName: string,
  province: string,
): Pick<Company, 'region' | 'brand' | 'trade' | 'form'> {
  const provinceShort = province.replace(/(?:壮族|回族|维吾尔)?自治区$|[省市]$/u, '')
  const district = random.pick(districts)
  switch (kind) {
    case 'company': {
      const region = random.pick([
        city,
        city,
        cityName,
        provinceShort,
        provinceShort,
        `${province === cityName ? '' : province}${cityName}`,
        '',
      ])
      const form = random.pick([
        '有限公司',
        '有限公司',
        '有限公司',
        '有限责任公司',
        '股份有限公司',
        '集团有限公司',
      ])
      return { region, brand: newBrand(random), trade: random.pick(trades), form }
    }
    case 'bank':
      return random.chance(0.5)
        ? {
            region: '',
            brand: random.pick([
              '中国工商银行',
              '中国建设银行',
              '中国农业银行',
              '招商银行',
              '兴业银行',
              '交通银行',
            ]),
            trade: '股份有限公司',
            form: `${city}${random.pick(['', district.shortName])}${random.pick(['支行', '分行'])}`,
          }
        : {
            region: random.pick([city, district.shortName]),
            brand: '',
            trade: '农村商业银行',
            form: '股份有限公司',
          }
    case 'hospital':
      return {
        region: random.pick([cityName, district.name]),
        brand: random.pick(['', '第一', '第二', '第三']),
        trade: random.pick(['人民医院', '中医院', '妇幼保健院', '中心医院']),
        form: '',
      }
    case 'school':
      return {
        region: random.pick([cityName, city, district.name]),
        brand: random.pick(['', '第一', '第二', '实验', newBrand(random)]),
        trade: random.pick(['中学', '小学', '职业技术学院', '大学', '高级中学']),
        form: '',
      }
    case 'government':
      return {
        region: random.pick([cityName, `${cityName}${district.name}`, district.name]),
        brand: '',
        trade: random.pick([
          '住房和城乡建设局',
          '财政局',
          '水利局',
          '教育局',
          '交通运输局',
          '公共资源交易中心',
          '卫生健康委员会',
          '公安局',
          '生态环境局',
        ]),
        form: '',
      }
    case 'shop':
      return {
        region: random.pick([cityName, district.name]),
        brand: newBrand(random),
        trade: random.pick(['五金', '建材', '机电', '办公用品', '水暖']),
        form: random.pick(['经营部', '商行', '店', '厂', '专业合作社']),
      }
  }
}

function withName(
  random: Random,
  parts: Omit<Company, 'name' | 'creditCode' | 'phone' | 'contact' | 'address'>,
  regionCode: string,
): Company {
  return {
    ...parts,
    name: nameOf(random, parts),
    creditCode: newCreditCode(random, regionCode),
    phone: newPhone(random),
    contact: newPerson(random),
    address: `${parts.city}${newBrand(random)}路${Math.floor(random.next() * 900) + 1}号`,
  }
}

/** Some companies carry their place in brackets behind the brand. */
function nameOf(
  random: Random,
  parts: Pick<Company, 'kind' | 'region' | 'brand' | 'trade' | 'form'>,
): string {
  const { region, brand, trade, form } = parts
  if (parts.kind === 'company' && region !== '' && region.length <= 3 && random.chance(0.06))
    return `${brand}${trade}（${region}）${form}`
  if (form === '集团有限公司' && random.chance(0.4)) return `${region}${brand}${trade}（集团）有限公司`
  return `${region}${brand}${trade}${form}`
}

/** A company derived from another one, with its own code, phone and people. */
export function neighbourOf(random: Random, company: Company, changes: Partial<Company>): Company {
  const parts = { ...company, ...changes }
  const named = withName(random, parts, '320100')
  return changes.name === undefined ? named : { ...named, name: changes.name }
}
