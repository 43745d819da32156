import { mainReading } from '../search/hanzi-readings.ts'
import type { MatchRecord, ParsedRecord } from './match-record.ts'
import { parsedRecord } from './match-record.ts'
import type { NameParts } from './name-parts.ts'
import { foldReading } from './similar-hanzi.ts'

/**
 * Keys under which records that may be one company meet. The first character tells the kind:
 * sure ones `C` credit code, `N` normal name, `P` phone; narrow ones `Y` pinyin of the core, `S` its characters in
 * order of code (swapped, doubled), `D` the core with one brand character left out; wide ones `B` brand and province,
 * `T` first four of the core and province, `A` short form.
 */
export const keyWaves = ['CNP', 'YSD', 'TAB'] as const

/** A key shared by more records than this tells nothing; sources may leave such keys out. */
export const widestKey = 200

export function matchKeys(record: MatchRecord): string[] {
  const parsed = parsedRecord(record)
  const keys = new Set<string>()
  if (record.creditCode !== null) keys.add(`C${record.creditCode}`)
  for (const phone of record.phones) keys.add(`P${phone}`)
  for (const name of [parsed.name, ...parsed.aliases]) addNameKeys(keys, name, parsed)
  return [...keys]
}

/** The keys of one wave, surest first. */
export function keysOfWave(keys: readonly string[], wave: (typeof keyWaves)[number]): string[] {
  return keys.filter((key) => wave.includes(key.charAt(0)))
}

function addNameKeys(keys: Set<string>, name: NameParts, parsed: ParsedRecord): void {
  if (name.normal === '') return
  keys.add(`N${name.normal}`)
  // Branches meet branches only: 4,000 branches of one bank would fill the block of its head.
  const branch = name.branch === '' ? '' : `/${name.branch.slice(-2)}`
  if (name.body === 'company' || name.placedCore === name.core)
    addCoreKeys(keys, name, name.core, parsed.provinceCode, branch)
  else addCoreKeys(keys, name, name.placedCore, '', branch)
  if (name.alternative !== null) keys.add(`Y${soundOf(name.alternative.core)}${branch}`)
}

/** A body that is no company is told by its place: its keys hold the place in the core, not beside it. */
function addCoreKeys(
  keys: Set<string>,
  name: NameParts,
  core: string,
  province: string,
  branch: string,
): void {
  if (core.length < 2) return
  const isCompany = name.body === 'company'
  const place = isCompany ? province : ''
  keys.add(`Y${soundOf(core)}${branch}`)
  if (core.length >= 3)
    keys.add(`S${charactersOf(isCompany ? core : core.replace(/[省市区县州旗]/gu, ''))}${branch}`)
  if (core.length === 3) keys.add(`D${core}|${place}${branch}`)
  if (core.length >= 4) {
    keys.add(`D${core}|${place}${branch}`)
    const slots = Math.min(
      isCompany ? Math.min(4, core.length <= 5 ? 4 : Math.max(2, name.brandLength)) : 8,
      core.length,
    )
    for (let index = 0; index < slots; index += 1)
      keys.add(`D${core.slice(0, index)}${core.slice(index + 1)}|${place}${branch}`)
  }
  if (core.length > 4) keys.add(`T${core.slice(0, 4)}|${place}${branch}`)
  const brand = name.core.slice(0, name.brandLength)
  if (brand.length >= 2) keys.add(`B${brand}|${province}${branch}`)
  for (const short of shortForms(name, brand)) keys.add(`A${short}${branch}`)
}

function charactersOf(text: string): string {
  return [...new Set(text)].sort().join('')
}

/** What people call a company for short: the brand; first characters of place and trade (上汽); the whole short name itself. */
function shortForms(name: NameParts, brand: string): string[] {
  const forms = [brand.slice(0, 4)]
  if (name.form === '' && name.normal.length <= 8) {
    // A short name breaks off anywhere in the trade; its brand is one of its beginnings.
    forms.push(name.normal.slice(0, 4), name.normal.slice(0, 2), name.core.slice(0, 2), name.core.slice(0, 3))
  }
  if (name.regionText !== '' && !name.isPlaceBrand)
    forms.push(name.regionText.charAt(0) + name.core.charAt(0))
  if (name.isPlaceBrand) forms.push(name.core.charAt(0) + name.core.charAt(name.brandLength))
  // 中建, 国航
  if (name.isNational) forms.push(`中${name.core.charAt(0)}`, `国${name.core.charAt(0)}`)
  return forms.filter((form) => form.length >= 2)
}

function soundOf(text: string): string {
  let sound = ''
  for (const character of text.slice(0, 10)) sound += foldReading(mainReading(character))
  return sound
}
