import { isWithin } from './core-similarity.ts'
import { divisionsAt, divisionsNamed } from '../region/region.ts'

/**
 * What people write behind a company's name in the name's own cell: `（老客户）`, `-张经理`, ` 已停用`, `(原红星厂)`.
 * A place, a branch or a legal form in brackets belongs to the name and is never taken for a remark.
 */
export interface SplitName {
  readonly name: string
  /** Without its brackets; null when there is none. */
  readonly remark: string | null
}

const surname =
  '[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]'
const title =
  '(?:总|经理|总监|主任|科长|处长|局长|部长|院长|校长|厂长|主管|老板|老师|先生|女士|小姐|工|董|书记|会计|秘书|师傅|采购|老总|总经理|董事长)'

const remarkWords = new RegExp(
  [
    `^(?:${surname}[\\u4e00-\\u9fa5]{0,2}${title}|.{0,6}[:：].*)`,
    '客户|黑名单|VIP|vip|战略|重点|意向|潜在|跟进|已?成交|(?:新|续)签|老(?:户|客)|新(?:户|客|增)',
    '已(?!$)|停用|停业|注销|吊销|作废|废弃|倒闭|破产|歇业|失联|异常|迁移|搬迁|清算',
    '^原|曾用|^曾|^现|^旧|^新$|^旧$|^前身|改名|更名|变更|改制|合并|^即|^又名|^又称|^简称|^别名|^全称|以前',
    '重复|待(?:核|查|定|确认|补|跟|办)|核实|确认|存疑|疑似|暂|勿|不(?:再|要|做|用)|测试|样例|示例|备用|备注|^备|^注|^见|^附|^另|^同',
    '欠款|含税|开票|专票|普票|一般纳税人|小规模|三证合一|付款|账期|回款|合作|对接|联系人?|电话|手机|微信|介绍|推荐|报备|挂靠|借用|名下',
    '^甲方$|^乙方$|^业主$|^总包$|^分包$|^招标人?$|^采购人?$|^代理$|^经销商?$|^终端$|^直销$|^最终用户$|^供应商$|^使用单位$|^建设单位$',
    '^(?:采购|财务|工程|销售|市场|行政|人事|人力资源|技术|设备|物资|供应|供应链|基建|后勤|总务|招标|招采|综合|合同|法务|物流|仓储|运营|研发|生产|质量|安全|信息)(?:部|处|科|办|中心)$|^总经办$|^办公室$|^招标办$',
    '^[A-Da-d][级类]?$|^\\d{1,3}$|^(?:19|20)\\d{2}(?:年.*|[-./].*)?$|\\d{5,}|^[一二三四五六七八九十]{1,2}[季期]$|^[?？!！*#]+$|^无$|^空$',
  ].join('|'),
  'u',
)

/** Endings of parts that make a branch, a site or a sister of the name before them. */
const branchEnding =
  /(?:公司|厂|店|行|部|处|所|站|院|园|区|中心|队|局|办|库|馆|校|系|场|矿|段|社|厅|庄|村|镇|乡|县|市|省|路|街|楼|城|广场|基地|总部|本部|集团|学院|医院|幼儿园|工区|标段|项目|分公司|办事处|代表处)$/u

const meaningfulInBrackets =
  /^(?:集团|控股|股份|有限|有限责任|有限合伙|普通合伙|特殊普通合伙|特殊的普通合伙|合伙|个人独资|中国|中华|国际|亚洲|亚太|大中华|全国|中外合资|港资|外资|独资|个体工商户|个体|筹)$|(?:国|洲|岛|亚|湾|港|澳)$/u

/** A name is complete here; what follows is a branch, a place or a remark. */
const completeForm =
  '(?:有限责任公司|有限公司|集团公司|总公司|公司|合作社|事务所|合伙企业|研究院|设计院|医院|大学|学院|银行|集团|总厂|工厂|委员会|管理局)'

/** With a separator behind it, the end of any body's name will do. */
const completeBody = `(?:${completeForm}|局|委|厅|政府|法院|检察院|中学|小学|学校|幼儿园|支行|分行|经营部|商行|商店|超市|店|厂|中心|站|院|所|馆|合作社|事务所)`

const trailingBracket =
  /\s*[(（[［【〔{｛<＜〈《「『]([^()（）[\]［］【】〔〕{}｛｝<>＜＞〈〉《》「」『』]*)[)）\]］】〕}｝>＞〉》」』]?\s*$/u
