import fs from 'node:fs'
import path from 'node:path'
import { archiveFile } from '../archive/archive-layout.ts'
import type { Argon2Parameters } from '../archive/key-derivation.ts'
import { restoreKeyring, type UnlockedKeyring } from '../archive/keyring.ts'
import { fillNewArchiveFolder } from '../archive/new-archive-folder.ts'
import { hasTable, openArchiveFile } from '../archive/open-archive.ts'
import { locateBackup, readManifest } from './backup-set.ts'
import type { RunCopyWork } from './copy-runner.ts'
import { translateFileError } from './copy-work.ts'
import { backupDatabaseName, manifestError, openManifest } from './manifest.ts'
import {
  assertContents,
  assertHashes,
  customersIn,
  openBackupKeyring,
  type BackupAccess,
} from './verify-backup.ts'

export interface RestoreOrder {
  /** A backup, or a folder of backups: then the newest whole one. */
  readonly path: string
  /** New or empty. The present archive is never touched. */
  readonly intoFolder: string
  readonly access: Exclude<BackupAccess, { readonly kind: 'none' }>
  readonly newPassword: string
  readonly now: Date
  readonly runCopyWork: RunCopyWork
  readonly parameters?: Argon2Parameters
}

export interface RestoredArchive {
  readonly folder: string
  readonly archiveId: string
  readonly sequence: number
  readonly customers: number
  /** Who logs in with the new password. */
  readonly userName: string
}

/**
 * Restores a backup into a new archive folder: verified where it lies, copied, verified again as
 * copied, given a password slot, and moved into place. Killing it leaves no folder that opens.
 */
export async function restoreBackup(order: RestoreOrder): Promise<RestoredArchive> {
  const folder = locateBackup(order.path)
  const manifest = readManifest(folder)
  const { runCopyWork } = order
  await assertHashes(folder, manifest, runCopyWork)
  const opened = openBackupKeyring(folder, manifest, order.access)
  try {
    const { unlocked } = opened
    const privatePart = openManifest(manifest, unlocked)
    await assertContents(path.join(folder, backupDatabaseName), unlocked, manifest, privatePart, runCopyWork)
    return await fillNewArchiveFolder(order.intoFolder, async (work) => {
      const database = archiveFile(work, 'database')
      fs.copyFileSync(path.join(folder, backupDatabaseName), database)
      fs.chmodSync(database, 0o600) // a backup medium may have given it any mode
      await assertContents(database, unlocked, manifest, privatePart, runCopyWork)
      const user = readFirstUser(database, unlocked)
      await restoreKeyring(
        work,
        opened.document,
        unlocked,
        { ...user, password: order.newPassword },
        {
          now: order.now,
          ...(order.parameters && { parameters: order.parameters }),
        },
      )
      return {
        folder: order.intoFolder,
        archiveId: manifest.head.archiveId,
        sequence: manifest.head.sequence,
        customers: customersIn(privatePart),
        userName: user.userName,
      }
    })
  } catch (error) {
    throw translateFileError(error)
  } finally {
    opened.release()
  }
}

/** The oldest account that runs the register: it gets the new password and gives the others theirs. */
function readFirstUser(file: string, unlocked: UnlockedKeyring): { userId: number; userName: string } {
  const archive = openArchiveFile(file, { key: unlocked.keys.database, mode: 'copy' })
  try {
    const row = hasTable(archive.sqlite, 'user')
      ? archive.sqlite
          .prepare<[], { userId: number; userName: string }>(
            `select user.id as userId, user.userName from user
             join userRole on userRole.userId = user.id
             where userRole.role in ('admin', 'assistant') and user.retiredOn is null
             order by userRole.role = 'admin' desc, user.id limit 1`,
          )
          .get()
      : undefined
    if (row === undefined) throw manifestError('no-user', '备份里没有可以登录的账号。')
    return row
  } finally {
    archive.close()
  }
}
