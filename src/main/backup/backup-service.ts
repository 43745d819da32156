import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { backupStatusOf } from '../../shared/backup/backup-health.ts'
import type { BackupRun, BackupStatus } from '../../shared/backup/backup-operations.ts'
import {
  defaultIntervalHours,
  isBackupDue,
  longestCatchUpDelayMs,
  shortestCatchUpDelayMs,
} from '../../shared/backup/backup-schedule.ts'
import { isClockSuspect } from '../../shared/backup/retention.ts'
import { failureText } from '../../shared/failure-text.ts'
import { AppError } from '../../shared/failure.ts'
import type { UnlockedKeyring } from '../archive/keyring.ts'
import { recordAnchor } from '../archive/keyring.ts'
import type { Db } from '../archive/schema.ts'
import { getSettings } from '../settings/settings-repository.ts'
import {
  findBackedUpCommitCounter,
  findBackupDestination,
  findFirstActAfter,
  findLastVerifiedRun,
  getCommitCounter,
  insertBackupRun,
  listBackupRuns,
  saveBackedUpCommitCounter,
  saveBackupDestination,
} from './backup-repository.ts'
import { backupSetFolder, listBackups } from './backup-set.ts'
import type { RunCopyWork } from './copy-runner.ts'
import type { BackupReason } from './manifest.ts'
import { runBackup } from './run-backup.ts'

/** The open archive, as far as backups need it. */
export interface BackedUpArchive {
  readonly folder: string
  readonly unlocked: UnlockedKeyring
  readonly reader: Db
  readonly writer: Db
}

export interface BackupServiceParts {
  readonly now: () => Date
  /** Milliseconds that no change of the clock moves. */
  readonly monotonicMs: () => number
  readonly appVersion: string
  readonly runCopyWork: RunCopyWork
  /** Null while nobody is logged in: then there is no key, and nothing is copied silently. */
  openArchive(): BackedUpArchive | null
  /** Keeps the connections open until the returned function is called. */
  enter(): () => void
  onStatus(status: BackupStatus): void
}

/** Where backups stand while one archive is open; begins anew with {@link BackupService.opened}. */
interface Standing {
  readonly openedMs: number
  readonly catchUpDelayMs: number
  changedSince: string | null
  verifiedMs: number | null
  failedMs: number | null
}

/** Runs backups of the open archive by hand and by the clock, and tells how they stand. */
export class BackupService {
  readonly #parts: BackupServiceParts
  #standing: Standing | null = null
  #isRunning = false

  constructor(parts: BackupServiceParts) {
    this.#parts = parts
  }

