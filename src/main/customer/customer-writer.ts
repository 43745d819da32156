import type { CalendarDay } from '../../shared/calendar-day.ts'
import { daysBetween, shanghaiDayOf } from '../../shared/calendar-day.ts'
import type { ContactDraft } from '../../shared/contact/contact.ts'
import { storedPhoneText } from '../../shared/contact/phone-text.ts'
import type { CustomerDraft } from '../../shared/customer/customer.ts'
import { matchKeys } from '../../shared/duplicate/match-keys.ts'
import { isLateRegistration, protectionEnd } from '../../shared/registration/protection.ts'
import type { RegistrationDraft } from '../../shared/registration/registration.ts'
import type { Act } from '../access/act.ts'
import { storedContact } from '../contact/stored-contact.ts'
import { columnsOf, insertRows, type SqlValue } from '../archive/bulk-insert.ts'
import { createNumberTaker, customerNumber, registrationNumber } from '../archive/number-sequence.ts'
import type { Db } from '../archive/schema.ts'
import { insertHistory, type HistoryDraft } from '../audit/field-history-repository.ts'
import { customerDocument } from '../search/customer-document.ts'
import { searchRowId } from '../search/search-index.ts'
import { getSettings } from '../settings/settings-repository.ts'
import { derivedColumns, derivedColumnsOf, draftColumns, regionCodeOf } from './customer-row.ts'
import { matchRecordOf } from './match-key-repository.ts'

/** One company to be entered: card, people and, when a salesperson reported it, the registration. */
export interface NewCustomer {
  readonly customer: CustomerDraft
  readonly contacts: readonly ContactDraft[]
  readonly registration: RegistrationDraft | null
  /** The sheet's day of registration; null or absent: today. Protection counts from it (rule R2). */
  readonly registeredOn?: CalendarDay | null
}

export interface WrittenCustomer {
  readonly customerId: number
  readonly number: string
  readonly contactIds: readonly number[]
  readonly registrationId: number | null
  readonly registrationNumber: string | null
}

export interface CustomerWriter {
  /** Gives the numbers at once; the rows stand in the archive at the latest after {@link CustomerWriter.flush}. */
  add(entry: NewCustomer): Promise<WrittenCustomer>
  /** Writes what is still held back. Must be called before the transaction ends and before anything else is written. */
  flush(): Promise<void>
}

const customersPerFlush = 100

const customerColumns = columnsOf<'customer'>(
  'id',
  'number',
  ...draftColumns,
  ...derivedColumns,
  'importBatchId',
  'createdAt',
  'createdById',
  'updatedAt',
  'revision',
)
const contactFieldColumns = [
  'contactName',
  'gender',
  'department',
  'jobTitle',
  'decisionRole',
  'reportsToId',
  'mobile',
  'phone',
  'fax',
  'wechat',
  'qq',
  'email',
  'birthday',
  'hobbies',
  'verifiedOn',
  'verificationResult',
  'personalDataBasis',
  'remark',
] as const satisfies readonly (keyof ContactDraft)[]
const contactColumns = columnsOf<'contact'>(
  'id',
  'customerId',
  ...contactFieldColumns,
  'isLunarBirthday',
  'isPrimary',
  'importBatchId',
  'createdAt',
  'updatedAt',
  'revision',
)
const registrationFieldColumns = [
  'salespersonId',
  'developedAt',
  'leadSource',
  'demand',
  'demandOn',
  'expectedPriceFen',
  'paymentTerms',
  'assignmentNumber',
  'assignmentReason',
  'assignmentApprover',
  'remark',
] as const satisfies readonly (keyof RegistrationDraft)[]
const registrationColumns = columnsOf<'registration'>(
  'id',
  'number',
  'customerId',
  ...registrationFieldColumns,
  'registeredAt',
  'registeredOn',
  'isLate',
  'protectionMonths',
  'protectedUntil',
  'registeredById',
  'importBatchId',
  'revision',
)
const ownershipColumns = columnsOf<'ownership'>(
  'customerId',
  'ownerId',
  'fromOn',
  'toOn',
  'reason',
  'approver',
  'createdAt',
  'createdById',
  'importBatchId',
)

