import type { ParsedRecord } from './match-record.ts'
import type { NameParts } from './name-parts.ts'
import { placeCode } from './name-region.ts'
import { hanziLikeness } from './similar-hanzi.ts'

/** What forbids that two records are one company, whatever else agrees; each with its words for a person. */
export const vetoTexts = {
  creditCode: '信用代码不同',
  branch: '总分机构不同',
  region: '地区不同',
  group: '集团与成员企业',
  numbered: '序号或方位不同',
} as const
export type Veto = keyof typeof vetoTexts

export type PlaceRelation = 'equal' | 'missing' | 'nested' | 'bracketMissing' | 'contradict'

/** How the places in two names agree; `江苏` and `南京` are nested, `苏州` and `南京` contradict. */
export function comparePlaces(one: NameParts, other: NameParts): PlaceRelation {
  const ones = placesOf(one)
  const others = placesOf(other)
  if (isAmbiguous(one) || isAmbiguous(other)) return compareWrittenPlaces(one.regionText, other.regionText)
  const oneLeft = ones.filter((place) => !others.some((known) => related(place, known)))
  const otherLeft = others.filter((place) => !ones.some((known) => related(place, known)))
  if (oneLeft.length > 0 && otherLeft.length > 0) return 'contradict'
  if (oneLeft.length > 0 || otherLeft.length > 0) {
    const left = oneLeft.length > 0 ? oneLeft : otherLeft
    const brackets = oneLeft.length > 0 ? one.bracketPlaces : other.bracketPlaces
    return left.some((place) => brackets.includes(place)) ? 'bracketMissing' : 'missing'
  }
  const isNested =
    ones.some((place) => !others.includes(place)) || others.some((place) => !ones.includes(place))
  if (isNested) return 'nested'
  return one.isNational === other.isNational ? 'equal' : 'missing'
}

export type BranchRelation = 'equal' | 'near' | 'differs'

export function compareBranches(one: NameParts, other: NameParts): BranchRelation {
  if (one.branch === other.branch) {
    // 南京分公司 and 南京办事处 are two offices; 支行 and 分行 of one place as well.
    if (one.branchKind === other.branchKind) return 'equal'
    // 兰州支 is a cut-off 兰州支行, or its kind is not one of ours: a person looks.
    return one.branchKind === 'other' || other.branchKind === 'other' ? 'near' : 'differs'
  }
  if (one.branch === '' || other.branch === '') return 'differs'
  // 第二附属医院 and 附属第二医院.
  if ([...one.branch].sort().join('') === [...other.branch].sort().join('')) return 'near'
  if (one.branchKind !== other.branchKind) return 'differs'
  const [short, long] =
    one.branch.length < other.branch.length ? [one.branch, other.branch] : [other.branch, one.branch]
  // 鼓楼支行 and 南京鼓楼支行: the longer one only says where.
  if (short.length >= 2 && long.endsWith(short) && saysWhere(long.slice(0, -short.length), short))
    return 'near'
  return isOneSlip(one.branch, other.branch) ? 'near' : 'differs'
}

/** 南京 before 鼓楼 says where; 马 before 鞍山 makes another place. */
function saysWhere(prefix: string, place: string): boolean {
  const outer = placeCode(prefix)
  const inner = placeCode(place)
  return (
    outer !== null &&
    (inner === null || inner === place || inner.startsWith(outer) || outer.startsWith(inner))
  )
}

/** Names that stand for bodies of the same kind with another place or number are other bodies. */
export function vetoOf(
  one: ParsedRecord,
  other: ParsedRecord,
  oneName: NameParts,
  otherName: NameParts,
  isShortForm = false,
): Veto | null {
  const codes = [one.record.creditCode, other.record.creditCode]
  if (codes[0] !== null && codes[1] !== null && codes[0] !== codes[1]) return 'creditCode'
  // Written alike is alike, however brackets made the parts fall (渣打银行（中国）, 渣打银行中国).
  if (oneName.normal === otherName.normal) return null
  if (compareBranches(oneName, otherName) === 'differs') return 'branch'
  const places = comparePlaces(oneName, otherName)
  if (places === 'contradict') return 'region'
  // A bureau, a school or a regional bank one level up is another body; a company may leave its city out.
  if (!isShortForm && (oneName.isPlaceBrand || otherName.isPlaceBrand) && places !== 'equal') return 'region'
  if (isGroupAgainstMember(oneName, otherName)) return 'group'
  return null
}

/** 新希望集团有限公司 against 新希望乳业有限公司; a short name without legal form stands for either. */
function isGroupAgainstMember(one: NameParts, other: NameParts): boolean {
  if (one.isGroup === other.isGroup || one.form === '' || other.form === '') return false
  return true
}

/** 江北区 lies in three cities: only its name can be compared. */
function isAmbiguous(parts: NameParts): boolean {
  return parts.regionText !== '' && parts.regionCode === ''
}

function compareWrittenPlaces(one: string, other: string): PlaceRelation {
  if (one === '' || other === '') return 'missing'
  if (one === other) return 'equal'
  return one.endsWith(other) || other.endsWith(one) ? 'nested' : 'contradict'
}

function placesOf(parts: NameParts): readonly string[] {
  return parts.regionCode === '' ? parts.bracketPlaces : [parts.regionCode, ...parts.bracketPlaces]
}

function related(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one)
}

function isOneSlip(one: string, other: string): boolean {
  if (one.length !== other.length) return false
  const differing = [...one]
    .map((character, index) => [character, other.charAt(index)] as const)
    .filter(([a, b]) => a !== b)
  return (
    differing.length === 1 &&
    differing.every(([a, b]) => ['sameSound', 'lookAlike'].includes(hanziLikeness(a, b)))
  )
}
