import { sql, type Selectable } from 'kysely'
import type { CalendarDay } from '../../shared/calendar-day.ts'
import type { Contact, ContactDraft } from '../../shared/contact/contact.ts'
import { AppError } from '../../shared/failure.ts'
import { takeNumbers } from '../archive/number-sequence.ts'
import type { ContactTable, Db } from '../archive/schema.ts'

/** A customer's people, the primary one first, retired ones last. */
export async function listContacts(db: Db, customerId: number): Promise<Contact[]> {
  return (await listContactsOf(db, [customerId])).get(customerId) ?? []
}

export async function listContactsOf(
  db: Db,
  customerIds: readonly number[],
): Promise<Map<number, Contact[]>> {
  const rows = await db
    .selectFrom('contact')
    .selectAll()
    .where(sql<boolean>`contact.customerId in (select value from json_each(${JSON.stringify(customerIds)}))`)
    .orderBy((e) => e('retiredOn', 'is not', null))
    .orderBy('isPrimary', 'desc')
    .orderBy('id')
    .execute()
  const byCustomer = new Map<number, Contact[]>()
  for (const row of rows) {
    const list = byCustomer.get(row.customerId)
    if (list === undefined) byCustomer.set(row.customerId, [contactOfRow(row)])
    else list.push(contactOfRow(row))
  }
  return byCustomer
}

export async function findContact(db: Db, id: number): Promise<Contact | null> {
  const row = await db.selectFrom('contact').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : contactOfRow(row)
}

export async function insertContact(
  db: Db,
  customerId: number,
  draft: ContactDraft,
  at: string,
  importBatchId: number | null = null,
): Promise<Contact> {
  const row = await db
    .insertInto('contact')
    .values({
      ...columnsOfDraft(draft),
      id: await takeNumbers(db, 'contact', 1),
      customerId,
      retiredOn: null,
      retiredReason: null,
      successorId: null,
      importBatchId,
      createdAt: at,
      updatedAt: at,
      revision: 1,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return contactOfRow(row)
}

/** Writes a contact unless somebody saved it since `revision` was read. */
export async function updateContact(
  db: Db,
  id: number,
  revision: number,
  change: ContactDraft & Pick<Contact, 'retiredOn' | 'retiredReason' | 'successorId'>,
  at: string,
): Promise<Contact> {
  const { retiredOn, retiredReason, successorId, ...draft } = change
  const row = await db
    .updateTable('contact')
    .set({
      ...columnsOfDraft(draft),
      retiredOn,
      retiredReason,
      successorId,
      updatedAt: at,
      revision: revision + 1,
    })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw new AppError('stale-edit', `Contact ${id} is not at revision ${revision}`)
  return contactOfRow(row)
}

export async function makeOnlyPrimary(db: Db, customerId: number, contactId: number): Promise<void> {
  await db
    .updateTable('contact')
    .set({ isPrimary: 0 })
    .where('customerId', '=', customerId)
    .where('id', '!=', contactId)
    .where('isPrimary', '=', 1)
    .execute()
}

function contactOfRow(row: Selectable<ContactTable>): Contact {
  return {
    ...row,
    isPrimary: row.isPrimary === 1,
    isLunarBirthday: row.isLunarBirthday === 1,
    birthday: row.birthday as CalendarDay | null, // written from a parsed day
    verifiedOn: row.verifiedOn as CalendarDay | null, // as above
    retiredOn: row.retiredOn as CalendarDay | null, // as above
  }
}

function columnsOfDraft(draft: ContactDraft) {
  return {
    contactName: draft.contactName,
    gender: draft.gender,
    department: draft.department,
    jobTitle: draft.jobTitle,
    decisionRole: draft.decisionRole,
    reportsToId: draft.reportsToId,
    mobile: draft.mobile,
    phone: draft.phone,
    fax: draft.fax,
    wechat: draft.wechat,
    qq: draft.qq,
    email: draft.email,
    birthday: draft.birthday,
    isLunarBirthday: draft.isLunarBirthday ? 1 : 0,
    hobbies: draft.hobbies,
    isPrimary: draft.isPrimary ? 1 : 0,
    verifiedOn: draft.verifiedOn,
    verificationResult: draft.verificationResult,
    personalDataBasis: draft.personalDataBasis,
    remark: draft.remark,
  } as const
}
