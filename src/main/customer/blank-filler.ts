import type { Contact, ContactDraft } from '../../shared/contact/contact.ts'
import { phoneKeys } from '../../shared/contact/phone.ts'
import { customerFields } from '../../shared/customer/customer-fields.ts'
import {
  customerDraftSchema,
  type CustomerDraft,
  type CustomerField,
} from '../../shared/customer/customer.ts'
import { normalizeCompanyName } from '../../shared/duplicate/company-name.ts'
import { requireWriter, type Act } from '../access/act.ts'
import { insertHistory } from '../audit/field-history-repository.ts'
import { changedFields, createReadableValues } from '../audit/readable-values.ts'
import { insertContact } from '../contact/contact-repository.ts'
import { storedContact } from '../contact/stored-contact.ts'
import { changeOwnership } from '../ownership/ownership-repository.ts'
import { getCustomer, refreshCustomer, updateCustomer } from './customer-repository.ts'

/** What filling did to one record, for the batch's undo. */
export interface FilledChange {
  readonly entity: 'customer' | 'contact'
  readonly entityId: number
  readonly kind: 'filled' | 'inserted'
  /** JSON of the fields as they were; null for a person who was added. */
  readonly before: string | null
  readonly revisionAfter: number
}

export interface BlankFiller {
  /** Fills what the card lacks from a twin of it, and adds people it does not know. What stands on the card wins. */
  fill(
    customerId: number,
    incoming: CustomerDraft,
    contacts: readonly ContactDraft[],
  ): Promise<FilledChange[]>
  /** Puts the filled fields back as they were. */
  takeBack(customerId: number, before: string): Promise<void>
  takeBackContact(customerId: number, contactId: number): Promise<void>
}

/** Decided by a person or by the machine's own rules, never by a sheet that happens to be imported later. */
const neverFilled: ReadonlySet<CustomerField> = new Set([
  'customerName',
  'status',
  'statusReason',
  'noCreditCodeReason',
])

/** Fills blanks of customers that a sheet names again: blanks never erase, and what a person set wins over a file. */
export async function createBlankFiller(
  act: Act,
  options: { readonly importBatchId: number },
): Promise<BlankFiller> {
  requireWriter(act)
  const { db } = act
  const { importBatchId } = options
  const readable = await createReadableValues(db)

  async function save(
    customerId: number,
    before: CustomerDraft & { readonly revision: number },
    after: CustomerDraft,
    kind: 'changed' | 'undone',
    reason: string,
  ): Promise<void> {
    await updateCustomer(act, customerId, before.revision, after)
    if (after.ownerId !== before.ownerId) {
      const { at, today: on, by } = act
      await changeOwnership(db, {
        customerId,
        ownerId: after.ownerId,
        on,
        reason,
        approver: null,
        at,
        byId: by.id,
      })
    }
    await insertHistory(
      db,
      changedFields(customerFields, before, after, readable).map((change) => ({
        at: act.at,
        byId: act.by.id,
        customerId,
        entity: 'customer' as const,
        entityId: customerId,
        kind,
        ...change,
        reason,
      })),
    )
  }

  return {
    async fill(customerId, incoming, contacts) {
      const { customer: before, contacts: known } = await getCustomer(db, act.scope, customerId)
      const after = withBlanksFilled(before, incoming)
      const fields = customerFields
        .map(({ name }) => name)
        .filter((name) => !isEqual(before[name], after[name]))
      const changes: FilledChange[] = []
      if (fields.length > 0) {
        await save(customerId, before, after, 'changed', `导入批次 ${importBatchId}`)
        changes.push({
          entity: 'customer',
          entityId: customerId,
          kind: 'filled',
          before: JSON.stringify(Object.fromEntries(fields.map((name) => [name, before[name]]))),
          revisionAfter: before.revision + 1,
        })
      }
      const people = [...known]
      for (const draft of contacts) {
        if (isKnownPerson(draft, people)) continue
        const isPrimary = !people.some((person) => person.isPrimary)
        const contact = await insertContact(
          db,
          customerId,
          { ...storedContact(draft), isPrimary },
          act.at,
          importBatchId,
        )
        people.push(contact)
        await insertHistory(db, [
          {
            at: act.at,
            byId: act.by.id,
            customerId,
            entity: 'contact',
            entityId: contact.id,
            kind: 'created',
            field: null,
            before: null,
            after: contact.contactName,
            reason: `导入批次 ${importBatchId}`,
          },
        ])
        changes.push({
          entity: 'contact',
          entityId: contact.id,
          kind: 'inserted',
          before: null,
          revisionAfter: 1,
        })
      }
      if (changes.length > 0) await refreshCustomer(act, customerId)
      return changes
    },

    async takeBack(customerId, stored) {
      const { customer: before } = await getCustomer(db, act.scope, customerId)
      const fields = customerDraftSchema.partial().parse(JSON.parse(stored))
      await save(customerId, before, { ...before, ...fields }, 'undone', `撤销导入批次 ${importBatchId}`)
      await refreshCustomer(act, customerId)
    },

    async takeBackContact(customerId, contactId) {
      await db
        .deleteFrom('contact')
        .where('id', '=', contactId)
        .where('importBatchId', '=', importBatchId)
        .execute()
      await insertHistory(db, [
        {
          at: act.at,
          byId: act.by.id,
          customerId,
          entity: 'contact',
          entityId: contactId,
          kind: 'undone',
          field: null,
          before: null,
          after: null,
          reason: `撤销导入批次 ${importBatchId}`,
        },
      ])
      await refreshCustomer(act, customerId)
    },
  }
}

/** The card with its blanks filled. A valid code takes the place of the reason for having none. */
export function withBlanksFilled(card: CustomerDraft, incoming: CustomerDraft): CustomerDraft {
  const filled: Record<string, unknown> = { ...card }
  for (const { name } of customerFields) {
    if (!neverFilled.has(name) && isBlank(card[name]) && !isBlank(incoming[name]))
      filled[name] = incoming[name]
  }
  const after = filled as CustomerDraft // each value came from a draft's own field
  // A code that only claimed to be one is no news for a card that has a valid one.
  const creditCodeClaimed = after.creditCode === null ? after.creditCodeClaimed : card.creditCodeClaimed
  const isNewName = normalizeCompanyName(incoming.customerName) !== normalizeCompanyName(card.customerName)
  const aliases =
    isNewName &&
    !card.aliases.some((alias) => normalizeCompanyName(alias) === normalizeCompanyName(incoming.customerName))
      ? [...after.aliases, incoming.customerName].slice(0, 30)
      : after.aliases
  return {
    ...after,
    creditCodeClaimed,
    noCreditCodeReason: after.creditCode === null ? card.noCreditCodeReason : null,
    aliases: aliases.filter((alias) => alias !== card.customerName),
  }
}

function isKnownPerson(draft: ContactDraft, people: readonly Contact[]): boolean {
  const keys = phoneKeys(draft.mobile, draft.phone)
  return people.some(
    (person) =>
      person.contactName === draft.contactName ||
      phoneKeys(person.mobile, person.phone).some((key) => keys.includes(key)),
  )
}

function isBlank(value: CustomerDraft[CustomerField]): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function isEqual(one: CustomerDraft[CustomerField], other: CustomerDraft[CustomerField]): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
