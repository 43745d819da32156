import path from 'node:path'

/** The files of an archive folder. Nothing else in it belongs to the archive but SQLite's `-wal` and `-shm`. */
export const archiveFileNames = {
  database: 'archive.db',
  keyring: 'keyring.json',
  previousKeyring: 'keyring.prev.json',
  lock: 'lock',
  lockOwner: 'lock-owner.json',
  attempts: 'attempts.json',
} as const

/** "BKB1" as SQLite's `application_id`: tells our files from another program's that happens to share the key. */
export const archiveApplicationId = 0x424b4231

/** The cipher is recorded with the keyring; `aegis` is authenticated, so a changed bit is an error and never a wrong row. */
export const archiveCipher = 'aegis'

export function archiveFile(folder: string, file: keyof typeof archiveFileNames): string {
  return path.join(folder, archiveFileNames[file])
}
