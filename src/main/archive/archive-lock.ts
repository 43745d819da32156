import fs from 'node:fs'
import os from 'node:os'
import type Database from 'better-sqlite3'
import { z } from 'zod'
import { shanghaiMinuteOf } from '../../shared/calendar-day.ts'
import { AppError } from '../../shared/failure.ts'
import { archiveFile } from './archive-layout.ts'
import { openDatabaseFile } from './driver.ts'

/** Who holds an archive: the account and name of the PC, never a user of the archive. */
const ownerSchema = z.object({
  account: z.string().max(200),
  host: z.string().max(200),
  processId: z.int(),
  since: z.iso.datetime(),
})
export type ArchiveOwner = z.infer<typeof ownerSchema>

export interface ArchiveLock {
  release(): void
}

/**
 * Takes the single-opener lock of an archive folder, or throws `archive-in-use` naming the holder.
 *
 * Node has no file lock, so the lock is SQLite's: an exclusive transaction on the empty file `lock`,
 * held open. The system drops it with the process, however that ends; a copied folder has a lock file
 * of its own. Nothing is ever written to the file, so it stays at 0 bytes.
 *
 * While it is held nobody in this process may open and close `lock` by other means: on POSIX that
 * drops the lock.
 */
export function acquireArchiveLock(folder: string, now: Date = new Date()): ArchiveLock {
  const file = archiveFile(folder, 'lock')
  const sqlite = lockExclusively(file) ?? lockExclusively(resetForeignLockFile(file))
  if (sqlite === null) throw new Error('The lock file is not usable')
  const ownerFile = archiveFile(folder, 'lockOwner')
  try {
    const owner: ArchiveOwner = {
      account: accountName(),
      host: os.hostname(),
      processId: process.pid,
      since: now.toISOString(),
    }
    fs.writeFileSync(ownerFile, `${JSON.stringify(owner)}\n`)
  } catch (error) {
    sqlite.close()
    throw error
  }
  let isHeld = true
  return {
    release() {
      if (!isHeld) return
      isHeld = false
      fs.rmSync(ownerFile, { force: true }) // before the lock: the next holder writes its own
      sqlite.close()
    },
  }

  function lockExclusively(lockFile: string): Database.Database | null {
    let database: Database.Database
    try {
      database = openDatabaseFile(lockFile, { timeout: 0 })
    } catch (cause) {
      throw new AppError('path-refused', 'The lock file cannot be opened', {
        details: { reason: 'not-writable', message: '这个文件夹不能写入，请检查权限，或换一个文件夹。' },
        cause,
      })
    }
    try {
      database.pragma('journal_mode = MEMORY') // else an empty `lock-journal` would lie beside it
      database.pragma('locking_mode = EXCLUSIVE')
      database.exec('begin exclusive')
      return database
    } catch (cause) {
      database.close()
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
      if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) throw inUseError(folder, cause)
      if (code === 'SQLITE_NOTADB') return null
      throw cause
    }
  }
}

/** The record of the present or last holder; null when there is none or it cannot be read. Display only. */
export function readArchiveOwner(folder: string): ArchiveOwner | null {
  try {
    return ownerSchema.parse(JSON.parse(fs.readFileSync(archiveFile(folder, 'lockOwner'), 'utf8')))
  } catch {
    return null // the record is a courtesy; the lock itself decides
  }
}

function inUseError(folder: string, cause: unknown): AppError {
  const owner = readArchiveOwner(folder)
  const by =
    owner === null
      ? '另一个程序'
      : `“${owner.account}”在电脑“${owner.host}”上（进程 ${owner.processId}，${shanghaiMinuteOf(owner.since)} 起）`
  return new AppError('archive-in-use', 'The archive is open in another process', { details: { by }, cause })
}

/** A file `lock` with foreign content cannot be held by us, whose lock files are empty; it is emptied and tried again. */
function resetForeignLockFile(file: string): string {
  fs.truncateSync(file, 0)
  return file
}

function accountName(): string {
  try {
    return os.userInfo().username
  } catch {
    return '未知账号' // a user id without an entry, as in a container
  }
}
