import { checkCreditCode } from '../../shared/customer/credit-code.ts'
import { phoneKeys } from '../../shared/contact/phone.ts'
import { emptyCustomerDraft } from '../../shared/customer/customer.ts'
import { actOf } from '../access/act.ts'
import type { ArchiveReader } from '../archive/reader-slices.ts'
import type { HandlersFor, OperationsOf } from '../ipc/handlers.ts'
import { findBest } from '../search/find-documents.ts'
import { findCard } from './customer-card.ts'
import { CustomerLists, listCustomerIds } from './customer-lists.ts'
import { findCustomerId } from './customer-repository.ts'
import { changeCustomer, registerCustomer } from './customer-service.ts'
import { readSummaries } from './customer-summaries.ts'
import { matchRecordOf } from './match-key-repository.ts'
import { findTwins } from './twins.ts'

/** Lists and search walk thousands of rows, so they are given the reading connection itself. */
export function createCustomerHandlers(openArchive: () => { readonly reader: ArchiveReader }): {
  readonly handlers: HandlersFor<OperationsOf<'customer'>>
  readonly lists: CustomerLists
} {
  const lists = new CustomerLists()
  const handlers: HandlersFor<OperationsOf<'customer'>> = {
    'customer.openList': async (request, context) => {
      const act = actOf(context)
      const ids = await listCustomerIds(openArchive().reader, act, request)
      return { listId: lists.open(act.by.id, ids), total: ids.length }
    },
    'customer.listPage': async ({ listId, offset, limit }, { db, session }) => {
      const ids = lists.idsOf(session.user.id, listId).slice(offset, offset + limit)
      return readSummaries(db, session.scope, ids)
    },
    'customer.listIds': async ({ listId, limit }, { session }) =>
      lists.idsOf(session.user.id, listId).slice(0, limit),
    'customer.find': async ({ text, limit }, { db, session }) => {
      const { found, total, isPartial } = findBest(openArchive().reader, session.scope, text, limit)
      const matched = new Map(found.map((hit) => [hit.customerId, hit.matched]))
      const rows = await readSummaries(
        db,
        session.scope,
        found.map(({ customerId }) => customerId),
      )
      const customers = rows.map((row) => {
        const line = matched.get(row.id) ?? null
        return { ...row, matched: line === row.customerName ? null : line }
      })
      return { total, isPartial, customers }
    },
    'customer.get': ({ id }, context) => findCard(actOf(context), id),
    'customer.findByNumber': async ({ number }, context) => {
      const act = actOf(context)
      const id = await findCustomerId(act.db, act.scope, number)
      return id === null ? null : findCard(act, id)
    },
    'customer.findTwins': ({ customerName, creditCode, phones, excludeId }, context) => {
      const check = creditCode === null ? null : checkCreditCode(creditCode)
      const typed = matchRecordOf(
        { kind: 'row', row: 0 },
        {
          ...emptyCustomerDraft(),
          customerName,
          creditCode: check?.state === 'valid' ? check.code : null,
        },
        [],
      )
      return findTwins(actOf(context), { ...typed, phones: phoneKeys(...phones) }, excludeId)
    },
    'customer.register': (command, context) => {
      context.changed('customer', ...(command.registration === null ? [] : ['registration' as const]))
      return registerCustomer(actOf(context), command)
    },
    'customer.update': (command, context) => {
      context.changed('customer')
      return changeCustomer(actOf(context), command)
    },
  }
  return { handlers, lists }
}
