import { phoneKeys } from '../../shared/contact/phone.ts'
import { normalizeCompanyName } from '../../shared/duplicate/company-name.ts'

/** What a customer or a typed form offers to recognise a twin by. */
export interface Recognisable {
  readonly customerName: string
  readonly shortName: string | null
  readonly aliases: readonly string[]
  /** Only a valid one; a claimed code is never matched (rule R15). */
  readonly creditCode: string | null
  /** Phone cells as stored. */
  readonly phones: readonly (string | null)[]
}

/** Keys by which a twin is found: those of the matcher. */
export function matchKeysOf(record: Recognisable): string[] {
  const names = [record.customerName, record.shortName ?? '', ...record.aliases]
    .map(normalizeCompanyName)
    .filter((name) => name !== '')
    .map((name) => `n:${name}`)
  const code = record.creditCode === null ? [] : [`c:${record.creditCode}`]
  return [...new Set([...names, ...code, ...phoneKeys(...record.phones).map((key) => `p:${key}`)])]
}
