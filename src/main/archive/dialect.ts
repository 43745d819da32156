import { SqliteAdapter, SqliteDialect, type SqliteDatabase } from 'kysely'

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

/** Texts of this many statements stay prepared; the app's own queries are far fewer. */
const mostPrepared = 400
/** A wide insert of an unusual size is not worth keeping. */
const longestKept = 40_000

/**
 * The driver's connection with its data statements kept prepared. Kysely prepares each query anew, which
 * costs an import more than running them (measured: 1.3 s of 10 s for 10,000 rows). Every statement is run to
 * its end before the next, so none is met half-way.
 */
export function withPreparedStatements(database: SqliteDatabase): SqliteDatabase {
  const prepared = new Map<string, ReturnType<SqliteDatabase['prepare']>>()
  return {
    close: () => database.close(),
    prepare(text) {
      if (text.length > longestKept || !/^\s*(?:select|insert|update|delete|with)\b/iu.test(text)) {
        return database.prepare(text)
      }
      const known = prepared.get(text)
      if (known !== undefined) return known
      if (prepared.size >= mostPrepared) prepared.clear()
      const statement = database.prepare(text)
      prepared.set(text, statement)
      return statement
    },
  }
}
