import path from 'node:path'
import { judgePassword } from '../../shared/access/password-policy.ts'
import type { BackupRun } from '../../shared/backup/backup-operations.ts'
import { AppError } from '../../shared/failure.ts'
import type { CommandFor, ResultFor } from '../../shared/ipc/contract.ts'
import type { Argon2Parameters } from '../archive/key-derivation.ts'
import type { HandlersFor } from '../ipc/handlers.ts'
import type { BackedUpArchive, BackupService } from './backup-service.ts'
import { locateBackup, readManifest } from './backup-set.ts'
import type { RunCopyWork } from './copy-runner.ts'
import { restoreBackup } from './restore-backup.ts'
import { verifyBackup, type BackupAccess } from './verify-backup.ts'

/** `backup.status`, `backup.runs` read; `backup.setDestination` writes: each in the connection it is given. */
export function createBackupHandlers(
  service: BackupService,
): HandlersFor<'backup.status' | 'backup.runs' | 'backup.setDestination'> {
  return {
    'backup.status': (_, { db }) => service.status(db),
    'backup.runs': (_, { db }) => service.runs(db),
    'backup.setDestination': ({ folder }, { db }) => service.setDestination(db, path.resolve(folder)),
  }
}

/** The runs by hand: long, but they only read the archive, so writes go on beside them. */
export function createBackupRunHandlers(service: BackupService): {
  readonly 'backup.runNow': () => Promise<BackupRun>
  readonly 'backup.runTo': (command: CommandFor<'backup.runTo'>) => Promise<BackupRun>
} {
  return {
    'backup.runNow': () => service.runNow(),
    'backup.runTo': ({ folder }) => service.runTo(path.resolve(folder)),
  }
}

export interface RestoreHandlerParts {
  readonly runCopyWork: RunCopyWork
  readonly now: () => Date
  readonly parameters?: Argon2Parameters
  openArchive(): BackedUpArchive | null
}

/** Verifying and restoring need no session: with words in hand anybody may look, and a restore makes a new folder. */
export function createRestoreHandlers(parts: RestoreHandlerParts): {
  readonly [N in 'backup.verify' | 'backup.restore']: (command: CommandFor<N>) => Promise<ResultFor<N>>
} {
  return {
    'backup.verify': ({ path: chosen, recoveryWords }) =>
      verifyBackup(chosen, accessTo(chosen, recoveryWords), parts.runCopyWork),
    'backup.restore': async ({ path: chosen, intoFolder, recoveryWords, newPassword }) => {
      const verdict = judgePassword(newPassword)
      if (verdict.state === 'refused') {
        throw new AppError('invalid-input', 'The new password breaks the policy', {
          details: { newPassword: verdict.problem },
        })
      }
      const access = accessTo(chosen, recoveryWords)
      if (access.kind === 'none') {
        throw new AppError('restore-refused', 'No keys for that backup', {
          details: { reason: 'no-keys', message: '恢复这份备份需要它的恢复密钥（24 个词）。' },
        })
      }
      const { folder, customers, userName } = await restoreBackup({
        path: chosen,
        intoFolder: path.resolve(intoFolder),
        access,
        newPassword,
        now: parts.now(),
        runCopyWork: parts.runCopyWork,
        ...(parts.parameters && { parameters: parts.parameters }),
      })
      return { folder, customers, userName }
    },
  }

  /** The words, or else the keys of the open archive where the backup is that archive's. */
  function accessTo(chosen: string, recoveryWords: readonly string[] | null): BackupAccess {
    if (recoveryWords !== null) return { kind: 'words', words: recoveryWords }
    const archive = parts.openArchive()
    if (archive === null) return { kind: 'none' }
    const { archiveId } = readManifest(locateBackup(chosen)).head
    return archiveId === archive.unlocked.archiveId
      ? { kind: 'unlocked', unlocked: archive.unlocked }
      : { kind: 'none' }
  }
}