/** Card fields as they are stored: phones in one spelling, each alias and tag once. */
export function storedCustomer(draft: CustomerDraft): CustomerDraft {
  return {
    ...draft,
    aliases: [...new Set(draft.aliases)].filter((alias) => alias !== draft.customerName),
    tags: [...new Set(draft.tags)].sort(), // as they come back, so that a save without a change changes nothing
    phone: storedPhoneText(draft.phone),
    fax: storedPhoneText(draft.fax),
    principalMobile: storedPhoneText(draft.principalMobile),
  }
}

/**
 * The one way by which customers enter the archive, for a form's single one and an import's thousands: rows are
 * held back and written in few wide statements. It takes what it is given: whether a twin, a protection or a
 * missing fact stands against it is asked before.
 *
 * Without an import batch, the registration's salesperson becomes the owner (rule R7). A sheet may name
 * another owner than the one who registered: the customer changed hands before there was this register.
 */
export async function createCustomerWriter(
  act: Act,
  options: { readonly importBatchId: number | null } = { importBatchId: null },
): Promise<CustomerWriter> {
  const { db, at, today } = act
  const { importBatchId } = options
  const { protectionMonths } = await getSettings(db)
  const numbers = createNumberTaker(db)
  let held = emptyRows()

  function registrationFacts(draft: RegistrationDraft, registeredOn: CalendarDay) {
    return {
      registeredOn,
      // The machine's stamp says nothing about a sheet's row: there two days between report and entry are late for sure.
      isLate:
        importBatchId === null
          ? isLateRegistration(draft.developedAt, at)
          : daysBetween(shanghaiDayOf(draft.developedAt), registeredOn) > 1,
      protectedUntil: protectionEnd({ registeredOn, protectionMonths, extendedUntil: null }),
    }
  }

  return {
    async add(entry) {
      const customerId = await numbers.next('customer')
      const number = customerNumber(customerId)
      const { registration } = entry
      const reporterId = registration?.salespersonId ?? null
      const ownerId =
        importBatchId === null
          ? (reporterId ?? entry.customer.ownerId)
          : (entry.customer.ownerId ?? reporterId)
      const customer = { ...storedCustomer(entry.customer), ownerId }
      const contacts = withOnePrimary(entry.contacts.map(storedContact))
      const contactIds: number[] = []
      for (const contact of contacts) {
        const id = await numbers.next('contact')
        contactIds.push(id)
        held.contact.push([
          id,
          customerId,
          ...contactFieldColumns.map((column) => contact[column]),
          contact.isLunarBirthday ? 1 : 0,
          contact.isPrimary ? 1 : 0,
          importBatchId,
          at,
          at,
          1,
        ])
      }
      const facts =
        registration === null ? null : registrationFacts(registration, entry.registeredOn ?? today)
      let registrationId: number | null = null
      let slip: string | null = null
      if (registration !== null && facts !== null) {
        registrationId = await numbers.next('registration')
        slip = registrationNumber(
          facts.registeredOn,
          await numbers.next(`registration:${facts.registeredOn}`),
        )
        held.registration.push([
          registrationId,
          slip,
          customerId,
          ...registrationFieldColumns.map((column) => registration[column]),
          at,
          facts.registeredOn,
          facts.isLate ? 1 : 0,
          protectionMonths,
          facts.protectedUntil,
          act.by.id,
          importBatchId,
          1,
        ])
        held.ownership.push(
          ownershipRow({
            customerId,
            ownerId: reporterId,
            fromOn: facts.registeredOn,
            toOn: ownerId === reporterId ? null : today,
            reason: `登记 ${slip}`,
            approver: registration.assignmentApprover,
          }),
        )
      }
      if (ownerId !== null && ownerId !== reporterId) {
        const reason = importBatchId === null ? '建档' : '导入'
        held.ownership.push(
          ownershipRow({ customerId, ownerId, fromOn: today, toOn: null, reason, approver: null }),
        )
      }
      const derived = derivedColumnsOf(
        customer,
        contacts.map((contact) => ({ ...contact, retiredOn: null })),
        facts === null || registrationId === null
          ? []
          : [{ id: registrationId, salespersonId: reporterId ?? 0, voidedAt: null, ...facts }],
      )
      held.customer.push([
        customerId,
        number,
        ...draftColumns.map((column) => customer[column]),
        ...derivedColumns.map((column) => derived[column]),
        importBatchId,
        at,
        act.by.id,
        at,
        1,
      ])
      for (const alias of customer.aliases) held.alias.push([customerId, alias])
      for (const tag of customer.tags) held.tag.push([customerId, tag])
      const record = matchRecordOf({ kind: 'customer', id: customerId, number }, customer, contacts)
      for (const key of matchKeys(record)) held.matchKey.push([key, customerId])
      const documentId = await numbers.next('searchDocument')
      const document = customerDocument({
        number,
        customer,
        regionCode: regionCodeOf(customer),
        completeness: derived.completeness,
        contacts,
        registrationNumbers: slip === null ? [] : [slip],
        tenders: [],
        // A legacy row was last alive when it was registered, not when somebody imported it.
        lastActivityOn: importBatchId === null ? today : (facts?.registeredOn ?? customer.firstContactOn),
      })
      held.searchDocument.push([documentId, 'customer', customerId, document.bucket, document.haystack])
      held.searchIndex.push([searchRowId(document.bucket, documentId), document.tokens])
      held.history.push({
        at,
        byId: act.by.id,
        customerId,
        entity: 'customer',
        entityId: customerId,
        kind: 'created',
        field: null,
        before: null,
        after:
          slip === null
            ? `${number} ${customer.customerName}`
            : `${number} ${customer.customerName}（${slip}）`,
        reason: importBatchId === null ? null : '导入',
      })
      if (held.customer.length >= customersPerFlush) await flush()
      return { customerId, number, contactIds, registrationId, registrationNumber: slip }
    },
    flush,
  }

  function ownershipRow(row: {
    readonly customerId: number
    readonly ownerId: number | null
    readonly fromOn: string
    readonly toOn: string | null
    readonly reason: string
    readonly approver: string | null
  }): SqlValue[] {
    const { customerId, ownerId, fromOn, toOn, reason, approver } = row
    return [customerId, ownerId, fromOn, toOn, reason, approver, at, act.by.id, importBatchId]
  }

  async function flush(): Promise<void> {
    const rows = held
    held = emptyRows()
    await writeRows(db, rows)
    await numbers.settle()
  }
}