  /** After log-in. */
  async opened(): Promise<void> {
    const archive = this.#require()
    this.#standing = {
      openedMs: this.#parts.monotonicMs(),
      catchUpDelayMs: crypto.randomInt(shortestCatchUpDelayMs, longestCatchUpDelayMs + 1),
      changedSince: await this.#findChangedSince(archive.reader),
      verifiedMs: null,
      failedMs: null,
    }
    await this.#tell()
  }

  /** After the archive was locked: without a key nothing is due. */
  closed(): void {
    this.#standing = null
  }

  /** After every committed write. */
  changed(): void {
    const standing = this.#standing
    if (standing !== null) standing.changedSince ??= this.#parts.now().toISOString()
  }

  async status(db: Db): Promise<BackupStatus> {
    const archive = this.#require()
    const destination = await findBackupDestination(db)
    const last = destination === null ? null : await findLastVerifiedRun(db, destination)
    const failed = await failuresSince(db, destination, last)
    const now = this.#parts.now().toISOString()
    const setFolder = destination === null ? null : backupSetFolder(destination, archive.unlocked.archiveId)
    return backupStatusOf({
      now,
      destination,
      isDestinationPresent: destination !== null && isWritable(destination),
      isSameDisk: destination === null ? null : isSameDisk(archive.folder, destination),
      lastVerifiedAt: last?.finishedAt ?? null,
      changedSince: this.#standing?.changedSince ?? null,
      failures: failed.length,
      lastProblem: failed[0]?.problem ?? null,
      isClockSuspect: setFolder !== null && isClockSuspect(listBackups(setFolder), now),
      isRunning: this.#isRunning,
    })
  }

  /** Chooses where backups go from now on. The folder is made, so that a later absence is told from a first time. */
  async setDestination(db: Db, folder: string): Promise<BackupStatus> {
    const { unlocked, folder: archiveFolder } = this.#require()
    assertOutside(folder, archiveFolder)
    try {
      fs.mkdirSync(backupSetFolder(folder, unlocked.archiveId), { recursive: true })
    } catch (cause) {
      throw new AppError('path-refused', 'The destination cannot be written', {
        details: { reason: 'not-writable', message: '这个文件夹不能写入，请检查权限，或换一个备份文件夹。' },
        cause,
      })
    }
    await saveBackupDestination(db, folder)
    const held = await findLastVerifiedRun(db, folder)
    if (held === null) await saveBackedUpCommitCounter(db, null) // the new place holds nothing yet
    const standing = this.#standing
    if (standing !== null) standing.changedSince = await this.#findChangedSince(db)
    return this.status(db)
  }

  runs(db: Db): Promise<BackupRun[]> {
    return listBackupRuns(db)
  }

  /** Backs up into the chosen destination. What fails is recorded and thrown. */
  async runNow(reason: BackupReason = 'manual'): Promise<BackupRun> {
    const { reader, unlocked } = this.#require()
    const destination = await findBackupDestination(reader)
    if (destination === null) {
      throw new AppError('backup-failed', 'No destination was chosen', {
        details: { reason: 'no-destination', message: '还没有选择备份文件夹。请先在“备份”里选择。' },
      })
    }
    const isKnown = (await findLastVerifiedRun(reader, destination)) !== null
    const isAbsent = isKnown && !fs.existsSync(backupSetFolder(destination, unlocked.archiveId))
    return this.#run(reason, destination, { isAbsent, isChosenDestination: true })
  }

  /** Backs up into another folder, once. */
  async runTo(destination: string, reason: BackupReason = 'manual'): Promise<BackupRun> {
    const archive = this.#require()
    assertOutside(destination, archive.folder)
    const isChosenDestination = (await findBackupDestination(archive.reader)) === destination
    return this.#run(reason, destination, { isAbsent: false, isChosenDestination })
  }

  /** Runs what is due, if anything; a failure is recorded and shows in the status. Called by the clock and on quit. */
  async runDue(options: { readonly isQuitting: boolean }): Promise<BackupRun | null> {
    const standing = this.#standing
    const archive = this.#parts.openArchive()
    if (standing === null || archive === null) return null
    const leave = this.#parts.enter()
    try {
      const { reader } = archive
      const destination = await findBackupDestination(reader)
      const last = destination === null ? null : await findLastVerifiedRun(reader, destination)
      const { dailyBackupTime } = await getSettings(reader)
      const nowMs = this.#parts.monotonicMs()
      const due = isBackupDue({
        now: this.#parts.now().toISOString(),
        isQuitting: options.isQuitting,
        hasDestination: destination !== null,
        isRunning: this.#isRunning,
        hasChanges: await hasChanges(reader),
        lastVerifiedAt: last?.finishedAt ?? null,
        sinceVerifiedMs: standing.verifiedMs === null ? null : nowMs - standing.verifiedMs,
        sinceUnlockedMs: nowMs - standing.openedMs,
        sinceFailureMs: standing.failedMs === null ? null : nowMs - standing.failedMs,
        dailyTime: dailyBackupTime,
        intervalHours: defaultIntervalHours,
        catchUpDelayMs: standing.catchUpDelayMs,
      })
      if (due === null) return null
      return await this.runNow(due)
    } catch (error) {
      if (error instanceof AppError) return null // recorded; the status shows it
      throw error
    } finally {
      leave()
    }
  }

  async #run(
    reason: BackupReason,
    destination: string,
    how: { readonly isAbsent: boolean; readonly isChosenDestination: boolean },
  ): Promise<BackupRun> {
    const archive = this.#require()
    if (this.#isRunning) {
      throw new AppError('busy', 'A backup is running', {
        details: { progress: '备份', message: '备份正在进行，请稍候。' },
      })
    }
    const leave = this.#parts.enter()
    this.#isRunning = true
    const startedAt = this.#parts.now().toISOString()
    const standing = this.#standing
    try {
      await this.#tell()
      if (how.isAbsent) throw absent()
      const changedBefore = standing?.changedSince ?? null
      if (standing !== null) standing.changedSince = null // what is written from here on may be in no copy
      const done = await runBackup({
        archiveFolder: archive.folder,
        unlocked: archive.unlocked,
        destination,
        reason,
        appVersion: this.#parts.appVersion,
        now: this.#parts.now,
        runCopyWork: this.#parts.runCopyWork,
      }).catch((error: unknown) => {
        if (standing !== null) standing.changedSince = changedBefore ?? standing.changedSince
        throw error
      })
      if (how.isChosenDestination) {
        await saveBackedUpCommitCounter(archive.writer, done.commitCounter)
        if (standing !== null) [standing.verifiedMs, standing.failedMs] = [this.#parts.monotonicMs(), null]
      } else if (standing !== null) standing.changedSince = changedBefore ?? standing.changedSince
      recordAnchor(archive.folder, archive.unlocked, {
        commitCounter: done.commitCounter,
        auditHead: null,
        at: done.finishedAt,
      })
      const { path, bytes, finishedAt } = done
      return await insertBackupRun(archive.writer, {
        ...{ startedAt, finishedAt, reason, destination, path, bytes },
        ...{ isVerified: true, problem: null },
      })
    } catch (error) {
      if (standing !== null && how.isChosenDestination) standing.failedMs = this.#parts.monotonicMs()
      const problem =
        error instanceof AppError
          ? failureText(error.toFailure())
          : failureText({ code: 'backup-failed', message: '' })
      await insertBackupRun(archive.writer, {
        ...{ startedAt, finishedAt: this.#parts.now().toISOString(), reason, destination },
        ...{ path: null, bytes: null, isVerified: false, problem },
      })
      throw error
    } finally {
      this.#isRunning = false
      await this.#tell()
      leave()
    }
  }

  async #findChangedSince(db: Db): Promise<string | null> {
    if (!(await hasChanges(db))) return null
    const destination = await findBackupDestination(db)
    const last = destination === null ? null : await findLastVerifiedRun(db, destination)
    return (await findFirstActAfter(db, last?.startedAt ?? null)) ?? this.#parts.now().toISOString()
  }

  #require(): BackedUpArchive {
    const archive = this.#parts.openArchive()
    if (archive === null) throw new AppError('archive-locked', 'No session is open')
    return archive
  }

  async #tell(): Promise<void> {
    const archive = this.#parts.openArchive()
    if (archive !== null) this.#parts.onStatus(await this.status(archive.reader))
  }
}

