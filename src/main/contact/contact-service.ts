import { contactFields, type Contact, type ContactDraft } from '../../shared/contact/contact.ts'
import { AppError } from '../../shared/failure.ts'
import { requireWriter, type Act } from '../access/act.ts'
import { insertHistory } from '../audit/field-history-repository.ts'
import { changedFields, createReadableValues, type FieldDifference } from '../audit/readable-values.ts'
import { getCustomer, refreshCustomer } from '../customer/customer-repository.ts'
import {
  findContact,
  insertContact,
  listContacts,
  makeOnlyPrimary,
  updateContact,
} from './contact-repository.ts'
import { storedContact } from './stored-contact.ts'

/** Adds a person to a card; the first one is the primary one. */
export async function createContact(act: Act, customerId: number, draft: ContactDraft): Promise<Contact> {
  requireWriter(act)
  await getCustomer(act.db, act.scope, customerId)
  const others = (await listContacts(act.db, customerId)).filter(({ retiredOn }) => retiredOn === null)
  refuseForeignSuperior(draft, others, null)
  const isPrimary = draft.isPrimary || !others.some((other) => other.isPrimary)
  const contact = await insertContact(act.db, customerId, { ...storedContact(draft), isPrimary }, act.at)
  if (isPrimary) await makeOnlyPrimary(act.db, customerId, contact.id)
  await insertHistory(act.db, [
    {
      ...entryOf(act, contact),
      kind: 'created',
      field: null,
      before: null,
      after: contact.contactName,
      reason: null,
    },
  ])
  await refreshCustomer(act, customerId)
  return contact
}

export async function changeContact(
  act: Act,
  command: { readonly id: number; readonly revision: number; readonly contact: ContactDraft },
): Promise<Contact> {
  requireWriter(act)
  const before = await getContact(act, command.id)
  const people = await listContacts(act.db, before.customerId)
  refuseForeignSuperior(command.contact, people, before.id)
  const { retiredOn, retiredReason, successorId } = before
  // Somebody must stay the primary one: the flag moves by being given to another.
  const isPrimary = retiredOn === null && (command.contact.isPrimary || before.isPrimary)
  const draft = { ...storedContact(command.contact), isPrimary }
  const saved = await updateContact(
    act.db,
    before.id,
    command.revision,
    { ...draft, retiredOn, retiredReason, successorId },
    act.at,
  )
  if (isPrimary) await makeOnlyPrimary(act.db, before.customerId, before.id)
  const readable = await createReadableValues(act.db, {
    contacts: new Map(people.map(({ id, contactName }) => [id, contactName])),
  })
  await writeChanges(act, saved, changedFields(contactFields, before, saved, readable), null)
  await refreshCustomer(act, before.customerId)
  return saved
}

/** Takes a person out of use, with the reason and who took over; the card keeps the name. */
export async function retireContact(
  act: Act,
  command: {
    readonly id: number
    readonly revision: number
    readonly reason: string
    readonly successorId: number | null
  },
): Promise<Contact> {
  requireWriter(act)
  const before = await getContact(act, command.id)
  const people = await listContacts(act.db, before.customerId)
  const successor = people.find(({ id }) => id === command.successorId) ?? null
  if (
    command.successorId !== null &&
    (successor === null || successor.id === before.id || successor.retiredOn !== null)
  ) {
    throw new AppError('invalid-input', `Contact ${command.successorId} cannot succeed`, {
      details: { successorId: '接替人须是同一客户的另一名在用联系人。' },
    })
  }
  const saved = await updateContact(
    act.db,
    before.id,
    command.revision,
    {
      ...before,
      isPrimary: false,
      retiredOn: before.retiredOn ?? act.today,
      retiredReason: command.reason,
      successorId: command.successorId,
    },
    act.at,
  )
  const next = successor ?? people.find(({ id, retiredOn }) => id !== before.id && retiredOn === null) ?? null
  if (before.isPrimary && next !== null) {
    await act.db.updateTable('contact').set({ isPrimary: 1 }).where('id', '=', next.id).execute()
  }
  await writeChanges(
    act,
    saved,
    [
      {
        field: 'retiredOn',
        before: before.retiredOn,
        after:
          successor === null ? saved.retiredOn : `${saved.retiredOn ?? ''}，接替人 ${successor.contactName}`,
      },
    ],
    command.reason,
  )
  await refreshCustomer(act, before.customerId)
  return saved
}

async function getContact(act: Act, id: number): Promise<Contact> {
  const contact = await findContact(act.db, id)
  if (contact === null) throw new AppError('not-found', `No contact ${id}`)
  await getCustomer(act.db, act.scope, contact.customerId)
  return contact
}

function refuseForeignSuperior(draft: ContactDraft, people: readonly Contact[], ownId: number | null): void {
  const { reportsToId } = draft
  if (reportsToId === null) return
  if (reportsToId !== ownId && people.some(({ id }) => id === reportsToId)) return
  throw new AppError('invalid-input', `Contact ${reportsToId} is not of the same customer`, {
    details: { 'contact.reportsToId': '直属上级须是同一客户的另一名联系人。' },
  })
}

function entryOf(act: Act, contact: Contact) {
  return {
    at: act.at,
    byId: act.by.id,
    customerId: contact.customerId,
    entity: 'contact',
    entityId: contact.id,
  } as const
}

async function writeChanges(
  act: Act,
  contact: Contact,
  changes: readonly FieldDifference[],
  reason: string | null,
): Promise<void> {
  await insertHistory(
    act.db,
    changes.map((change) => ({ ...entryOf(act, contact), kind: 'changed' as const, ...change, reason })),
  )
}