function emptyRows() {
  return {
    customer: [] as SqlValue[][],
    contact: [] as SqlValue[][],
    alias: [] as SqlValue[][],
    tag: [] as SqlValue[][],
    matchKey: [] as SqlValue[][],
    registration: [] as SqlValue[][],
    ownership: [] as SqlValue[][],
    searchDocument: [] as SqlValue[][],
    searchIndex: [] as SqlValue[][],
    history: [] as HistoryDraft[],
  }
}

async function writeRows(db: Db, rows: ReturnType<typeof emptyRows>): Promise<void> {
  await insertRows(db, 'customer', customerColumns, rows.customer)
  await insertRows(db, 'contact', contactColumns, rows.contact)
  await insertRows(db, 'customerAlias', ['customerId', 'alias'], rows.alias)
  await insertRows(db, 'customerTag', ['customerId', 'tag'], rows.tag)
  await insertRows(db, 'matchKey', ['matchKey', 'customerId'], rows.matchKey)
  await insertRows(db, 'registration', registrationColumns, rows.registration)
  await insertRows(db, 'ownership', ownershipColumns, rows.ownership)
  await insertRows(
    db,
    'searchDocument',
    ['id', 'entity', 'entityId', 'bucket', 'haystack'],
    rows.searchDocument,
  )
  await insertRows(db, 'searchIndex', ['rowid', 'tokens'], rows.searchIndex)
  await insertHistory(db, rows.history)
}

/** Exactly one contact is the primary one: the first that says so, or the first of all. */
function withOnePrimary(contacts: readonly ContactDraft[]): ContactDraft[] {
  const chosen = Math.max(
    0,
    contacts.findIndex(({ isPrimary }) => isPrimary),
  )
  return contacts.map((contact, index) => ({ ...contact, isPrimary: index === chosen }))
}
