import { tidyCompanyName, normalNameOfTidy } from './company-name.ts'
import { expandAbbreviation } from './known-abbreviations.ts'
import { placeCode, readNameRegion, type NameRegion } from './name-region.ts'
import { tradeStart } from './trade-words.ts'

export type BodyKind = 'company' | 'bank' | 'public' | 'other'

/** A company's name taken apart: 江苏 · 华东新威 · 科技 · 有限公司 · 南京分公司. */
export interface NameParts {
  readonly normal: string
  readonly regionCode: string
  readonly regionText: string
  readonly isNational: boolean
  /** Places in brackets (`博世（苏州）`) as codes. */
  readonly bracketPlaces: readonly string[]
  /** Brand and trade together, without region, legal form and branch. */
  readonly core: string
  /** The deepest place with brand and trade, to compare bodies of which only one could be recognised as named by its place. */
  readonly placedCore: string
  /** Read again with the place at its head as part of the brand (中山制药, 兴山方物业), where that is as likely. */
  readonly alternative: NameParts | null
  readonly brandLength: number
  /** The place is the brand (南京大学, 江苏银行): another place is another body. */
  readonly isPlaceBrand: boolean
  readonly isGroup: boolean
  /** `limited`, `joint` and so on; empty when the name has no legal form (a short name, or cut off). */
  readonly form: string
  /** The name breaks off inside its legal form (`…科技有限公`). */
  readonly isCut: boolean
  /** 分公司, 支行, 项目部 …, without the endings that all of them share; empty for the head itself. */
  readonly branch: string
  readonly branchKind: string
  readonly body: BodyKind
}

const corporateForm =
  '(?:股份有限责任公司|股份有限公司|有限责任公司|有限责任总公司|有限公司|股份公司|集团公司|总公司)'
const afterCorporateForm = new RegExp(`^(.*?${corporateForm}(?:\\(?集团\\)?)?)(.+)$`, 'u')
const branchUnit =
  '(?:分公司|支公司|子公司|分部|分厂|分店|门店|专卖店|办事处|代表处|联络处|营业部|营业室|营业厅|经营部|项目部|项目经理部|经理部|指挥部|工程处|工程队|分行|支行|分理处|储蓄所|分社|分院|院区|校区|分校|分局|分所|分中心|服务站|工作站|营销中心|销售处|销售部|事业部|工会|党委|技术中心|研究所|制造部)'
const branchAtEnd = new RegExp(
  `^(.{2,}?)((?:第[一二三四五六七八九十\\d]+|[\\u4e00-\\u9fa5\\d]{2,8}?)?${branchUnit})$`,
  'u',
)
const bankHead =
  /^(.*?(?:银行|信用合作联社|信用联社))((?:\([^()]*\)|中国)?(?:(?:股份)?有限(?:责任)?公司|股份公司))?(.*)$/u
const institutionHead = /^(.{2,}?(?:大学|医院|学院|中学|小学|学校))(.{2,})$/u

/** Takes a name apart. Meant to be called once per record and kept. */
export function parseCompanyName(name: string): NameParts {
  const tidy = tidyCompanyName(name)
  const normal = normalNameOfTidy(tidy)
  const { main, branch, body } = splitBranch(expandAbbreviation(tidy))
  const brackets = readBrackets(main)
  const ending = readForm(brackets.text)
  const region = readNameRegion(ending.rest)
  const parts = assemble({ normal, branch, body, brackets, ending, region })
  if (!region.isDoubtful) return parts
  const unread = { ...region, code: '', text: '', lastText: '', rest: ending.rest }
  return { ...parts, alternative: assemble({ normal, branch, body, brackets, ending, region: unread }) }
}

interface Pieces {
  readonly normal: string
  readonly branch: string
  readonly body: BodyKind
  readonly brackets: Brackets
  readonly ending: Ending
  readonly region: NameRegion
}

function assemble({ normal, branch, body, brackets, ending, region }: Pieces): NameParts {
  const trimmedRest = region.rest
  // 南京大学, 江苏银行, 上海医院: without its place nothing of the name is left, so the place is the brand.
  const isPlaceBrand = region.text !== '' && (isGenericCore(trimmedRest) || tradeStart(trimmedRest, 0) === 0)
  const core = isPlaceBrand
    ? officialWords(region.lastText + trimmedRest)
    : trimmedRest === ''
      ? ending.rest
      : trimmedRest
  const kind = body === 'other' ? bodyOf(core, ending.form) : body
  const firstTrade = isPlaceBrand ? region.lastText.length : tradeStart(core, core.length >= 2 ? 2 : 1)
  return {
    normal,
    regionCode: region.code,
    regionText: region.text,
    isNational: region.isNational || brackets.isNational,
    bracketPlaces: brackets.places,
    core,
    placedCore: isPlaceBrand ? core : region.lastText + core,
    alternative: null,
    brandLength: Math.min(Math.max(firstTrade, 1), 8),
    isPlaceBrand,
    isGroup: ending.isGroup || brackets.isGroup,
    form: ending.form,
    isCut: ending.isCut,
    branch: branchIdentity(branch),
    branchKind: branchKindOf(branch),
    body: kind,
  }
}

