import fs from 'node:fs'
import { AppError } from '../../shared/failure.ts'
import { archiveFileSalt } from './driver.ts'

const pageBytes = 4096
const plaintextHeader = Buffer.from('SQLite format 3\0', 'latin1')
/** Bytes 16–23 in write-ahead mode, and as `VACUUM INTO` leaves a copy. */
const openFormats = ['1000020240402020', '1000010140402020']

/** Why a file is not taken for an archive; each bad file has its own, so that help can be precise. */
export type ArchiveFileProblem =
  | 'missing'
  | 'not-a-file'
  | 'empty'
  | 'too-short'
  | 'torn'
  | 'plaintext'
  | 'unreadable'
  | 'wrong-key-or-damaged'
  | 'wrong-application'
  | 'wrong-archive'
  | 'damaged-pages'

const sentences: Readonly<Record<ArchiveFileProblem, string>> = {
  missing: '这个文件夹里没有档案库文件 archive.db。请核对数据目录，或从备份恢复。',
  'not-a-file': 'archive.db 不是文件。请核对数据目录，或从备份恢复。',
  empty: '档案库文件是空的（0 字节），没有做任何改动。请从最近一次备份恢复。',
  'too-short': '档案库文件不完整（过短），没有做任何改动。请从最近一次备份恢复。',
  torn: '档案库文件不完整（末尾缺失），没有做任何改动。请从最近一次备份恢复。',
  plaintext: '这个文件没有加密，不是标客簿的档案库，已拒绝打开。请核对数据目录，或从备份恢复。',
  unreadable: '无法读取档案库文件。请检查磁盘和文件权限后再试。',
  'wrong-key-or-damaged': '档案库文件已损坏，或与密钥文件不是同一套，没有做任何改动。请从最近一次备份恢复。',
  'wrong-application': '这个文件不是标客簿的档案库，已拒绝打开。',
  'wrong-archive': '档案库文件与密钥文件不属于同一个档案库，没有做任何改动。请核对数据目录，或从备份恢复。',
  'damaged-pages': '档案库文件有损坏的部分，没有做任何改动。请从最近一次备份恢复。',
}

export function archiveFileError(problem: ArchiveFileProblem, cause?: unknown): AppError {
  const code = problem === 'missing' ? 'archive-missing' : 'archive-damaged'
  return new AppError(code, `The archive file was refused: ${problem}`, {
    details: { reason: problem, message: sentences[problem] },
    cause,
  })
}

/** Everything that can be told from the directory entry. Opens nothing, so it is safe beside a live connection. */
export function checkArchiveFileSize(file: string): void {
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  if (stat === undefined) throw archiveFileError('missing')
  if (!stat.isFile()) throw archiveFileError('not-a-file')
  if (stat.size === 0) throw archiveFileError('empty')
  // A power cut during a checkpoint may leave a short or torn file beside a log that repairs it on opening.
  if (hasLog(file)) return
  if (stat.size < 2 * pageBytes) throw archiveFileError('too-short')
  if (stat.size % pageBytes !== 0) throw archiveFileError('torn')
}

function hasLog(file: string): boolean {
  return (fs.statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
}

/**
 * Refuses a plaintext database, and a file whose first 24 bytes are not those of an archive under this key.
 * They lie outside the encrypted pages: salt, page size, format versions, reserved bytes, fractions.
 *
 * Never call it on a file that this process has open in SQLite: closing any descriptor of a file
 * drops all POSIX locks the process holds on it (sqlite.org/howtocorrupt.html, 2.2).
 */
export function checkArchiveFileHeader(file: string, key: Buffer): void {
  const head = Buffer.alloc(24)
  try {
    const descriptor = fs.openSync(file, 'r')
    try {
      fs.readSync(descriptor, head, 0, head.length, 0)
    } finally {
      fs.closeSync(descriptor)
    }
  } catch (cause) {
    throw archiveFileError('unreadable', cause)
  }
  const salt = head.subarray(0, plaintextHeader.length)
  if (salt.equals(plaintextHeader)) throw archiveFileError('plaintext')
  const format = head.subarray(plaintextHeader.length).toString('hex')
  if (!salt.equals(archiveFileSalt(key)) || !openFormats.includes(format)) {
    throw archiveFileError('wrong-key-or-damaged')
  }
}