async function hasChanges(db: Db): Promise<boolean> {
  return (await getCommitCounter(db)) !== (await findBackedUpCommitCounter(db))
}

async function failuresSince(
  db: Db,
  destination: string | null,
  last: BackupRun | null,
): Promise<BackupRun[]> {
  const runs = await listBackupRuns(db, 50)
  return runs.filter((run) => run.destination === destination && !run.isVerified && run.id > (last?.id ?? 0))
}

function absent(): AppError {
  return new AppError('path-refused', 'The destination is not there', {
    details: {
      reason: 'absent',
      message:
        '找不到备份文件夹（可能是移动硬盘未接，或文件夹已被移走）。请接好后再备份，或重新选择备份文件夹。',
    },
  })
}

/** What lies in the archive's own folder is lost with it. */
function assertOutside(destination: string, archiveFolder: string): void {
  const relative = path.relative(archiveFolder, destination)
  if (relative !== '' && (relative.startsWith('..') || path.isAbsolute(relative))) return
  throw new AppError('path-refused', 'The destination lies inside the archive folder', {
    details: {
      reason: 'inside-archive',
      message: '备份不能放在档案库自己的文件夹里。请选择别的文件夹，最好在另一块磁盘上。',
    },
  })
}

function isWritable(folder: string): boolean {
  try {
    fs.accessSync(folder, fs.constants.W_OK)
    return true
  } catch {
    return false
  }
}

function isSameDisk(first: string, second: string): boolean | null {
  try {
    return fs.statSync(first).dev === fs.statSync(second).dev
  } catch {
    return null // one of them is not there now
  }
}
