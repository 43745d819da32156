import { simplifyHanzi } from './simplified-hanzi.ts'
import { findProvince, readRegion } from '../region/region.ts'
import { parseCompanyName, type NameParts } from './name-parts.ts'

export type MatchRef =
  | { readonly kind: 'customer'; readonly id: number; readonly number: string }
  | { readonly kind: 'row'; readonly row: number }

/** What matching knows of a customer in the archive or of a row in a sheet. */
export interface MatchRecord {
  readonly ref: MatchRef
  readonly name: string
  /** 曾用名, 简称 and other names. */
  readonly aliases: readonly string[]
  /** Valid by its check character, or null. */
  readonly creditCode: string | null
  /** Keys of `readPhones`, of the company and of its people. */
  readonly phones: readonly string[]
  readonly province: string | null
  readonly city: string | null
  readonly address: string | null
  readonly contacts: readonly string[]
}

export interface ParsedRecord {
  readonly record: MatchRecord
  readonly name: NameParts
  readonly aliases: readonly NameParts[]
  /** Two digits of the province by name, fields or address; empty when nothing says it. */
  readonly provinceCode: string
  readonly address: string
}

const parsed = new WeakMap<MatchRecord, ParsedRecord>()

/** Parses a record once and keeps the result as long as the record lives. */
export function parsedRecord(record: MatchRecord): ParsedRecord {
  const known = parsed.get(record)
  if (known !== undefined) return known
  const name = parseCompanyName(record.name)
  const fresh: ParsedRecord = {
    record,
    name,
    aliases: record.aliases.filter((alias) => alias !== record.name && alias !== '').map(parseCompanyName),
    provinceCode: name.regionCode.slice(0, 2) || fieldProvince(record),
    address: comparableAddress(record.address),
  }
  parsed.set(record, fresh)
  return fresh
}

export function sameRef(one: MatchRef, other: MatchRef): boolean {
  if (one.kind === 'customer') return other.kind === 'customer' && one.id === other.id
  return other.kind === 'row' && one.row === other.row
}

function fieldProvince(record: MatchRecord): string {
  const named = record.province === null ? null : findProvince(record.province)
  if (named !== null) return named.code
  const place = record.city ?? record.address
  return place === null ? '' : (readRegion(place)?.region.code.slice(0, 2) ?? '')
}

/** Street, number and building without the place names that one side or the other leaves out. */
function comparableAddress(address: string | null): string {
  if (address === null || address === '') return ''
  const plain = simplifyHanzi(address.normalize('NFKC')).replace(/[\s,，.。;；()（）#-]/gu, '')
  return (readRegion(plain)?.rest ?? plain).replace(/号楼/gu, '幢').replace(/号$/u, '').toLowerCase()
}
