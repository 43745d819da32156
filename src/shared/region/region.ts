import { divisionList } from './division-list.ts'

/** A place of GB/T 2260; deeper levels are null when the text does not say them. */
export interface Region {
  readonly province: string
  readonly city: string | null
  readonly district: string | null
  /** Two, four or six digits. */
  readonly code: string
}

export interface Division extends Region {
  readonly level: 'province' | 'city' | 'district'
  /** The official name, e.g. `恩施土家族苗族自治州`. */
  readonly name: string
  /** As people say it: `恩施`. Equal to the name where nothing can be left out. */
  readonly shortName: string
}

const nations =
  '壮族|回族|维吾尔|土家族|苗族|侗族|布依族|彝族|白族|傣族|景颇族|傈僳族|藏族|羌族|蒙古族|蒙古|朝鲜族|哈尼族|哈萨克|柯尔克孜|瑶族|黎族|畲族|满族|锡伯族|锡伯|达斡尔族|鄂温克族|裕固族|保安族|东乡族|撒拉族|土族|仡佬族|水族|毛南族|仫佬族|各族|佤族|拉祜族|纳西族|独龙族|怒族|普米族|布朗族|塔吉克|鄂伦春'
const autonomous = new RegExp(`(?:${nations})*自治(?:区|州|县|旗)$`, 'u')

/** Leaves out the ending that people leave out; never shortens to one character (`沙县` stays `沙县`). */
function shorten(name: string): string {
  if (name === '内蒙古自治区') return '内蒙古' // 蒙古 is part of the name here, not the nation
  const short = name
    .replace(autonomous, '')
    .replace(/(?:特别行政区|地区|林区|新区|矿区|省|市|盟|区|县|旗)$/u, '')
    .replace(/(?:左翼|右翼)(?:前|中|后)$/u, '')
  return short.length >= 2 ? short : name
}

const all: Division[] = []
for (const line of divisionList.trim().split('\n')) {
  const [head = '', ...cities] = line.split('|')
  const province = head.slice(2)
  const provinceCode = head.slice(0, 2)
  const isMunicipality = cities[0]?.startsWith('01 ') === true
  all.push({
    province,
    city: null,
    district: null,
    code: provinceCode,
    level: 'province',
    name: province,
    shortName: shorten(province),
  })
  for (const cityText of cities) {
    const [cityHead = '', ...districts] = cityText.split(' ')
    const cityCode = provinceCode + cityHead.slice(0, 2)
    const cityName = cityHead.slice(2)
    if (cityName !== '') {
      all.push({
        province,
        city: cityName,
        district: null,
        code: cityCode,
        level: 'city',
        name: cityName,
        shortName: shorten(cityName),
      })
    }
    for (const districtText of districts) {
      const name = districtText.slice(2)
      const code = cityCode + districtText.slice(0, 2)
      const shortName = shorten(name)
      if (cityName === '' && !isMunicipality) {
        // 仙桃市, 济源市, 石河子市: a county right under the province takes the city's place.
        all.push({ province, city: name, district: null, code, level: 'city', name, shortName })
      } else {
        const city = cityName === '' ? province : cityName
        all.push({ province, city, district: name, code, level: 'district', name, shortName })
      }
    }
  }
}

/** Every province, city and district of the list, in its order. */
export const divisions: readonly Division[] = all

export const provinces: readonly Division[] = all.filter((division) => division.level === 'province')

/** The cities of a province by its official name; a municipality has itself as only city. */
export function citiesOf(province: string): readonly string[] {
  const cities = all
    .filter((division) => division.province === province && division.level === 'city')
    .map(({ name }) => name)
  return cities.length > 0 ? cities : [province]
}

export function districtsOf(province: string, city: string): readonly string[] {
  return all
    .filter(
      (division) => division.level === 'district' && division.province === province && division.city === city,
    )
    .map(({ name }) => name)
}

