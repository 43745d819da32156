import { isValidCreditCode, normalizeCreditCode } from '../customer/credit-code.ts'
import { cellText, unpackCell, type PackedCell } from './sheet.ts'

export const valueLooks = [
  'company',
  'person',
  'creditCode',
  'mobile',
  'landline',
  'day',
  'money',
  'integer',
  'email',
  'website',
  'region',
  'address',
  'postalCode',
  'gender',
  'sequence',
  'long',
] as const
export type ValueLook = (typeof valueLooks)[number]

/** Share of the sampled values that look like each thing, 0–1; a value may look like several. */
export type ColumnLook = Readonly<Record<ValueLook, number>> & { readonly samples: number }

const companyEnding =
  /(公司|集团|厂|研究院|研究所|设计院|医院|学校|大学|学院|中学|小学|银行|中心|委员会|管委会|人民政府|局|处|院|站|社|商行|经营部|门市部|事务所|合作社|农场|煤矿|电厂|项目部|分公司|支行|分行|协会|馆|办公室|指挥部|工作室|酒店|商店|大队|部队)$/u
const commonSurnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝'
const personName = new RegExp(
  `^(?:欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|[${commonSurnames}])[\\u4e00-\\u9fa5·]{1,3}$`,
  'u',
)
const personTitle = /(先生|女士|小姐|经理|主任|工|总|科长|处长|老师|部长|所长|师傅)$/u
const provinceStart =
  /^(北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)/u

const tests: Readonly<Record<Exclude<ValueLook, 'sequence'>, (text: string, cell: PackedCell) => boolean>> = {
  company: (text) => text.length >= 4 && companyEnding.test(withoutTail(text)),
  person: (text) =>
    personName.test(text) || (text.length <= 6 && personTitle.test(text) && /^[\u4e00-\u9fa5]+$/u.test(text)),
  creditCode: (text) =>
    isValidCreditCode(normalizeCreditCode(text)) || /^9[1-3]\d{6}[0-9A-Z]{10}$/iu.test(text),
  mobile: (text) => /(?<!\d)(?:\+?0{0,2}86)?1[3-9]\d{9}(?!\d)/u.test(text.replace(/[\s-]/gu, '')),
  landline: (text) =>
    /^(?:\+?86)?\(?0\d{2,3}\)?\d{7,8}|^\d{7,8}$|^[48]00\d{7}/u.test(text.replace(/[\s\-—–()]/gu, '')),
  day: (text, cell) => isDayLike(text, cell),
  money: (text, cell) => isMoneyLike(text, cell),
  integer: (text) => /^\d{1,9}$/u.test(text),
  email: (text) => /^[^\s@]+@[^\s@]+\.[a-z]{2,}/iu.test(text),
  website: (text) => /^(https?:\/\/|www\.)|\.(com|cn|net|org)(\/|$)/iu.test(text) && !text.includes('@'),
  region: (text) =>
    text.length <= 20 &&
    (provinceStart.test(text) || /^[\u4e00-\u9fa5]{2,8}(市|区|县|州|盟|旗)$/u.test(text)),
  address: (text) =>
    text.length >= 6 && /(路|街|号|栋|楼|室|巷|村|镇|道|大厦|园区|工业园|开发区)/u.test(text),
  postalCode: (text) => /^\d{6}$/u.test(text),
  gender: (text) => /^(男|女|先生|女士)$/u.test(text),
  long: (text) => text.length > 20,
}

/** Looks at the values of a column; blank ones and errors say nothing. */
export function lookOfColumn(cells: readonly PackedCell[]): ColumnLook {
  const counts = Object.fromEntries(valueLooks.map((look) => [look, 0])) as Record<ValueLook, number>
  const texts: string[] = []
  for (const cell of cells) {
    const text = cellText(cell).normalize('NFKC').trim()
    if (text === '' || (typeof cell === 'object' && cell?.kind === 'error')) continue
    texts.push(text)
    for (const [look, test] of Object.entries(tests) as [
      Exclude<ValueLook, 'sequence'>,
      (typeof tests)['day'],
    ][]) {
      if (test(text, cell)) counts[look] += 1
    }
  }
  const samples = texts.length
  const shares = Object.fromEntries(
    valueLooks.map((look) => [look, samples === 0 ? 0 : counts[look] / samples]),
  )
  return { ...(shares as Record<ValueLook, number>), sequence: sequenceShare(texts), samples }
}

/** 1, 2, 3 …; the samples may skip rows, so each number need only be larger than the one before. */
function sequenceShare(texts: readonly string[]): number {
  if (texts.length < 2) return 0
  let steps = 0
  for (const [index, text] of texts.entries()) {
    const before = texts[index - 1]
    if (before !== undefined && /^\d{1,7}$/u.test(text) && Number(text) > Number(before)) steps += 1
  }
  return steps / (texts.length - 1)
}

function isDayLike(text: string, cell: PackedCell): boolean {
  const { kind } = unpackCell(cell)
  if (kind === 'day' || kind === 'instant') return true
  if (/^(19|20)\d{2}[-/.年]\s*\d{1,2}([-/.月]\s*\d{1,2}日?)?/u.test(text)) return true
  if (
    /^\d{2}[-/.]\d{1,2}[-/.]\d{1,2}$/u.test(text) ||
    /^(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])$/u.test(text)
  )
    return true
  // A date column whose format was lost: serials of 1990 to 2050.
  return kind === 'number' && /^\d{5}(\.\d+)?$/u.test(text) && Number(text) > 32_874 && Number(text) < 55_153
}

function isMoneyLike(text: string, cell: PackedCell): boolean {
  if (typeof cell === 'number' && cell < 1e10) return true
  return (
    /^[¥￥约]?\s*\d[\d,，]*(\.\d+)?\s*(万元|万|元|亿元|亿|万人民币|w)?[左右以上]*$/iu.test(text) &&
    text.length < 20 &&
    !/^1[3-9]\d{9}$/u.test(text)
  )
}

/** Trailing remarks in brackets hide how a name ends. */
function withoutTail(text: string): string {
  return text.replace(/[(（【[][^()（）【】[\]]*[)）】\]]?$/u, '').replace(/[\s\-—,，.。*]+$/u, '')
}
