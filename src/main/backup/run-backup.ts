import fs from 'node:fs'
import path from 'node:path'
import { AppError } from '../../shared/failure.ts'
import { backupsToDelete } from '../../shared/backup/retention.ts'
import { archiveFile } from '../archive/archive-layout.ts'
import { renameDurably, syncFolder, writeFileDurably } from '../archive/durable-file.ts'
import { keyringForBackup, type UnlockedKeyring } from '../archive/keyring.ts'
import {
  backupSetFolder,
  deleteBackup,
  listBackups,
  newBackupName,
  nextSequence,
  readManifest,
  sweepUnfinished,
  unfinishedName,
} from './backup-set.ts'
import type { RunCopyWork } from './copy-runner.ts'
import { hashFile, translateFileError } from './copy-work.ts'
import {
  backupDatabaseName,
  backupKeyringName,
  hashOfManifest,
  manifestName,
  manifestText,
  openManifest,
  type BackupReason,
  type ManifestHead,
} from './manifest.ts'

export interface BackupOrder {
  /** Folder of the archive; it may be open and written to meanwhile. */
  readonly archiveFolder: string
  readonly unlocked: UnlockedKeyring
  readonly destination: string
  readonly reason: BackupReason
  readonly appVersion: string
  readonly auditHead?: string | null
  readonly now: () => Date
  readonly runCopyWork: RunCopyWork
}

export interface FinishedBackup {
  readonly path: string
  readonly sequence: number
  readonly startedAt: string
  readonly finishedAt: string
  readonly bytes: number
  /** Commits that this backup holds. */
  readonly commitCounter: number
  readonly customers: number | null
  /** Older backups that retention removed, by folder name. */
  readonly deleted: readonly string[]
}

const spareBytes = 16 * 1024 * 1024

/** Sets being written by this process: two runs into one would take the same number. */
const busySets = new Set<string>()

/**
 * Makes one verified backup, or throws and leaves what was there: copy, open the copy and read all of
 * it, write the manifest last, read everything back, and only then give it its name and let retention
 * delete older ones. The caller holds the archive's lock.
 */
export async function runBackup(order: BackupOrder): Promise<FinishedBackup> {
  const setFolder = backupSetFolder(order.destination, order.unlocked.archiveId)
  if (busySets.has(setFolder)) {
    throw new AppError('busy', 'A backup into that destination is running', {
      details: { progress: '备份', message: '备份正在进行，请稍候。' },
    })
  }
  busySets.add(setFolder)
  try {
    return await writeBackup(order, setFolder)
  } catch (error) {
    throw asBackupFailure(error)
  } finally {
    busySets.delete(setFolder)
  }
}

