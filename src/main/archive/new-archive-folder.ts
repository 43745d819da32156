import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { AppError } from '../../shared/failure.ts'
import { archiveFile, archiveFileNames } from './archive-layout.ts'
import { assertLiveArchivePath } from './archive-path.ts'
import { renameDurably, syncFile, syncFolder } from './durable-file.ts'

const workPrefix = 'creating.tmp-'

/** The order in which files appear: a folder opens only with its keyring, which comes when the rest is there. */
const order = ['database', 'attempts', 'keyring', 'previousKeyring'] as const

/**
 * Makes an archive folder all or nothing: `build` fills a work folder inside it, then the files move to
 * their places, the keyring last. `folder` must be new or empty; what a killed attempt left is removed.
 * Killing it anywhere leaves nothing that opens, or the whole.
 */
export async function fillNewArchiveFolder<Result>(
  folder: string,
  build: (work: string) => Promise<Result>,
): Promise<Result> {
  assertLiveArchivePath(folder)
  try {
    fs.mkdirSync(folder, { recursive: true })
  } catch (cause) {
    throw notWritable(cause)
  }
  removeHalfMade(folder)
  const present = fs.readdirSync(folder)
  if (present.length > 0) {
    throw new AppError('already-exists', 'The folder is not empty', {
      details: { message: '这个文件夹不是空的，没有做任何改动。请选择空文件夹，或新建一个。' },
    })
  }
  const work = path.join(folder, `${workPrefix}${crypto.randomBytes(6).toString('hex')}`)
  try {
    fs.mkdirSync(work)
  } catch (cause) {
    throw notWritable(cause)
  }
  try {
    const result = await build(work)
    for (const file of order) {
      if (file !== 'attempts' || fs.existsSync(archiveFile(work, file))) syncFile(archiveFile(work, file))
    }
    syncFolder(work)
    for (const file of order) {
      const from = archiveFile(work, file)
      if (fs.existsSync(from)) renameDurably(from, archiveFile(folder, file))
    }
    fs.rmSync(work, { recursive: true, force: true })
    return result
  } catch (error) {
    removeHalfMade(folder)
    throw error
  }
}

/** Removes an attempt that did not finish: its work folder still holds the keyring, or a file before it. */
export function removeHalfMade(folder: string): void {
  for (const name of fs.readdirSync(folder)) {
    if (!name.startsWith(workPrefix)) continue
    const isFinished = fs.existsSync(archiveFile(folder, 'keyring'))
    if (!isFinished) {
      for (const file of order) fs.rmSync(archiveFile(folder, file), { force: true })
      for (const suffix of ['-wal', '-shm']) {
        fs.rmSync(path.join(folder, `${archiveFileNames.database}${suffix}`), { force: true })
      }
    }
    fs.rmSync(path.join(folder, name), { recursive: true, force: true })
  }
}

function notWritable(cause: unknown): AppError {
  return new AppError('path-refused', 'The folder cannot be made or written', {
    details: { reason: 'not-writable', message: '这个文件夹不能写入，请检查权限，或换一个文件夹。' },
    cause,
  })
}
