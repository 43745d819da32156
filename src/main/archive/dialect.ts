import { SqliteAdapter, SqliteDialect } from 'kysely'

/**
 * Kysely's SQLite dialect, with migrations in one transaction.
 *
 * Kysely leaves this off because a PRAGMA or VACUUM cannot run in one (kysely#56); ours use neither
 * but `user_version`, which can, and a half-migrated archive is worse than one that refuses to open.
 */
export class ArchiveDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter()
  }
}

class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}
