import type { CustomerDraft } from '../../shared/customer/customer.ts'

export interface SearchableCustomer {
  readonly number: string
  readonly customer: CustomerDraft
  readonly regionCode: string | null
  readonly completeness: number
  readonly contacts: readonly {
    readonly contactName: string
    readonly mobile: string | null
    readonly phone: string | null
  }[]
}

export interface SearchDocument {
  readonly bucket: number
  readonly haystack: string
  readonly tokens: string
}

/** What the index holds of a customer. */
export function customerDocument(card: SearchableCustomer): SearchDocument {
  const { customer } = card
  const haystack = [card.number, customer.customerName, ...customer.aliases].join('\n')
  return { bucket: 0, haystack, tokens: [...haystack].join(' ') }
}