const trailingPunctuation = /[\s,，.。;；、:：*＊#?？!！~～—–\-_=+'"“”‘’…·/\\|^`]+$/u
const leadingPunctuation = /^[\s,，.。;；、:：*＊#?？!！~～—–\-_=+'"“”‘’…·/\\|^`★☆●◆■▲△◇○※√]+/u
const leadingLabel =
  /^(?:客户名称|单位名称|公司名称|企业名称|客户|单位|公司|招标人|采购人|采购单位|招标单位|建设单位|甲方|业主)\s*[:：]\s*/u
const leadingNumber = /^(?:[(（]\d{1,4}[)）]|\d{1,4}\s*(?:[、．]|\.(?!\d)))\s*(?=[\p{Script=Han}A-Za-z])/u

const afterSeparator = new RegExp(
  `^(.*(?:${completeBody}|[)）\\]】]))\\s*(?:[-–—_/\\\\·,，、;；:：*#|]+|\\s)\\s*(.+)$`,
  'u',
)
const directlyAfter = new RegExp(`^(.*${completeForm})(.{1,14})$`, 'u')
const sureDirectRemark = new RegExp(
  `^(?:${surname}[\\u4e00-\\u9fa5]{0,2}${title}$|老客户|新客户|重点客户|大客户|战略客户|意向客户|潜在客户|已(?:停用|注销|停业|吊销|搬迁|成交|合作|更名|改名|作废|倒闭|欠款)|停用$|注销$|作废$|黑名单|待核实|待确认|重复$|备用$|测试$|VIP|[\\d\\s-]{7,}$)`,
  'u',
)

/** True for the words in a bracket behind a name that say something about the customer, not who it is. */
export function isRemark(text: string): boolean {
  const content = text.trim()
  if (content === '') return true
  if (remarkWords.test(content) && !/^(?:新|旧)?(?:城|区|院|校|厂|楼|馆)/u.test(content)) return true
  if (meaningfulInBrackets.test(content) || divisionsNamed(content).length > 0) return false
  if (/^[A-Za-z][\w .&-]*$/u.test(content)) return true // an English name or abbreviation of the same company
  // 复旦大学附属中山医院（上海中山医院）: the second name of the same hospital or school.
  if (
    content.length >= 6 &&
    /(?:医院|保健院|研究院|研究所|学院|学校|中学|大学)$/u.test(content) &&
    divisionsAt(content, 0) !== null
  )
    return true
  return !branchEnding.test(content) && !isPlaceList(content)
}

/** Takes list numbers, labels, stray punctuation and remarks off a name as typed; brackets inside the name stay. */
export function splitTrailingRemark(typed: string): SplitName {
  let name = typed
    .replace(leadingPunctuation, '')
    .replace(leadingLabel, '')
    .replace(leadingNumber, '')
    .replace(trailingPunctuation, '')
  const remarks: string[] = []
  for (let round = 0; round < 4; round += 1) {
    const shorter = withoutOneRemark(name)
    if (shorter === null) break
    name = shorter.name.replace(trailingPunctuation, '')
    if (shorter.remark !== null && shorter.remark !== '') remarks.unshift(shorter.remark)
  }
  return { name, remark: remarks.length === 0 ? null : remarks.join('；') }
}

function withoutOneRemark(name: string): SplitName | null {
  if (!/\p{Script=Han}/u.test(name)) return null // (Suzhou) Co., Ltd. is all name
  const bracket = trailingBracket.exec(name)
  if (bracket !== null && bracket.index >= 2) {
    const content = (bracket[1] ?? '').trim()
    return isRemark(content) || isShortFormOf(content, name.slice(0, bracket.index))
      ? { name: name.slice(0, bracket.index), remark: content }
      : null
  }
  const separated = afterSeparator.exec(name)
  if (separated !== null) {
    const content = (separated[2] ?? '').trim()
    if (isRemark(content)) return { name: separated[1] ?? name, remark: content }
  }
  const direct = directlyAfter.exec(name)
  if (direct !== null && sureDirectRemark.test(direct[2] ?? ''))
    return { name: direct[1] ?? name, remark: direct[2] ?? null }
  return null
}

/** 中国科学院南京土壤研究所（南京土壤所）: the bracket only says the name again, shorter. */
function isShortFormOf(content: string, name: string): boolean {
  return content.length >= 3 && divisionsNamed(content).length === 0 && isWithin(content, name)
}

function isPlaceList(content: string): boolean {
  return content.split(/[\s、,，/·-]+/u).every((part) => divisionsNamed(part).length > 0)
}