async function writeBackup(order: BackupOrder, setFolder: string): Promise<FinishedBackup> {
  const started = order.now()
  const startedMs = performance.now()
  fs.mkdirSync(setFolder, { recursive: true })
  sweepUnfinished(setFolder)
  assertRoom(order, setFolder)
  const before = listBackups(setFolder)
  const sequence = nextSequence(setFolder)
  const name = newBackupName(sequence, started)
  const work = path.join(setFolder, unfinishedName(name))
  fs.mkdirSync(work)
  try {
    const database = path.join(work, backupDatabaseName)
    const { archiveId, epoch, keys } = order.unlocked
    const copied = await order.runCopyWork({
      kind: 'copy',
      folder: order.archiveFolder,
      target: database,
      key: keys.database,
      archiveId,
    })
    const [databaseHash] = copied.hashes
    if (copied.contents === null || databaseHash === undefined)
      throw new Error('The copy thread left something out')
    const keyringFile = path.join(work, backupKeyringName)
    writeFileDurably(keyringFile, keyringForBackup(order.archiveFolder, order.unlocked))
    const head: ManifestHead = {
      format: 'biaokebu-backup',
      version: 1,
      archiveId,
      sequence,
      createdAt: started.toISOString(),
      reason: order.reason,
      epoch,
      files: [
        { name: backupDatabaseName, ...databaseHash },
        { name: backupKeyringName, ...hashFile(keyringFile) },
      ],
    }
    const previous = before.findLast(({ manifest }) => manifest !== null)?.manifest
    const text = manifestText(
      head,
      {
        appVersion: order.appVersion,
        contents: copied.contents,
        previousManifest: previous === undefined || previous === null ? null : hashOfManifest(previous.text),
        auditHead: order.auditHead ?? null,
        durationMs: Math.round(performance.now() - startedMs),
      },
      order.unlocked,
    )
    syncFolder(work)
    writeFileDurably(path.join(work, manifestName), text) // last: without it the folder is no backup
    await assertWritten(work, text, order)
    const finalFolder = path.join(setFolder, name)
    renameDurably(work, finalFolder)
    return {
      path: finalFolder,
      sequence,
      startedAt: started.toISOString(),
      finishedAt: order.now().toISOString(),
      bytes: head.files.reduce((sum, { bytes }) => sum + bytes, Buffer.byteLength(text)),
      commitCounter: copied.contents.commitCounter,
      customers: copied.contents.tables.find((table) => table.name === 'customer')?.rowCount ?? null,
      deleted: applyRetention(setFolder, order.now()),
    }
  } catch (error) {
    fs.rmSync(work, { recursive: true, force: true, maxRetries: 5 })
    throw error
  }
}

/** Reads back from the destination what was just written there. */
async function assertWritten(work: string, text: string, order: BackupOrder): Promise<void> {
  const manifest = readManifest(work)
  openManifest(manifest, order.unlocked)
  const files = manifest.head.files.map((file) => path.join(work, file.name))
  const { hashes } = await order.runCopyWork({ kind: 'hash', files })
  const isSame = manifest.head.files.every(({ sha256 }, index) => hashes[index]?.sha256 === sha256)
  if (manifest.text === text && isSame) return
  throw new AppError('backup-failed', 'The destination gave back other bytes', {
    details: {
      reason: 'read-back',
      message: '备份写入后读回的内容不一致，备份盘可能有故障。请换一个磁盘后再备份。',
    },
  })
}

function assertRoom(order: BackupOrder, setFolder: string): void {
  const { bavail, bsize } = fs.statfsSync(setFolder)
  const needed = fs.statSync(archiveFile(order.archiveFolder, 'database')).size + spareBytes
  if (bavail * bsize >= needed) return
  throw new AppError('disk-full', 'Not enough room in the destination', {
    details: {
      message: `备份文件夹所在磁盘空间不足：约需 ${Math.ceil(needed / 1024 / 1024)} MB，只剩 ${Math.floor((bavail * bsize) / 1024 / 1024)} MB。请清理或换一个磁盘。`,
    },
  })
}

function applyRetention(setFolder: string, now: Date): readonly string[] {
  const listed = listBackups(setFolder)
  const names = backupsToDelete(
    listed.map(({ name, sequence, createdAt, manifest }) => ({
      id: name,
      sequence,
      createdAt,
      isSound: manifest !== null,
      isPinned: false,
      reason: manifest?.head.reason ?? '',
    })),
    now.toISOString(),
  )
  const deleted: string[] = []
  for (const name of names) {
    try {
      deleteBackup(path.join(setFolder, name))
      deleted.push(name)
    } catch {
      break // the new backup stands; what could not be deleted now is tried after the next one
    }
  }
  return deleted
}

/** Keeps the codes a person acts on differently; everything else about a failed run is `backup-failed`. */
function asBackupFailure(error: unknown): unknown {
  const translated = translateFileError(error)
  if (!(translated instanceof AppError)) {
    return new AppError('backup-failed', 'The backup failed', { cause: translated })
  }
  if (['disk-full', 'busy', 'backup-failed', 'archive-damaged', 'path-refused'].includes(translated.code)) {
    return translated
  }
  return new AppError('backup-failed', translated.message, { details: translated.details, cause: translated })
}
