import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

/** Names that only we give, so that a sweep may delete what a killed process left. */
const temporaryMark = '.tmp-'

/** Codes that an antivirus or indexer causes by holding a file for a moment (T19). */
const passingCodes = new Set(['EBUSY', 'EPERM', 'EACCES'])

/** Up to 30 s on Windows, where such holds happen. Elsewhere these codes mean what they say. */
const patienceMs = process.platform === 'win32' ? 30_000 : 0

/**
 * Replaces a file so that after a power cut it holds either the old bytes or the new ones:
 * temp name, fsync, rename, fsync of the folder.
 */
export function writeFileDurably(file: string, bytes: Buffer | string): void {
  const temporary = `${file}${temporaryMark}${crypto.randomBytes(6).toString('hex')}`
  try {
    const descriptor = fs.openSync(temporary, 'wx', 0o600)
    try {
      const content = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes
      let offset = 0
      while (offset < content.length) offset += fs.writeSync(descriptor, content, offset)
      fs.fsyncSync(descriptor)
    } finally {
      fs.closeSync(descriptor)
    }
    renameDurably(temporary, file)
  } catch (error) {
    fs.rmSync(temporary, { force: true })
    throw error
  }
}

/** Renames within one file system and makes the new name survive a power cut. Never deletes the target first. */
export function renameDurably(from: string, to: string): void {
  retryPassing(() => fs.renameSync(from, to))
  syncFolder(path.dirname(to))
}

/** Makes names made in a folder survive a power cut. Windows offers no such call; NTFS keeps its own journal. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = fs.openSync(folder, 'r')
  try {
    fs.fsyncSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}

export function syncFile(file: string): void {
  const descriptor = fs.openSync(file, 'r+') // Windows flushes only a handle that may write
  try {
    fs.fsyncSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}

/** Deletes temp files of {@link writeFileDurably} that a killed process left. Call it while holding the archive's lock. */
export function sweepTemporaryFiles(folder: string): readonly string[] {
  const left = fs.readdirSync(folder).filter((name) => name.includes(temporaryMark))
  for (const name of left) fs.rmSync(path.join(folder, name), { force: true })
  return left
}

function retryPassing(act: () => void): void {
  const startedAt = performance.now()
  for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 2000)) {
    try {
      act()
      return
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (!passingCodes.has(code) || performance.now() - startedAt + waitMs > patienceMs) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs)
    }
  }
}
