import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Scope } from '../../shared/access/access.ts'

/**
 * The one condition that decides which customers a session reaches (rule R14), deleted ones never among them.
 * Every query of customers, or of what hangs on them, joins table `customer` and carries it: lists, counts, search,
 * cards, print, export, reports and history.
 *
 * A region is a prefix of the customer's division code: `32` reaches `320106`. A regional manager also reaches the
 * customers they own themselves.
 */
export function scopeCondition(scope: Scope): RawBuilder<SqlBool> {
  switch (scope.kind) {
    case 'all':
      return sql`customer.deletedAt is null`
    case 'region':
      // ':' follows '9', so the range holds exactly the codes that begin with the region's.
      return sql`customer.deletedAt is null and (customer.ownerId = ${scope.userId}
        or (customer.regionCode >= ${scope.regionCode} and customer.regionCode < ${`${scope.regionCode}:`}))`
    case 'own':
      return sql`customer.deletedAt is null and customer.ownerId = ${scope.userId}`
    case 'none':
      // No id is negative. A plain `0` would make SQLite refuse a query that names its index (no query solution).
      return sql`customer.deletedAt is null and customer.id < 0`
  }
}
