import path from 'node:path'
import type { UnlockedKeyring } from '../archive/keyring.ts'
import { openArchive } from '../archive/open-archive.ts'
import { findBackupDestination } from './backup-repository.ts'
import type { RunCopyWork } from './copy-runner.ts'
import { runBackup, type FinishedBackup } from './run-backup.ts'

/**
 * The safety backup before an older archive is changed: into the chosen destination, or, where that is
 * missing or refuses, into a folder beside the archive. If neither works it throws, and nothing is migrated.
 */
export async function backUpBeforeMigration(
  folder: string,
  unlocked: UnlockedKeyring,
  options: { readonly appVersion: string; readonly now: () => Date; readonly runCopyWork: RunCopyWork },
): Promise<FinishedBackup> {
  const order = { archiveFolder: folder, unlocked, reason: 'beforeMigration', ...options } as const
  const destination = await readDestination(folder, unlocked)
  const beside = path.join(folder, 'backup-before-upgrade')
  if (destination === null) return runBackup({ ...order, destination: beside })
  try {
    return await runBackup({ ...order, destination })
  } catch {
    return runBackup({ ...order, destination: beside }) // a stick that is not plugged in must not stop an upgrade
  }
}

async function readDestination(folder: string, unlocked: UnlockedKeyring): Promise<string | null> {
  const archive = openArchive({ folder, key: unlocked.keys.database, mode: 'copy' })
  try {
    return await findBackupDestination(archive.db)
  } finally {
    archive.close()
  }
}
