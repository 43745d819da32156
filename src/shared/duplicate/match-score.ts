import { compareCores, isAbbreviationOf, isWithin, type CoreComparison } from './core-similarity.ts'
import { parsedRecord, type MatchRecord, type ParsedRecord } from './match-record.ts'
import { compareBranches, comparePlaces, vetoOf, vetoTexts, type Veto } from './match-veto.ts'
import type { NameParts } from './name-parts.ts'
import { placeCode } from './name-region.ts'

export interface MatchScore {
  /** 0 to 1; what a veto forbids stays below every zone but keeps its place among the suggestions. */
  readonly score: number
  /** Agreement of the names alone, before evidence and vetoes. */
  readonly nameScore: number
  readonly reasons: readonly string[]
  readonly veto: Veto | null
  readonly hasSameCode: boolean
  readonly hasSamePhone: boolean
  /** The names differ in nothing that could tell two companies apart. */
  readonly isSameName: boolean
}

/** Names that are not written alike never enter the automatic zone by themselves. */
const editedNameCeiling = 0.915

export interface NameScore {
  readonly score: number
  readonly isSame: boolean
  readonly isOpposed: boolean
  readonly isShortForm: boolean
}

/** Agreement of two parsed names, regardless of any other evidence. */
export function scoreNames(one: NameParts, other: NameParts): NameScore {
  if (one.normal !== '' && one.normal === other.normal)
    return { score: 1, isSame: true, isOpposed: false, isShortForm: false }
  if (one.core === '' || other.core === '') return none
  const core = compareParts(one, other)
  const frame = formFactor(one, other) * placeFactor(one, other) * branchFactor(one, other)
  const written = (1 - core.distance) * frame
  const short = shortFormScore(one, other) * branchFactor(one, other)
  if (core.edits === 0) {
    const isSame = written >= 0.92
    return { score: Math.max(written, short), isSame, isOpposed: false, isShortForm: false }
  }
  if (short > written) return { score: short, isSame: false, isOpposed: false, isShortForm: true }
  const cut = isCutOff(one, other) ? 0.8 * branchFactor(one, other) : 0
  // Between names that have nothing in common a number or direction means nothing.
  const isOpposed = (core.isOpposed && core.distance < 0.75) || namesOtherPlace(one.core, other.core)
  const worded = areBothComplete(one, other, core.edits) ? Math.min(written, otherBodyCeiling) : written
  const score = Math.max(0, Math.min(editedNameCeiling, worded), cut)
  return { score: isOpposed ? Math.min(score, 0.55) : score, isSame: false, isOpposed, isShortForm: false }
}

/** Below the zone of likely ones: another body with a similar name. */
const otherBodyCeiling = 0.65

/**
 * Both names make full sense as they stand, so what differs is no slip: 第一中医院 and 第一中心医院 where the place is the
 * brand; 置业 and 药业 behind one brand. 信息科技 for 科技 is only fuller.
 */
function areBothComplete(one: NameParts, other: NameParts, edits: number): boolean {
  if (one.body === 'bank' && other.body === 'bank') return edits > 1 // 宁波银行, 宁波通商银行
  if (one.isPlaceBrand || other.isPlaceBrand) return one.isPlaceBrand && other.isPlaceBrand
  const [trade, otherTrade] = [one.core.slice(one.brandLength), other.core.slice(other.brandLength)]
  if (trade === '' || otherTrade === '' || trade === otherTrade) return false
  if (one.core.slice(0, one.brandLength) !== other.core.slice(0, other.brandLength)) return false
  const [short, long] = trade.length < otherTrade.length ? [trade, otherTrade] : [otherTrade, trade]
  return short.length === long.length || !isWithin(short, long)
}

/** 南京市商业银行 became 南京银行, as all its kind; a 农村商业银行 is another bank. */
function bankCore(parts: NameParts): string {
  return parts.core.replace(/(?<!农村)(?:城市)?商业银行$/u, '银行')
}

/** 国网江苏省电力 and 国网浙江省电力: where they differ, each names a place of its own. */
function namesOtherPlace(one: string, other: string): boolean {
  let start = 0
  while (start < one.length && one.charAt(start) === other.charAt(start)) start += 1
  let end = 0
  while (
    end < Math.min(one.length, other.length) - start &&
    one.charAt(one.length - 1 - end) === other.charAt(other.length - 1 - end)
  )
    end += 1
  if (one.length - end - start > 4 || other.length - end - start > 4 || start + end < 2) return false
  // 江苏 and 江西 share a character at the seam, so one more on either side is tried.
  for (const [left, right] of [
    [0, 0],
    [1, 0],
    [0, 1],
  ] as const) {
    const ones = placeCode(one.slice(Math.max(0, start - left), one.length - Math.max(0, end - right)))
    const others = placeCode(other.slice(Math.max(0, start - left), other.length - Math.max(0, end - right)))
    if (ones !== null && others !== null && ones !== others) return true
  }
  return false
}

