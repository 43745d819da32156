import { open, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { refusal } from './refusal.ts'

export type WorkbookSource =
  { readonly path: string } | { readonly bytes: Uint8Array; readonly fileName: string }

/** Bytes that can be read at any place without holding the whole file. */
export interface RandomSource {
  readonly fileName: string
  readonly size: number
  /** Fewer bytes than asked for only at the end. */
  read(offset: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

export async function openSource(source: WorkbookSource): Promise<RandomSource> {
  if ('bytes' in source) return openBytes(source.bytes, source.fileName)
  let handle: FileHandle
  try {
    handle = await open(source.path, 'r')
  } catch (cause) {
    throw unreadable(basename(source.path), cause)
  }
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) throw unreadable(basename(source.path), undefined)
    return {
      fileName: basename(source.path),
      size: stats.size,
      read: (offset, length) => readFully(handle, offset, length),
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

function openBytes(bytes: Uint8Array, fileName: string): RandomSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    fileName,
    size: buffer.length,
    read: (offset, length) => Promise.resolve(buffer.subarray(offset, offset + length)),
    close: () => Promise.resolve(),
  }
}

async function readFully(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

function unreadable(fileName: string, cause: unknown) {
  return refusal(
    'unreadable',
    `无法打开文件“${fileName}”。文件可能正被其他程序占用、已被移走或没有读取权限，请关闭占用它的程序后重试。`,
    cause,
  )
}
