import { Migrator, type Migration } from 'kysely/migration'
import { AppError } from '../../shared/failure.ts'
import type { ArchiveConnection } from './open-archive.ts'

/** Every migration by file name without extension; Vite puts them into the bundle. */
const modules = import.meta.glob<Migration>('../../../migrations/[0-9]*_*.ts', { eager: true })

export const archiveMigrations: Readonly<Record<string, Migration>> = Object.fromEntries(
  Object.entries(modules)
    .filter(([file]) => !file.endsWith('.test.ts'))
    .map(([file, module]) => [file.replace(/^.*\//, '').replace(/\.ts$/, ''), module]),
)

export interface MigrateOptions {
  /** Other than the app's own only in tests. */
  readonly migrations?: Readonly<Record<string, Migration>>
  /** Called before an archive with content is changed: the place for the safety backup. If it throws, nothing is changed. */
  readonly beforeMigrate?: (fromVersion: number, toVersion: number) => Promise<void>
}

export interface MigrateResult {
  readonly fromVersion: number
  readonly toVersion: number
}

/**
 * Brings an archive to the present schema: all pending migrations in one transaction, or none.
 * `user_version` follows the number in the file's name. An archive of a later app is refused untouched.
 */
export async function migrateArchive(
  archive: ArchiveConnection,
  options: MigrateOptions = {},
): Promise<MigrateResult> {
  const migrations = options.migrations ?? archiveMigrations
  const fromVersion = schemaVersionOf(archive)
  const toVersion = latestVersion(migrations)
  if (fromVersion > toVersion) {
    throw new AppError(
      'archive-too-new',
      `The archive has schema ${fromVersion}, this app knows ${toVersion}`,
    )
  }
  if (fromVersion === toVersion) return { fromVersion, toVersion }
  if (fromVersion > 0) await options.beforeMigrate?.(fromVersion, toVersion)
  const migrator = new Migrator({
    db: archive.db,
    provider: { getMigrations: () => Promise.resolve(withUserVersion(migrations, archive)) },
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined)
    throw error instanceof Error ? error : new Error('A migration failed', { cause: error })
  const reached = schemaVersionOf(archive)
  if (reached !== toVersion) throw new Error(`Migration ended at schema ${reached} instead of ${toVersion}`)
  return { fromVersion, toVersion }
}

export function schemaVersionOf(archive: Pick<ArchiveConnection, 'sqlite'>): number {
  return Number(archive.sqlite.pragma('user_version', { simple: true }))
}

export function latestVersion(migrations: Readonly<Record<string, Migration>> = archiveMigrations): number {
  return Math.max(0, ...Object.keys(migrations).map(versionOf))
}

/** `0012_add_lots` is version 12. */
function versionOf(name: string): number {
  const version = Number(/^(\d{4})_/.exec(name)?.[1])
  if (!Number.isInteger(version) || version === 0) throw new Error(`Not a migration's name: ${name}`)
  return version
}

/** Kysely does not set `user_version`. Setting it here, in the same transaction, keeps no migration from forgetting it. */
function withUserVersion(
  migrations: Readonly<Record<string, Migration>>,
  archive: ArchiveConnection,
): Record<string, Migration> {
  return Object.fromEntries(
    Object.entries(migrations).map(([name, migration]) => [
      name,
      {
        async up(db) {
          await migration.up(db)
          archive.sqlite.pragma(`user_version = ${versionOf(name)}`)
        },
      } satisfies Migration,
    ]),
  )
}