const none: NameScore = { score: 0, isSame: false, isOpposed: false, isShortForm: false }

function compareParts(one: NameParts, other: NameParts): CoreComparison {
  if (
    one.body === 'bank' &&
    other.body === 'bank' &&
    one.core !== other.core &&
    bankCore(one) === bankCore(other)
  ) {
    return { distance: 0.1, edits: 1, isOpposed: false }
  }
  if (one.isPlaceBrand === other.isPlaceBrand)
    return compareCores(one.core, one.brandLength, other.core, other.brandLength)
  // A slip in 妇幼保健院 hides that the place names it; compare both with their places.
  return compareCores(one.placedCore, one.brandLength, other.placedCore, other.brandLength)
}

/** Scores two records with all their evidence. */
export function scoreMatch(incoming: MatchRecord, candidate: MatchRecord): MatchScore {
  const one = parsedRecord(incoming)
  const other = parsedRecord(candidate)
  const best = bestNames(one, other)
  const hasSameCode = incoming.creditCode !== null && incoming.creditCode === candidate.creditCode
  const phone = sharedPhone(incoming.phones, candidate.phones)
  const reasons: string[] = []
  if (hasSameCode) reasons.push('同信用代码')
  if (phone !== null) reasons.push(/^1\d{10}$/u.test(phone) ? '同手机' : '同电话')

  let doubt = 1 - best.name.score
  const hasSameContact = best.name.score >= 0.4 && sharesContact(incoming.contacts, candidate.contacts)
  const hasSameAddress = best.name.score >= 0.4 && isSameAddress(one.address, other.address)
  if (phone !== null) doubt *= phone.startsWith('~') ? 0.6 : 0.3
  if (hasSameContact) doubt *= 0.6
  if (hasSameAddress) doubt *= 0.5
  // A full name written alike outweighs an address: offices lie in other provinces.
  if (!best.name.isSame && isElsewhere(one, other)) doubt = Math.max(doubt, 0.12)

  const veto =
    vetoOf(one, other, best.one, best.other, best.name.isShortForm) ??
    // Two companies called the same for short are judged by their full names.
    (best.isByAlias && best.name.isShortForm ? vetoOf(one, other, one.name, other.name) : null) ??
    (best.name.isOpposed ? 'numbered' : null)
  reasons.push(nameReason(best))
  if (hasSameContact) reasons.push('同联系人')
  if (hasSameAddress) reasons.push('同地址')
  if (veto !== null) reasons.push(vetoTexts[veto])
  return {
    score: Math.min(1, Math.max(0, 1 - doubt)),
    nameScore: best.name.score,
    reasons,
    veto,
    hasSameCode,
    hasSamePhone: phone !== null && !phone.startsWith('~'),
    isSameName: best.name.isSame,
  }
}

interface BestNames {
  readonly name: NameScore
  readonly one: NameParts
  readonly other: NameParts
  readonly isByAlias: boolean
}

function bestNames(one: ParsedRecord, other: ParsedRecord): BestNames {
  let best = bestReading(one.name, other.name)
  if (best.name.score === 1 || (one.aliases.length === 0 && other.aliases.length === 0)) return best
  for (const oneName of [one.name, ...one.aliases]) {
    for (const otherName of [other.name, ...other.aliases]) {
      if (oneName === one.name && otherName === other.name) continue
      const read = bestReading(oneName, otherName)
      const name = isShortName(oneName) || isShortName(otherName) ? asShortForm(read.name) : read.name
      if (name.score > best.name.score) best = { ...read, name, isByAlias: true }
    }
  }
  return best
}

/** 华泰 is what many companies are called; an equal short name is a hint, never proof. */
function isShortName(parts: NameParts): boolean {
  return parts.form === '' && parts.normal.length <= 6 && parts.body !== 'bank' && parts.body !== 'public'
}

function asShortForm(name: NameScore): NameScore {
  return { ...name, score: Math.min(name.score, 0.88), isSame: false, isShortForm: true }
}

/** The better of the ways to read a place at the head of a name; the first reading stands unless another fits clearly. */
function bestReading(one: NameParts, other: NameParts): BestNames {
  let best: BestNames = { name: scoreNames(one, other), one, other, isByAlias: false }
  if (best.name.score >= 0.8) return best
  for (const [oneReading, otherReading] of [
    [one.alternative, other],
    [one, other.alternative],
  ] as const) {
    if (oneReading === null || otherReading === null) continue
    const name = scoreNames(oneReading, otherReading)
    if (name.score > best.name.score + 0.1)
      best = { name, one: oneReading, other: otherReading, isByAlias: false }
  }
  return best
}

function nameReason(best: BestNames): string {
  const percent = Math.floor(best.name.score * 100)
  if (best.isByAlias) return best.name.score === 1 ? '曾用名/别名相同' : `曾用名/别名 ${percent} %`
  if (best.name.score === 1) return '名称相同'
  return best.name.isShortForm ? `简称 ${percent} %` : `名称 ${percent} %`
}

