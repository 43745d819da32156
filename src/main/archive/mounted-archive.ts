import fs from 'node:fs'
import { AppError } from '../../shared/failure.ts'
import { archiveFile } from './archive-layout.ts'
import { acquireArchiveLock, type ArchiveLock } from './archive-lock.ts'
import { assertLiveArchivePath } from './archive-path.ts'
import { sweepTemporaryFiles } from './durable-file.ts'
import { readKeyringArchiveId, unlockWithPassword, type UnlockedKeyring } from './keyring.ts'
import { migrateArchive } from './migrate.ts'
import { openArchive, type ArchiveConnection } from './open-archive.ts'

/** An archive folder that this process holds: nobody else may open it, whether it is locked by password or not. */
export interface MountedArchive {
  readonly folder: string
  readonly archiveId: string
  readonly lock: ArchiveLock
}

/** The keys and the two connections while a password is given: one writes, one can only read. */
export interface UnlockedArchive {
  readonly keyring: UnlockedKeyring
  readonly writer: ArchiveConnection
  readonly reader: ArchiveConnection
  /** Closes both connections and wipes the keys. */
  close(): void
}

/** Takes the folder of an existing archive for this process. Reads nothing that needs a key. */
export function mountArchive(folder: string): MountedArchive {
  assertLiveArchivePath(folder)
  if (!fs.existsSync(archiveFile(folder, 'keyring')) && !fs.existsSync(archiveFile(folder, 'database'))) {
    throw new AppError('archive-missing', 'No archive in that folder')
  }
  const lock = acquireArchiveLock(folder)
  try {
    sweepTemporaryFiles(folder)
    return { folder, archiveId: readKeyringArchiveId(folder), lock }
  } catch (error) {
    lock.release()
    throw error
  }
}

export interface UnlockOptions {
  readonly credentials: { readonly userName: string | null; readonly password: string }
  /** The safety backup before a migration changes an older archive; if it fails, nothing is changed. */
  readonly beforeMigrate: (keyring: UnlockedKeyring) => Promise<void>
}

/** Opens a mounted archive with a user's name and password, and brings it to the present schema. */
export async function unlockArchive(
  mounted: MountedArchive,
  options: UnlockOptions,
): Promise<UnlockedArchive> {
  const keyring = await unlockWithPassword(mounted.folder, options.credentials)
  try {
    return await openConnections(mounted, keyring, { create: false, beforeMigrate: options.beforeMigrate })
  } catch (error) {
    keyring.zero()
    throw error
  }
}

/** Opens the writer, migrates, then opens the reader. With `create` it makes the empty database first. */
export async function openConnections(
  mounted: Pick<MountedArchive, 'folder' | 'archiveId'>,
  keyring: UnlockedKeyring,
  how: { readonly create: boolean; readonly beforeMigrate: UnlockOptions['beforeMigrate'] },
): Promise<UnlockedArchive> {
  const options = { folder: mounted.folder, key: keyring.keys.database, expectedArchiveId: mounted.archiveId }
  const writer = openArchive({ ...options, mode: 'writer', create: how.create })
  try {
    await migrateArchive(writer, { beforeMigrate: () => how.beforeMigrate(keyring) })
    const reader = openArchive({ ...options, mode: 'reader' })
    return {
      keyring,
      writer,
      reader,
      close() {
        reader.close()
        writer.close()
        keyring.zero()
      },
    }
  } catch (error) {
    writer.close()
    throw error
  }
}
