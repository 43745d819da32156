import { sql, type Selectable } from 'kysely'
import type { CalendarDay } from '../../shared/calendar-day.ts'
import type { Registration, RegistrationDraft } from '../../shared/registration/registration.ts'
import { registrationNumber, takeNumbers } from '../archive/number-sequence.ts'
import type { Db, RegistrationTable } from '../archive/schema.ts'

/** Registrations of customers, the newest first, voided ones among them. */
export async function listRegistrationsOf(
  db: Db,
  customerIds: readonly number[],
): Promise<Map<number, Registration[]>> {
  const rows = await db
    .selectFrom('registration')
    .selectAll()
    .where(
      sql<boolean>`registration.customerId in (select value from json_each(${JSON.stringify(customerIds)}))`,
    )
    .orderBy('registeredOn', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const byCustomer = new Map<number, Registration[]>()
  for (const row of rows) {
    const list = byCustomer.get(row.customerId)
    if (list === undefined) byCustomer.set(row.customerId, [registrationOfRow(row)])
    else list.push(registrationOfRow(row))
  }
  return byCustomer
}

/** What the rules add to a draft: the stamp and what was computed from it. */
export interface RegistrationFacts {
  readonly customerId: number
  readonly registeredAt: string
  readonly registeredOn: CalendarDay
  readonly isLate: boolean
  readonly protectionMonths: number
  readonly protectedUntil: CalendarDay
  readonly registeredById: number
}

export async function insertRegistration(
  db: Db,
  draft: RegistrationDraft,
  facts: RegistrationFacts,
): Promise<Registration> {
  const nth = await takeNumbers(db, `registration:${facts.registeredOn}`, 1)
  const row = await db
    .insertInto('registration')
    .values({
      ...draft,
      ...facts,
      isLate: facts.isLate ? 1 : 0,
      id: await takeNumbers(db, 'registration', 1),
      number: registrationNumber(facts.registeredOn, nth),
      extendedUntil: null,
      voidedAt: null,
      voidReason: null,
      importBatchId: null,
      revision: 1,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return registrationOfRow(row)
}

function registrationOfRow(row: Selectable<RegistrationTable>): Registration {
  return {
    ...row,
    isLate: row.isLate === 1,
    demandOn: row.demandOn as CalendarDay | null, // days were written from parsed days
    registeredOn: row.registeredOn as CalendarDay, // as above
    extendedUntil: row.extendedUntil as CalendarDay | null, // as above
    protectedUntil: row.protectedUntil as CalendarDay, // as above
  }
}