function formFactor(one: NameParts, other: NameParts): number {
  let factor = 1
  if (one.form !== other.form) {
    if (one.form === '' || other.form === '')
      factor = one.body === other.body || one.isCut || other.isCut ? 0.98 : 0.95
    else if (one.form === 'plain' || other.form === 'plain') factor = 0.975
    else if (
      one.form === 'cooperative' ||
      other.form === 'cooperative' ||
      one.form === 'partnership' ||
      other.form === 'partnership'
    )
      factor = 0.85
    else factor = 0.95
  }
  if (one.isGroup !== other.isGroup) factor *= one.form === '' || other.form === '' ? 0.93 : 0.86
  return factor
}

function placeFactor(one: NameParts, other: NameParts): number {
  switch (comparePlaces(one, other)) {
    case 'equal':
      return 1
    case 'missing':
      // A long brand is told apart without its region; 华泰 exists in every province.
      if (isDistinctive(one) && isDistinctive(other)) return 0.925
      return Math.min(one.core.length, other.core.length) >= 5 ? 0.91 : 0.88
    case 'nested':
      return Math.min(one.core.length, other.core.length) >= 5 ? 0.9 : 0.87
    case 'bracketMissing':
      return 0.85
    case 'contradict':
      return 0.6
  }
}

/** A brand of three and more characters with its trade and legal form: found once in the country, as a rule. */
function isDistinctive(parts: NameParts): boolean {
  return (
    parts.brandLength >= 3 &&
    parts.core.length >= 5 &&
    parts.form !== '' &&
    !parts.isPlaceBrand &&
    parts.alternative === null
  )
}

function branchFactor(one: NameParts, other: NameParts): number {
  switch (compareBranches(one, other)) {
    case 'equal':
      return 1
    case 'near':
      return 0.9
    case 'differs':
      return 0.55
  }
}

/** A name that a narrow column broke off: it begins the other one and does not look finished. */
function isCutOff(one: NameParts, other: NameParts): boolean {
  const [short, long] =
    one.normal.length < other.normal.length ? [one.normal, other.normal] : [other.normal, one.normal]
  return (
    short.length >= 6 &&
    long.startsWith(short) &&
    !/(?:公司|集团|[局厅委院学校行部处所站厂店社馆中心府])$/u.test(short)
  )
}

/** A short name has no legal form: 华新水泥 for 华新水泥股份有限公司, 上汽 for 上海汽车集团. */
function shortFormScore(one: NameParts, other: NameParts): number {
  const [short, long] = one.core.length <= other.core.length && one.form === '' ? [one, other] : [other, one]
  if (short.form !== '' || short.normal.length > 12 || short.normal.length >= long.normal.length) return 0
  const places = comparePlaces(short, long)
  if (places === 'contradict' || short.isPlaceBrand) return 0
  const placed = places === 'equal' ? 1 : 0.97
  const brand = long.core.slice(0, long.brandLength)
  if (short.core.length >= 2 && (short.core === brand || long.core.startsWith(short.core))) {
    return (short.core.length >= 3 || short.regionCode !== '' ? 0.88 : 0.84) * placed
  }
  const whole = long.regionText + long.core
  if (/(?:银行|大学|学院|医院|中学|小学)$/u.test(short.core)) return 0 // 中国银行 is no short form of 中国农业银行
  if (short.normal.length >= 3 && long.core.endsWith(short.core) && short.core.length >= 3)
    return 0.78 * placed
  if (short.normal.length > 8) return 0
  if (
    isAbbreviationOf(short.normal, whole) ||
    isAbbreviationOf(short.normal, long.normal) ||
    isAbbreviationOf(short.core, long.core)
  )
    return short.normal.length >= 3 ? 0.78 : 0.72
  return 0
}

function sharedPhone(ones: readonly string[], others: readonly string[]): string | null {
  let local: string | null = null
  for (const phone of ones) {
    if (!others.includes(phone)) continue
    if (!phone.startsWith('~')) return phone
    local = phone
  }
  return local
}

function sharesContact(ones: readonly string[], others: readonly string[]): boolean {
  return ones.some(
    (name) =>
      name.length >= 2 &&
      !/^\p{Script=Han}(?:总|工|经理|主任|先生|女士|老师)$/u.test(name) &&
      others.includes(name),
  )
}

function isSameAddress(one: string, other: string): boolean {
  if (one.length < 5 || other.length < 5) return false
  return (
    one === other || (Math.min(one.length, other.length) >= 7 && (one.includes(other) || other.includes(one)))
  )
}

/** The cards say other provinces though the names do not. */
function isElsewhere(one: ParsedRecord, other: ParsedRecord): boolean {
  return one.provinceCode !== '' && other.provinceCode !== '' && one.provinceCode !== other.provinceCode
}
