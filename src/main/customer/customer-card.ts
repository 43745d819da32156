import { latestOf, type CalendarDay } from '../../shared/calendar-day.ts'
import { idleOn } from '../../shared/customer/idle.ts'
import type { CustomerCard } from '../../shared/customer/customer-operations.ts'
import { AppError } from '../../shared/failure.ts'
import { currentRegistration } from '../../shared/registration/running-registration.ts'
import type { Act } from '../access/act.ts'
import { readUserNames } from '../access/user-repository.ts'
import { listOwnerships } from '../ownership/ownership-repository.ts'
import { getSettings } from '../settings/settings-repository.ts'
import { listTendersOfCustomer } from '../tender/tender-repository.ts'
import { loadCustomers, readCustomerNames, type LoadedCustomer } from './customer-repository.ts'

/** Cards of customers within the scope, in the order of `ids`. */
export async function readCards(act: Act, ids: readonly number[]): Promise<CustomerCard[]> {
  const { db, scope } = act
  const loaded = await loadCustomers(db, scope, ids)
  const users = await readUserNames(db)
  const parentIds = loaded.flatMap(({ customer }) => customer.parentCustomerId ?? [])
  const parents = await readCustomerNames(db, parentIds)
  const { idleMonths } = await getSettings(db)
  const cards: CustomerCard[] = []
  for (const entry of loaded) {
    const { customer, contacts, registrations } = entry
    cards.push({
      customer,
      ownerName: customer.ownerId === null ? null : (users.get(customer.ownerId) ?? null),
      parentName:
        customer.parentCustomerId === null ? null : (parents.get(customer.parentCustomerId) ?? null),
      contacts: [...contacts],
      registrations: registrations.map((registration) => ({
        ...registration,
        salespersonName: users.get(registration.salespersonId) ?? '',
      })),
      tenders: await listTendersOfCustomer(db, customer.id),
      ownerships: await listOwnerships(db, customer.id),
      idleOn: idleDayOf(entry, idleMonths),
    })
  }
  return cards
}

export async function findCard(act: Act, id: number): Promise<CustomerCard | null> {
  return (await readCards(act, [id]))[0] ?? null
}

export async function getCard(act: Act, id: number): Promise<CustomerCard> {
  const card = await findCard(act, id)
  if (card === null) throw new AppError('not-found', `No customer ${id} within the scope`)
  return card
}

/** A customer nobody owns cannot be idle; the clock starts with the registration, or with the card where there is none. */
function idleDayOf(loaded: LoadedCustomer, idleMonths: number): CalendarDay | null {
  if (loaded.customer.ownerId === null) return null
  const start = currentRegistration(loaded.registrations)?.registeredOn ?? loaded.createdOn
  return idleOn(latestOf(start, loaded.lastActionOn), idleMonths)
}
