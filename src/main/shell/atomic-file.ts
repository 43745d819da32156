import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { AppError } from '../../shared/failure.ts'

/** Writes a file whole or not at all: beside its place first, made durable, then renamed over it. */
export async function writeFileAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const partial = `${path}.${randomBytes(4).toString('hex')}.part`
  try {
    const file = await open(partial, 'wx')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(partial, path)
  } catch (cause) {
    await rm(partial, { force: true })
    throw toAppError(cause)
  }
}

function toAppError(cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError('disk-full', 'No room for the file', { cause })
  const isOpenElsewhere = code === 'EBUSY' || code === 'EPERM' || code === 'EACCES'
  return new AppError('path-refused', 'The file could not be written', {
    cause,
    details: {
      message: isOpenElsewhere
        ? '文件没有保存：该位置不可写，或同名文件正被其他程序打开。请关闭它，或换一个位置。'
        : '文件没有保存：该位置无法写入，请换一个文件夹。',
    },
  })
}