/** Divisions by their official or short name; several places share a name (鼓楼区, 朝阳, 吉林). */
const byName = new Map<string, Division[]>()
for (const division of all) {
  for (const name of new Set([division.name, division.shortName])) {
    const known = byName.get(name)
    if (known === undefined) byName.set(name, [division])
    else known.push(division)
  }
}
/** Lengths of the names that begin with two characters, longest first: nearly every text is done after one look. */
const lengthsByHead = new Map<string, number[]>()
for (const name of byName.keys()) {
  const head = name.slice(0, 2)
  const lengths = lengthsByHead.get(head)
  if (lengths === undefined) lengthsByHead.set(head, [name.length])
  else if (!lengths.includes(name.length)) lengths.push(name.length)
}
for (const lengths of lengthsByHead.values()) lengths.sort((one, other) => other - one)

export function divisionsNamed(name: string): readonly Division[] {
  return byName.get(name) ?? []
}

/** The longest division name that `text` has at `start`, with every division called so. */
export function divisionsAt(
  text: string,
  start: number,
): { readonly name: string; readonly divisions: readonly Division[] } | null {
  for (const length of lengthsByHead.get(text.slice(start, start + 2)) ?? []) {
    if (start + length > text.length) continue
    const name = text.slice(start, start + length)
    const found = byName.get(name)
    if (found !== undefined) return { name, divisions: found }
  }
  return null
}

export interface RegionReading {
  readonly region: Region
  /** The text after the place, e.g. the street. */
  readonly rest: string
}

/**
 * Reads the place at the beginning of an address or a region cell: `江苏省南京市鼓楼区…`, `江苏南京`, `南京 鼓楼`,
 * `江苏-南京-鼓楼区`, `昆山市`. Levels that are left out are filled in when only one place fits; a name that fits
 * several places and nothing before it decides is not read. Null when the text does not begin with a place.
 */
export function readRegion(text: string): RegionReading | null {
  let position = text.startsWith('中国') ? 2 : 0
  let found: Division | null = null
  for (;;) {
    const separator = /^[\s\-–—/\\>·,，、.|]*/u.exec(text.slice(position))?.[0].length ?? 0
    const next = divisionsAt(text, position + separator)
    if (next === null) break
    const inside: readonly Division[] = next.divisions.filter((division) => isInside(division, found))
    const chosen = chooseDivision(inside, next.name, found)
    if (chosen === null || isStreet(chosen, next.name, text.slice(position + separator + next.name.length)))
      break
    found = chosen
    position += separator + next.name.length
    if (found.level === 'district') break
  }
  if (found === null) return null
  const { province, city, district, code } = found
  return {
    region: { province, city: city ?? municipalityCity(province), district, code },
    rest: text.slice(position).replace(/^[\s\-–—/\\>·,，、.|]+/u, ''),
  }
}

/** The division of an official or short province name, or null. */
export function findProvince(name: string): Division | null {
  return divisionsNamed(name).find((division) => division.level === 'province') ?? null
}

/** 中山北路, 北京东路: a street is called after the city, it does not lie there. */
function isStreet(division: Division, written: string, after: string): boolean {
  return (
    written !== division.name &&
    /^[东西南北中]?[一二三四五六七八九十]?(?:路|街|大道|大街|道|巷|弄|胡同|桥|广场|大厦|公园|新村|花园)/u.test(
      after,
    )
  )
}

function municipalityCity(province: string): string | null {
  return /^(?:北京|天津|上海|重庆)市$/u.test(province) ? province : null
}

function isInside(division: Division, parent: Division | null): boolean {
  if (parent === null) return true
  if (division.code === parent.code) return parent.level === 'province' && division.level === 'province' // 北京市北京市…
  return (
    division.code.startsWith(parent.code) ||
    (parent.level === 'province' && division.province === parent.province)
  )
}

function chooseDivision(
  candidates: readonly Division[],
  name: string,
  parent: Division | null,
): Division | null {
  if (candidates.length === 0) return null
  for (const level of ['province', 'city', 'district'] as const) {
    const atLevel = candidates.filter((division) => division.level === level)
    if (level === 'district' && parent === null) {
      // A district's short name alone (朝阳, 长安, 和平) is more often a word than a place.
      const exact = atLevel.filter((division) => division.name === name)
      return exact.length === 1 ? (exact[0] ?? null) : null
    }
    if (atLevel.length === 1) return atLevel[0] ?? null
    if (atLevel.length > 1) return atLevel.find((division) => division.name === name) ?? null
  }
  return null
}
