import type { CalendarDay } from '../../shared/calendar-day.ts'
import type { Contact } from '../../shared/contact/contact.ts'
import { completenessOf } from '../../shared/customer/completeness.ts'
import type { Customer, CustomerDraft } from '../../shared/customer/customer.ts'
import { normalizeCompanyName } from '../../shared/duplicate/company-name.ts'
import { readRegion } from '../../shared/region/region.ts'
import { currentRegistration } from '../../shared/registration/running-registration.ts'
import { mainReading } from '../../shared/search/hanzi-readings.ts'
import type { CustomerTable } from '../archive/schema.ts'
import type { Selectable } from 'kysely'

export type CustomerRow = Selectable<CustomerTable>

/** Columns that hold a draft's own fields; aliases and tags have tables of their own. */
export const draftColumns = [
  'customerName',
  'shortName',
  'creditCode',
  'creditCodeClaimed',
  'noCreditCodeReason',
  'customerType',
  'industry',
  'businessType',
  'ownershipType',
  'companySize',
  'employeeCount',
  'annualRevenueFen',
  'establishedOn',
  'registeredCapitalFen',
  'legalRepresentative',
  'principalMobile',
  'businessScope',
  'province',
  'city',
  'district',
  'registeredAddress',
  'businessAddress',
  'postalCode',
  'phone',
  'fax',
  'email',
  'website',
  'wechatOfficialAccount',
  'bankName',
  'bankAccount',
  'taxNumber',
  'tenderPlatforms',
  'supplierCode',
  'leadSource',
  'firstContactOn',
  'status',
  'statusReason',
  'grade',
  'creditRating',
  'creditLimitFen',
  'paymentTerms',
  'ownerId',
  'needs',
  'decisionTraits',
  'businessTrend',
  'parentCustomerId',
  'remark',
] as const satisfies readonly (keyof CustomerDraft & keyof CustomerRow)[]

/** Columns that follow from the card, its contacts and its registrations, kept so that lists can sort and show them. */
export interface DerivedColumns {
  readonly normalName: string
  readonly nameSort: string
  readonly regionCode: string | null
  readonly completeness: number
  readonly missingCount: number
  readonly primaryContactName: string | null
  readonly primaryContactMobile: string | null
  readonly primaryContactSort: string | null
  readonly registeredOn: string | null
  readonly protectedUntil: string | null
}

export const derivedColumns = [
  'normalName',
  'nameSort',
  'regionCode',
  'completeness',
  'missingCount',
  'primaryContactName',
  'primaryContactMobile',
  'primaryContactSort',
  'registeredOn',
  'protectedUntil',
] as const satisfies readonly (keyof DerivedColumns)[]

type CardContact = Pick<Contact, 'contactName' | 'mobile' | 'phone' | 'isPrimary' | 'retiredOn'>
type CardRegistration = {
  readonly id: number
  readonly salespersonId: number
  readonly registeredOn: CalendarDay
  readonly protectedUntil: CalendarDay
  readonly voidedAt: string | null
}

export function derivedColumnsOf(
  customer: CustomerDraft,
  contacts: readonly CardContact[],
  registrations: readonly CardRegistration[],
): DerivedColumns {
  const active = contacts.filter(({ retiredOn }) => retiredOn === null)
  const primary = active.find(({ isPrimary }) => isPrimary) ?? active[0] ?? null
  const { completeness, missing } = completenessOf(customer, active)
  const current = currentRegistration(registrations)
  return {
    normalName: normalizeCompanyName(customer.customerName),
    nameSort: sortKeyOf(customer.customerName),
    regionCode: regionCodeOf(customer),
    completeness,
    missingCount: missing.length,
    primaryContactName: primary?.contactName ?? null,
    primaryContactMobile: primary === null ? null : (primary.mobile ?? primary.phone),
    primaryContactSort: primary === null ? null : sortKeyOf(primary.contactName),
    registeredOn: current?.registeredOn ?? null,
    protectedUntil: current?.protectedUntil ?? null,
  }
}

/** Pinyin of every character, so that a list stands as a Chinese reader expects; one syllable never runs into the next. */
export function sortKeyOf(text: string): string {
  let key = ''
  for (const character of text) key += `${mainReading(character)} `
  return key.trimEnd().toLowerCase()
}

const regionCodes = new Map<string, string | null>()

/** Code of the narrowest place that the card's province, city and district name together; a region's scope is a prefix of it. */
export function regionCodeOf(place: Pick<CustomerDraft, 'province' | 'city' | 'district'>): string | null {
  const text = [place.province, place.city, place.district].filter((part) => part !== null).join(' ')
  if (text === '') return null
  const known = regionCodes.get(text)
  if (known !== undefined) return known
  const code = readRegion(text)?.region.code ?? null
  if (regionCodes.size > 10_000) regionCodes.clear() // typed nonsense must not grow without end
  regionCodes.set(text, code)
  return code
}

/** The card as the contract shows it. */
export function customerOfRow(
  row: CustomerRow,
  lists: { readonly aliases: readonly string[]; readonly tags: readonly string[] },
  contacts: readonly CardContact[],
): Customer {
  const draft = draftOfRow(row, lists)
  const active = contacts.filter(({ retiredOn }) => retiredOn === null)
  return {
    ...draft,
    id: row.id,
    number: row.number,
    regionCode: row.regionCode,
    completeness: row.completeness,
    missing: [...completenessOf(draft, active).missing],
    importBatchId: row.importBatchId,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    revision: row.revision,
  }
}

function draftOfRow(
  row: CustomerRow,
  lists: { readonly aliases: readonly string[]; readonly tags: readonly string[] },
): CustomerDraft {
  const fields = Object.fromEntries(draftColumns.map((column) => [column, row[column]]))
  // The columns are the draft's own, written from a parsed draft; days come back as the text they went in.
  return { ...fields, aliases: [...lists.aliases], tags: [...lists.tags] } as CustomerDraft
}
