import type { ContactDraft } from '../../shared/contact/contact.ts'
import { storedPhoneText } from '../../shared/contact/phone-text.ts'

/** Contact fields as they are stored: phones in one spelling. */
export function storedContact(draft: ContactDraft): ContactDraft {
  return {
    ...draft,
    mobile: storedPhoneText(draft.mobile),
    phone: storedPhoneText(draft.phone),
    fax: storedPhoneText(draft.fax),
  }
}
