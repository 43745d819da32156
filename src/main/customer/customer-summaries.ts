import { sql } from 'kysely'
import type { Scope } from '../../shared/access/access.ts'
import type { CustomerSummary } from '../../shared/customer/customer-operations.ts'
import { scopeCondition } from '../access/scope-condition.ts'
import type { Db } from '../archive/schema.ts'

/** Lines of a list in the order of `ids`. Asked again here, scope leaves out what is no longer the reader's. */
export async function readSummaries(
  db: Db,
  scope: Scope,
  ids: readonly number[],
): Promise<CustomerSummary[]> {
  return db
    .selectFrom(sql<{ key: number; value: number }>`json_each(${JSON.stringify(ids)})`.as('wanted'))
    .innerJoin('customer', 'customer.id', 'wanted.value')
    .leftJoin('user', 'user.id', 'customer.ownerId')
    .select([
      'customer.id',
      'customer.number',
      'customer.customerName',
      'customer.shortName',
      'customer.creditCode',
      'customer.customerType',
      'customer.industry',
      'customer.province',
      'customer.city',
      'customer.status',
      'customer.grade',
      'customer.ownerId',
      'user.userName as ownerName',
      'customer.primaryContactName as contactName',
      'customer.primaryContactMobile as contactMobile',
      'customer.leadSource',
      'customer.registeredOn',
      'customer.protectedUntil',
      'customer.firstContactOn',
      'customer.completeness',
      'customer.updatedAt',
    ])
    .where(scopeCondition(scope))
    .orderBy('wanted.key')
    .execute()
}
