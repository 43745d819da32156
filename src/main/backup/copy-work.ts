import crypto from 'node:crypto'
import fs from 'node:fs'
import { AppError } from '../../shared/failure.ts'
import { syncFile } from '../archive/durable-file.ts'
import {
  openArchive,
  openArchiveFile,
  translateDatabaseError,
  type ArchiveConnection,
} from '../archive/open-archive.ts'
import {
  ContentsProblem,
  inspectContents,
  readCommitCounter,
  type ArchiveContents,
} from './archive-contents.ts'

/** What the copy thread is asked. All of it blocks, which is why it has a thread. */
export type CopyRequest =
  | {
      readonly kind: 'copy'
      /** Folder of a live archive; other connections may write to it meanwhile. */
      readonly folder: string
      readonly target: string
      readonly key: Buffer
      readonly archiveId: string
    }
  | { readonly kind: 'inspect'; readonly file: string; readonly key: Buffer; readonly archiveId: string }
  | { readonly kind: 'hash'; readonly files: readonly string[] }

export interface FileHash {
  readonly bytes: number
  readonly sha256: string
}

export interface CopyResult {
  /** Of the copy's or inspected file; null for `hash`. */
  readonly contents: ArchiveContents | null
  /** Of the files in their order. */
  readonly hashes: readonly FileHash[]
}

/** Does one request. A finding about contents comes as `backup-failed` with the finding as its message. */
export function doCopyWork(request: CopyRequest): CopyResult {
  try {
    switch (request.kind) {
      case 'copy':
        return copyArchive(request)
      case 'inspect':
        return { contents: inspectFile(request.file, request), hashes: [hashFile(request.file)] }
      case 'hash':
        return { contents: null, hashes: request.files.map(hashFile) }
    }
  } catch (error) {
    if (error instanceof ContentsProblem) {
      throw new AppError('backup-failed', 'The copy did not pass its inspection', {
        details: { reason: 'contents', message: error.message },
        cause: error,
      })
    }
    throw translateFileError(translateDatabaseError(error))
  }
}

function copyArchive(request: Extract<CopyRequest, { kind: 'copy' }>): CopyResult {
  const { folder, key, archiveId, target } = request
  let acknowledged: number
  const source = openArchive({ folder, key, mode: 'copy', expectedArchiveId: archiveId })
  try {
    acknowledged = readCommitCounter(source)
    // One read transaction: consistent while others write. `db.backup()` fails on an encrypted file, and a
    // copied file lacks what is still in the write-ahead log.
    source.sqlite.prepare('vacuum into ?').run(target)
  } finally {
    source.close()
  }
  syncFile(target)
  const contents = inspectFile(target, { key, archiveId })
  if (contents.commitCounter < acknowledged) throw new ContentsProblem('备份缺少已保存的数据。')
  return { contents, hashes: [hashFile(target)] }
}

function inspectFile(
  file: string,
  options: { readonly key: Buffer; readonly archiveId: string },
): ArchiveContents {
  const copy: ArchiveConnection = openArchiveFile(file, {
    key: options.key,
    mode: 'copy',
    expectedArchiveId: options.archiveId,
  })
  try {
    return inspectContents(copy)
  } finally {
    copy.close()
  }
}

/** Only for files that this process has not open in SQLite: see `checkArchiveFileHeader`. */
export function hashFile(file: string): FileHash {
  const hash = crypto.createHash('sha256')
  const buffer = Buffer.allocUnsafe(1024 * 1024)
  const descriptor = fs.openSync(file, 'r')
  let bytes = 0
  try {
    for (;;) {
      const read = fs.readSync(descriptor, buffer, 0, buffer.length, null)
      if (read === 0) break
      bytes += read
      hash.update(buffer.subarray(0, read))
    }
  } finally {
    fs.closeSync(descriptor)
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** Gives the file system's errors the code a person can act on; anything unknown is returned as it is. */
export function translateFileError(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return new AppError('disk-full', 'The disk is full', { cause: error })
  }
  if (['EROFS', 'EACCES', 'EPERM', 'ENOENT', 'ENOTDIR', 'EIO', 'EBUSY'].includes(String(error.code))) {
    return new AppError('path-refused', `A file operation failed: ${String(error.code)}`, {
      details: {
        reason: String(error.code),
        message: '无法读写这个文件夹。请检查磁盘是否已接好、是否可写。',
      },
      cause: error,
    })
  }
  return error
}
