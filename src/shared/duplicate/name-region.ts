import { divisionsAt, divisionsNamed, type Division } from '../region/region.ts'

/** The places that a name begins with, and what is left of it. */
export interface NameRegion {
  /** GB/T 2260 of the deepest place; shorter when a place's name fits several; empty when there is none. */
  readonly code: string
  /** The places as written, without 省, 市 … */
  readonly text: string
  /** The deepest place alone, short. */
  readonly lastText: string
  readonly rest: string
  readonly isNational: boolean
  /** The place is a word too, or a county's short name: it may as well be the brand. */
  readonly isDoubtful: boolean
}

/** County-level short names that are words or brands more often than places at the head of a company's name. */
const wordLikePlaces = new Set(
  '东方 永安 福安 安宁 海阳 乐平 长安 和平 新华 朝阳 太和 兴业 凤凰 永康 永新 永兴 新安 新兴 新丰 广德 大同 大方 大通 大化 平安 平和 安化 安康 泰和 泰顺 康乐 康平 华安 华宁 华容 华亭 金山 金阳 金沙 天全 天台 天等 宝清 宝丰 宁远 海丰 海兴 海城 青龙 富源 富民 富平 兴国 兴和 兴隆 兴文 兴安 兴宁 兴海 正安 正宁 吉安 吉利 会同 会东 建设 建华 光明 红星 红旗 星子 正阳 昌乐 昌图 昌黎 荣昌 万年 万全 万载 宏伟 太平 友好 前进 向阳 东风 中山 中原 龙华 龙江 河东 河西 江北 江南 城关 鼓楼 玄武 沙河 双流 新建 新城 新都 新乐 新泰 新源 文登 南海 南山 北海'.split(
    ' ',
  ),
)

/** Cities whose short name at the head of a company's name hardly ever means the city. */
const cityWords = new Set(['阿里', '东方'])

/** Cities whose short name is a brand as often as a place. */
const wordLikeCities = new Set(
  '中山 黄山 大同 长治 安康 泰安 永州 安顺 三明 白银 玉溪 朝阳 海口 嘉兴 金华 宁德 吉安 长春 太原 保定 东营 德阳 广安 雅安 昌都 三亚 海东'.split(
    ' ',
  ),
)

const nation = /^(?:中国|中华|中华人民共和国|全国)/u

/**
 * Reads the region at the head of a tidy name: `江苏省南京市鼓楼区…`, `南京…`, `昆山市…`, `昆山…`. A district's short name
 * counts only as a county town (`昆山`, `义乌`) and only when enough of a name follows it.
 */
export function readNameRegion(name: string): NameRegion {
  const national = nation.exec(name)?.[0] ?? ''
  let position = national.length
  let found: readonly Division[] = []
  let text = ''
  let lastText = ''
  let isDoubtful = false
  for (let step = 0; step < 3; step += 1) {
    const next = divisionsAt(name, position)
    if (next === null) break
    const inside = next.divisions.filter(
      (division) => found.length === 0 || found.some((parent) => isBelow(division, parent)),
    )
    const usable = inside.filter((division) =>
      isUsable(division, next.name, name.slice(position + next.name.length), found.length > 0),
    )
    if (usable.length === 0) break
    const level = highestLevel(usable)
    found = usable.filter((division) => division.level === level)
    lastText = found[0]?.shortName ?? next.name
    text += lastText
    isDoubtful =
      text === lastText &&
      found.some((division) => division.name !== next.name) &&
      (level === 'district' || wordLikeCities.has(next.name))
    position += next.name.length
    if (level === 'district') break
  }
  return {
    code: commonCode(found),
    text,
    lastText,
    rest: name.slice(position),
    isNational: national !== '',
    isDoubtful,
  }
}

/** Canonical codes of a text that is nothing but a place (`苏州`, `江苏省南京市`), or null. */
export function placeCode(text: string): string | null {
  const direct = divisionsNamed(text)
  if (direct.length > 0) {
    const level = highestLevel(direct)
    return commonCode(direct.filter((division) => division.level === level)) || text
  }
  const region = readNameRegion(text)
  return region.text !== '' && region.rest === '' ? region.code : null
}

function isUsable(division: Division, written: string, after: string, hasParent: boolean): boolean {
  const lengthAfter = after.length
  // 阿里巴巴 is no company of 阿里地区.
  if (division.level !== 'district') return lengthAfter >= 2 && !cityWords.has(written)
  if (division.name === written) return lengthAfter >= 2
  // 昆山, 义乌: county towns stand alone before a brand; a city's own districts hardly ever do.
  const isCounty = /(?:市|县)$/u.test(division.name)
  const isPublic = /(?:局|委|委员会|厅|院|中学|小学|学校|政府|银行|中心|厂|店|合作社)$/u.test(after)
  return (
    isCounty &&
    (isPublic ? lengthAfter >= 2 : lengthAfter >= (hasParent ? 4 : 5) && !wordLikePlaces.has(written))
  )
}

function isBelow(division: Division, parent: Division): boolean {
  if (division.code === parent.code) return false
  return (
    division.code.startsWith(parent.code) ||
    (parent.level === 'province' && division.province === parent.province)
  )
}

function highestLevel(candidates: readonly Division[]): Division['level'] {
  if (candidates.some(({ level }) => level === 'province')) return 'province'
  return candidates.some(({ level }) => level === 'city') ? 'city' : 'district'
}

/** 鼓楼区 alone could be in four cities: what their codes share is all that is known. */
function commonCode(found: readonly Division[]): string {
  let code = found[0]?.code ?? ''
  for (const division of found) {
    while (code !== '' && !division.code.startsWith(code)) code = code.slice(0, -2)
  }
  return code
}
