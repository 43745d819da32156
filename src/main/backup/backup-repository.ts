import type { BackupRun } from '../../shared/backup/backup-operations.ts'
import type { Db } from '../archive/schema.ts'

/** Runs and the state of backups, as the archive remembers them. Writing them is no change that needs a backup. */

const stateNames = { destination: 'backupFolder', commitCounter: 'backedUpCommitCounter' } as const

export async function insertBackupRun(db: Db, run: Omit<BackupRun, 'id'>): Promise<BackupRun> {
  const row = await db
    .insertInto('backupRun')
    .values({ ...run, isVerified: run.isVerified ? 1 : 0 })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { ...row, isVerified: row.isVerified === 1 }
}

/** Newest first. */
export async function listBackupRuns(db: Db, limit = 200): Promise<BackupRun[]> {
  const rows = await db.selectFrom('backupRun').selectAll().orderBy('id', 'desc').limit(limit).execute()
  return rows.map((row) => ({ ...row, isVerified: row.isVerified === 1 }))
}

export async function findLastVerifiedRun(db: Db, destination?: string): Promise<BackupRun | null> {
  const row = await db
    .selectFrom('backupRun')
    .selectAll()
    .where('isVerified', '=', 1)
    .$if(destination !== undefined, (query) => query.where('destination', '=', destination ?? ''))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : { ...row, isVerified: true }
}

export async function findBackupDestination(db: Db): Promise<string | null> {
  return findState(db, stateNames.destination)
}

export async function saveBackupDestination(db: Db, destination: string): Promise<void> {
  await saveState(db, stateNames.destination, destination)
}

/** Commits that the last verified backup in the chosen destination holds; null before the first. */
export async function findBackedUpCommitCounter(db: Db): Promise<number | null> {
  const value = await findState(db, stateNames.commitCounter)
  return value === null ? null : Number(value)
}

export async function saveBackedUpCommitCounter(db: Db, commitCounter: number | null): Promise<void> {
  if (commitCounter !== null) return saveState(db, stateNames.commitCounter, String(commitCounter))
  await db.deleteFrom('archiveState').where('name', '=', stateNames.commitCounter).execute()
}

export async function getCommitCounter(db: Db): Promise<number> {
  return Number((await findState(db, 'commitCounter')) ?? 0)
}

/** The first audited act after an instant: since when changes wait for a backup. */
export async function findFirstActAfter(db: Db, after: string | null): Promise<string | null> {
  const row = await db
    .selectFrom('auditEntry')
    .select((e) => e.fn.min('at').as('at'))
    .$if(after !== null, (query) => query.where('at', '>', after ?? ''))
    .executeTakeFirst()
  return row?.at ?? null
}

async function findState(db: Db, name: string): Promise<string | null> {
  const row = await db.selectFrom('archiveState').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value ?? null
}

async function saveState(db: Db, name: string, value: string): Promise<void> {
  await db
    .insertInto('archiveState')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}