/** The province that the name itself says, or null. */
export function nameProvinceCode(parts: NameParts): string | null {
  return parts.regionCode === '' ? null : parts.regionCode.slice(0, 2)
}

function splitBranch(tidy: string): { main: string; branch: string; body: BodyKind } {
  const bank = bankHead.exec(tidy)
  if (bank !== null && !/(?:银行家|银行业|银行卡|银行间)/u.test(tidy)) {
    const tail = (bank[3] ?? '').replace(/^(?:股份)?有限(?:责任)?公司/u, '')
    if (tail === '' || /(?:行|部|处|所|室|社|中心|网点|公司|支|分)\)?$/u.test(tail)) {
      return {
        main: (bank[1] ?? '') + (bank[2] ?? ''),
        branch: /^\(?总行\)?$/u.test(tail) ? '' : tail,
        body: 'bank',
      }
    }
  }
  const corporate = afterCorporateForm.exec(tidy)
  if (
    corporate !== null &&
    !/^\(?(?:集团|有限合伙|普通合伙|股份|控股|中国|筹)\)?$/u.test(corporate[2] ?? '')
  ) {
    return { main: corporate[1] ?? tidy, branch: corporate[2] ?? '', body: 'company' }
  }
  if (corporate === null && !new RegExp(`${corporateForm}$`, 'u').test(tidy)) {
    const institution = institutionHead.exec(tidy)
    if (
      institution !== null &&
      /(?:校区|院区|分院|分校|附属.+|本部|学院|系|中心|部|处|所|分部|院)\)?$/u.test(institution[2] ?? '') &&
      !/公司|集团/u.test(tidy)
    ) {
      return { main: institution[1] ?? tidy, branch: institution[2] ?? '', body: 'public' }
    }
    const split = splitPlainBranch(tidy)
    if (split !== null) return { ...split, body: 'other' }
  }
  return { main: tidy, branch: '', body: corporate === null ? 'other' : 'company' }
}

/** `中石化江苏分公司`, `华东新威南京办事处`: the branch begins with the last place before its unit. */
function splitPlainBranch(tidy: string): { main: string; branch: string } | null {
  if (!branchAtEnd.test(tidy)) return null
  const unit = new RegExp(`(?:第[一二三四五六七八九十\\d]+)?${branchUnit}$`, 'u').exec(tidy)
  if (unit === null) return null
  const company = /^(.{2,}?公司)(.+)$/u.exec(tidy)
  if (company !== null && !/[分支子]公司$/u.test(company[1] ?? ''))
    return { main: company[1] ?? '', branch: company[2] ?? '' }
  for (let start = Math.max(2, unit.index - 7); start < unit.index; start += 1) {
    if (placeCode(tidy.slice(start, unit.index)) !== null)
      return { main: tidy.slice(0, start), branch: tidy.slice(start) }
  }
  // 经营部, 研究所 and 工会 are also what a whole body may be called; only a true sub-unit is cut off without a place.
  return /(?:分公司|支公司|分厂|分店|支行|分行|项目部|办事处|分院|分校|院区|校区|分社)$/u.test(unit[0]) &&
    unit.index >= 2
    ? { main: tidy.slice(0, unit.index), branch: unit[0] }
    : null
}

interface Brackets {
  readonly text: string
  readonly places: readonly string[]
  readonly isGroup: boolean
  readonly isNational: boolean
}

function readBrackets(main: string): Brackets {
  const places: string[] = []
  let isGroup = false
  let isNational = false
  if (!main.includes('(') && !main.includes(')')) return { text: main, places, isGroup, isNational }
  const text = main
    .replace(/\(([^()]*)\)/gu, (_, content: string) => {
      if (content === '集团') isGroup = true
      else if (/^(?:中国|中华)$/u.test(content)) isNational = true
      else if (/合伙$|^(?:有限|股份|控股|筹|个体工商户|个人独资)$/u.test(content)) return ''
      else {
        const code =
          placeCode(content) ??
          (/^(?:香港|澳门|台湾|亚洲|亚太|国际|大中华|美国|日本|德国|韩国|英国|法国|新加坡)$/u.test(content)
            ? content
            : null)
        if (code === null) return content
        places.push(code)
      }
      return ''
    })
    .replace(/[()]/gu, '')
  return { text, places, isGroup, isNational }
}

interface Ending {
  readonly rest: string
  readonly form: string
  readonly isGroup: boolean
  readonly isCut: boolean
}

const formEnding =
  /(集团)?(控股)?(集团)?(?:(股份有限责任公司|股份有限公司|股份公司)|(有限责任总公司|有限责任公司|有限公司)|(总公司|公司)|(股份)|(合伙企业|特殊普通合伙|普通合伙|有限合伙)|(专业合作社联合社|专业合作社|合作社))(?:集团)?$/u
