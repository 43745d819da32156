import type { CalendarDay } from '../../shared/calendar-day.ts'
import type { Contact } from '../../shared/contact/contact.ts'
import type { CustomerDraft } from '../../shared/customer/customer.ts'
import { popularityBucket } from '../../shared/search/search-popularity.ts'
import {
  indexTokens,
  regionToken,
  searchHaystack,
  type SearchableDocument,
} from '../../shared/search/search-tokens.ts'

export interface SearchableCustomer {
  readonly number: string
  readonly customer: CustomerDraft
  readonly regionCode: string | null
  readonly completeness: number
  readonly contacts: readonly Pick<Contact, 'contactName' | 'mobile' | 'phone'>[]
  readonly registrationNumbers: readonly string[]
  readonly tenders: readonly { readonly tenderTitle: string; readonly tenderNumber: string | null }[]
  readonly lastActivityOn: CalendarDay | null
}

export interface SearchRow {
  readonly bucket: number
  readonly haystack: string
  readonly tokens: string
}

/** What search knows of a customer: one document for the card, its people, registrations and tenders. */
export function customerDocument(card: SearchableCustomer): SearchRow {
  const { customer, contacts, tenders } = card
  const document: SearchableDocument = {
    names: filled([
      customer.customerName,
      customer.shortName,
      ...customer.aliases,
      ...tenders.map(({ tenderTitle }) => tenderTitle),
    ]),
    contacts: filled([...contacts.map(({ contactName }) => contactName), customer.legalRepresentative]),
    phones: filled([
      ...contacts.flatMap(({ mobile, phone }) => [mobile, phone]),
      customer.phone,
      customer.principalMobile,
    ]),
    codes: filled([customer.creditCode, customer.creditCodeClaimed, customer.supplierCode]),
    numbers: filled([
      card.number,
      ...card.registrationNumbers,
      ...tenders.map(({ tenderNumber }) => tenderNumber),
    ]),
    notes: filled([customer.needs, customer.remark, customer.tags.join(' ')]),
    ownerId: customer.ownerId,
    region: card.regionCode,
  }
  return {
    bucket: popularityBucket({
      lastActivityOn: card.lastActivityOn,
      completeness: card.completeness,
      isDealtWith: customer.status === 'cooperating' || customer.status === 'maintaining',
    }),
    haystack: searchHaystack(document),
    tokens: [...indexTokens(document), ...widerRegions(card.regionCode)].join(' '),
  }
}

/** A region's scope is a prefix of the customer's code; a token has no prefix, so each wider region is one of its own. */
function widerRegions(regionCode: string | null): string[] {
  if (regionCode === null) return []
  return Array.from({ length: regionCode.length - 1 }, (_, index) =>
    regionToken(regionCode.slice(0, index + 1)),
  )
}

function filled(texts: readonly (string | null)[]): string[] {
  return texts.filter((text): text is string => text !== null && text !== '')
}
