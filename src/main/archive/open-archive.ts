import fs from 'node:fs'
import type Database from 'better-sqlite3'
import { Kysely } from 'kysely'
import { AppError } from '../../shared/failure.ts'
import { archiveFileError, checkArchiveFileHeader, checkArchiveFileSize } from './archive-file-checks.ts'
import { archiveApplicationId, archiveFile } from './archive-layout.ts'
import { assertLiveArchivePath } from './archive-path.ts'
import { ArchiveDialect, withPreparedStatements } from './dialect.ts'
import { openDatabaseFile, setArchiveKey } from './driver.ts'
import type { Schema } from './schema.ts'

export const archiveKeyBytes = 32

/**
 * - `writer`: the one connection that changes the archive; open it first and close it last.
 * - `reader`: reads beside the writer and cannot write.
 * - `copy`: reads for `VACUUM INTO` and for verifying. Like `reader`, but without `query_only`, which
 *   SQLite also applies to the target of `VACUUM INTO` (tried: it fails and leaves an empty file).
 */
export type ConnectionMode = 'writer' | 'reader' | 'copy'

export interface OpenArchiveOptions {
  readonly folder: string
  /** 32 bytes. Not kept and not changed: the caller zeroes its own Buffer when it is done with it. */
  readonly key: Buffer
  readonly mode: ConnectionMode
  /** Makes an empty archive file; refused where one exists. Only with mode `writer`. */
  readonly create?: boolean
  /** The id that the keyring names. An archive that has one stored must carry this one. */
  readonly expectedArchiveId?: string
}

export interface ArchiveConnection {
  readonly sqlite: Database.Database
  readonly db: Kysely<Schema>
  close(): void
}

/**
 * Opens a connection to the archive of a folder: path policy, file checks, key, proof of the key,
 * settings set and read back. Whatever is wrong is an {@link AppError} and leaves the files as they were.
 */
export function openArchive(options: OpenArchiveOptions): ArchiveConnection {
  assertLiveArchivePath(options.folder)
  const file = archiveFile(options.folder, 'database')
  return openArchiveFile(file, options)
}

/** {@link openArchive} for a file at any place, such as the copy inside a backup. */
export function openArchiveFile(
  file: string,
  options: Omit<OpenArchiveOptions, 'folder'>,
): ArchiveConnection {
  const { mode, key, expectedArchiveId } = options
  const create = options.create === true
  if (create && mode !== 'writer') throw new TypeError('Only a writer creates an archive')
  if (!create) {
    checkArchiveFileSize(file)
    // A reader or copy opens beside a writer of this process, where touching the file would drop its locks.
    if (mode === 'writer') checkArchiveFileHeader(file, key)
  }
  const sqlite = openKeyed(file, key, { create, readonly: mode !== 'writer' })
  try {
    if (create) {
      fs.chmodSync(file, 0o600) // SQLite's default lets others read it; log and index files take over this mode
      sqlite.pragma(`application_id = ${archiveApplicationId}`)
    }
    proveKey(sqlite)
    checkIdentity(sqlite, expectedArchiveId)
    applySettings(sqlite, mode)
  } catch (error) {
    sqlite.close()
    throw error
  }
  const db = new Kysely<Schema>({ dialect: new ArchiveDialect({ database: withPreparedStatements(sqlite) }) })
  return { sqlite, db, close: () => sqlite.close() }
}

/** The id of the archive as stored in it, or null before the first migration. */
export function readArchiveId(sqlite: Database.Database): string | null {
  if (!hasTable(sqlite, 'archiveState')) return null
  const value = sqlite.prepare(`select value from archiveState where name = 'archiveId'`).pluck().get()
  return typeof value === 'string' ? value : null
}

export function hasTable(sqlite: Database.Database, name: string): boolean {
  return (
    sqlite.prepare(`select 1 from sqlite_schema where type = 'table' and name = ?`).pluck().get(name) !==
    undefined
  )
}