const cutEnding =
  /(集团)?(?:股份有限责任公|股份有限责任|股份有限责|股份有限公|股份有限|股份有|有限责任公|有限责任|有限责|有限公|有限|有)$/u

/** Spaces and dots are gone by now: `Co., Ltd.` is `coltd`. */
const latinForm =
  /(?<=^[a-z0-9&+]+)(?:(?:co|company)?(?:ltd|limited)|inc|corp(?:oration)?|llc|gmbh|plc|company)$/u

function readForm(text: string): Ending {
  const latin = latinForm.exec(text)
  if (latin !== null && latin.index >= 3)
    return { rest: text.slice(0, latin.index), form: 'limited', isGroup: false, isCut: false }
  const found = formEnding.exec(text)
  if (found !== null && found.index > 0) {
    const isGroup = found[1] !== undefined || found[3] !== undefined || text.endsWith('集团')
    const form =
      found[4] !== undefined || found[7] !== undefined
        ? 'joint'
        : found[5] !== undefined
          ? 'limited'
          : found[8] !== undefined
            ? 'partnership'
            : found[9] !== undefined
              ? 'cooperative'
              : 'plain'
    // 控股 stays: a holding is not the company it holds.
    const rest = text.slice(0, found.index) + (found[2] ?? '')
    return { rest, form, isGroup, isCut: false }
  }
  const cut = cutEnding.exec(text)
  if (cut !== null && cut.index >= 4)
    return { rest: text.slice(0, cut.index), form: '', isGroup: cut[1] !== undefined, isCut: true }
  if (text.length > 3 && text.endsWith('集团'))
    return { rest: text.slice(0, -2), form: '', isGroup: true, isCut: false }
  return { rest: text, form: '', isGroup: false, isCut: false }
}

function bodyOf(core: string, form: string): BodyKind {
  if (form !== '') return 'company'
  return /(?:局|委|委员会|厅|政府|办公室|法院|检察院|公安局|支队|大队|中心|大学|学院|学校|中学|小学|幼儿园|医院|卫生院|研究院|研究所|设计院|所|站|馆|会|院|台|社|处|部|队)$/u.test(
    core,
  )
    ? 'public'
    : 'other'
}

const genericCore =
  /^(?:第[一二三四五六七八九十\d]+)?(?:人民|中心|中医|高级|初级|完全|中等|附属|九年一贯制|特殊教育|中西医结合|妇幼保健|妇女儿童|儿童|口腔|肿瘤|传染病|精神病|市立|师范|理工|工业|工程|科技|交通|农业|林业|医科|财经|政法|民族|外国语|职业|技术|职业技术|高等|专科|实验|农村|商业|城市|信用|合作|联|发展|开发|投资|建设|国有|资产|控股|经营|公共|资源|交易|供电|供水|自来水|燃气|热力|公交|地铁|轨道|水务|电力|烟草|邮政|电信|移动|联通|住房|城乡|和|教育|卫生|健康|财政|税务|审计|公安|民政|司法|人力|社会|保障|自然|生态|环境|市场|监督|管理|应急|文化|广电|体育|旅游|统计|行政|审批|水利|气象|消防|救援|政府|采购|招标|投标|集团|有限|总)*(?:银行|大学|学院|学校|中学|小学|幼儿园|医院|保健院|局|厅|委|委员会|办公室|法院|检察院|公司|中心|站|所|院|支队|总队|联社|合作联社|图书馆|博物馆|电视台|集团|处|政府|政府采购中心|交易中心)?$/u

/** 中医医院 and 人民政府 are 中医院 and 政府 in everyday writing. */
function officialWords(core: string): string {
  return core.replace('中医医院', '中医院').replace(/人民(?=政府|法院|检察院)/u, '')
}

/** True when a name without its region is nothing but common words, so that the region is what tells it apart. */
function isGenericCore(rest: string): boolean {
  return rest.length < 2 || genericCore.test(rest)
}

/** `南京分公司` → `南京`, `第二项目部` → `第二`; empty only for the head. */
function branchIdentity(branch: string): string {
  if (branch === '') return ''
  const plain = branch.replace(/[()]/gu, '').replace(/(?:股份)?有限(?:责任)?公司$/u, '')
  // 南京分行鼓楼支行: the last unit tells; the one above it may be left out by either side.
  const last = /(?:分行|分公司)(.{2,}(?:支行|营业部|分理处|支公司|分公司|营业室))$/u.exec(plain)?.[1] ?? plain
  const bare = last
    .replace(/(?:分公司|支公司|分行|支行|支|办事处|营业部|分部|分厂|分店|分院|院区|校区|分校)$/u, '')
    .replace(/(?<=..)[省市区县]/gu, '')
  return bare === '' ? last : bare
}

function branchKindOf(branch: string): string {
  if (branch === '') return ''
  return (
    /(分公司|支公司|分行|支行|办事处|营业部|项目部|分厂|分店|院区|校区|工会)\)?$/u.exec(branch)?.[1] ??
    'other'
  )
}