function openKeyed(
  file: string,
  key: Buffer,
  how: { create: boolean; readonly: boolean },
): Database.Database {
  if (key.length !== archiveKeyBytes) throw new TypeError('The archive key must have 32 bytes')
  if (how.create && fs.existsSync(file)) {
    throw new AppError('already-exists', 'An archive exists at that place', {
      details: { message: '这个文件夹里已有档案库，没有做任何改动。请换一个文件夹。' },
    })
  }
  let sqlite: Database.Database
  try {
    sqlite = openDatabaseFile(file, { readonly: how.readonly, fileMustExist: !how.create, timeout: 5000 })
  } catch (cause) {
    throw archiveFileError('unreadable', cause)
  }
  try {
    setArchiveKey(sqlite, key)
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/** A wrong key does not fail when it is set, only at the first read. */
function proveKey(sqlite: Database.Database): void {
  try {
    sqlite.prepare('select count(*) from sqlite_schema').get()
  } catch (cause) {
    throw isDatabaseError(cause) ? translateDatabaseError(cause) : cause
  }
}

function checkIdentity(sqlite: Database.Database, expectedArchiveId: string | undefined): void {
  if (sqlite.pragma('application_id', { simple: true }) !== archiveApplicationId) {
    throw archiveFileError('wrong-application')
  }
  if (expectedArchiveId === undefined) return
  const archiveId = readArchiveId(sqlite)
  if (archiveId !== null && archiveId !== expectedArchiveId) throw archiveFileError('wrong-archive')
}

interface Setting {
  readonly name: string
  readonly value: number | string
  readonly expected?: number | string
}

function settingsOf(mode: ConnectionMode): readonly Setting[] {
  return [
    ...(mode === 'writer' ? [{ name: 'journal_mode', value: 'WAL', expected: 'wal' }] : []),
    { name: 'synchronous', value: 2 }, // FULL: NORMAL loses acknowledged commits in a power cut
    { name: 'foreign_keys', value: 1 },
    { name: 'recursive_triggers', value: 1 }, // else REPLACE deletes rows without telling the row counts
    { name: 'temp_store', value: 2 }, // MEMORY: the default spills plaintext into temp files
    { name: 'secure_delete', value: 1 }, // erased persons leave no bytes in free pages
    { name: 'trusted_schema', value: 0 }, // a tampered schema cannot call functions with side effects
    { name: 'cell_size_check', value: 1 },
    { name: 'busy_timeout', value: 5000 },
    { name: 'mmap_size', value: 0 }, // no effect on encrypted files, and I/O errors stay errors
    { name: 'cache_size', value: mode === 'copy' ? -8192 : -65536 }, // KiB
    ...(mode === 'writer'
      ? [
          { name: 'wal_autocheckpoint', value: 1000 },
          { name: 'journal_size_limit', value: 67_108_864 }, // gives the disk back after a large import
        ]
      : []),
    ...(mode === 'reader' ? [{ name: 'query_only', value: 1 }] : []),
  ]
}

function applySettings(sqlite: Database.Database, mode: ConnectionMode): void {
  try {
    for (const { name, value, expected = value } of settingsOf(mode)) {
      sqlite.pragma(`${name} = ${value}`)
      const actual: unknown = sqlite.pragma(name, { simple: true })
      if (actual !== expected) throw new Error(`The setting ${name} was not accepted: ${String(actual)}`)
    }
  } catch (cause) {
    throw isDatabaseError(cause) ? translateDatabaseError(cause) : cause
  }
}

function isDatabaseError(cause: unknown): cause is Error & { readonly code: string } {
  return (
    cause instanceof Error &&
    'code' in cause &&
    typeof cause.code === 'string' &&
    cause.code.startsWith('SQLITE_')
  )
}

/** Gives the driver's errors the code a person can act on; anything unknown is returned as it is. */
export function translateDatabaseError(cause: unknown): unknown {
  if (!isDatabaseError(cause)) return cause
  if (cause.code === 'SQLITE_NOTADB') return archiveFileError('wrong-key-or-damaged', cause)
  if (cause.code.startsWith('SQLITE_CORRUPT') || cause.code.startsWith('SQLITE_IOERR_DATA')) {
    return archiveFileError('damaged-pages', cause)
  }
  if (cause.code === 'SQLITE_FULL') return new AppError('disk-full', 'The disk is full', { cause })
  if (cause.code.startsWith('SQLITE_BUSY') || cause.code.startsWith('SQLITE_LOCKED')) {
    return new AppError('archive-in-use', 'Another process holds the archive', { cause })
  }
  if (cause.code.startsWith('SQLITE_IOERR') || cause.code.startsWith('SQLITE_CANTOPEN')) {
    return archiveFileError('unreadable', cause)
  }
  return cause
}
