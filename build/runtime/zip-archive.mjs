import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, open, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'

const endOfDirectorySignature = 0x06054b50
const directoryEntrySignature = 0x02014b50
const localHeaderSignature = 0x04034b50
const symbolicLinkMode = 0o120000

/**
 * Unpacks a ZIP file whose integrity is already proven (a pinned download; people's workbooks go
 * through the importer's guard instead). Node has no unzip, and a bare Debian neither.
 *
 * @param {string} zipPath
 * @param {string} folder
 * @param {(name: string) => string | null} nameFor where an entry goes inside folder; null leaves it out
 */
export async function unpackZip(zipPath, folder, nameFor) {
  const file = await open(zipPath, 'r')
  try {
    for (const entry of await readDirectory(file)) {
      const name = nameFor(entry.name)
      if (name === null || entry.name.endsWith('/')) continue
      if (name.split('/').includes('..')) throw new Error(`Entry outside the folder: ${entry.name}`)
      await unpackEntry(zipPath, file, entry, join(folder, name))
    }
  } finally {
    await file.close()
  }
}

async function readBytes(file, length, position) {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, position)
  if (bytesRead !== length) throw new Error('The ZIP file is cut short')
  return bytes
}

async function readDirectory(file) {
  const { size } = await file.stat()
  const tailLength = Math.min(size, 66_000) // the end record plus the longest comment
  const tail = await readBytes(file, tailLength, size - tailLength)
  let at = tail.length - 22
  while (at >= 0 && tail.readUInt32LE(at) !== endOfDirectorySignature) at -= 1
  if (at < 0) throw new Error('Not a ZIP file')
  const directory = await readBytes(file, tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16))
  const entries = []
  for (let offset = 0; offset + 46 <= directory.length;) {
    if (directory.readUInt32LE(offset) !== directoryEntrySignature)
      throw new Error('The ZIP directory is damaged')
    const nameLength = directory.readUInt16LE(offset + 28)
    const skipped = directory.readUInt16LE(offset + 30) + directory.readUInt16LE(offset + 32)
    entries.push({
      method: directory.readUInt16LE(offset + 10),
      compressedSize: directory.readUInt32LE(offset + 20),
      mode: directory.readUInt32LE(offset + 38) >>> 16,
      headerAt: directory.readUInt32LE(offset + 42),
      name: directory.toString('utf8', offset + 46, offset + 46 + nameLength),
    })
    offset += 46 + nameLength + skipped
  }
  return entries
}

async function unpackEntry(zipPath, file, entry, target) {
  const header = await readBytes(file, 30, entry.headerAt)
  if (header.readUInt32LE(0) !== localHeaderSignature) throw new Error(`Damaged entry: ${entry.name}`)
  const start = entry.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  await mkdir(dirname(target), { recursive: true })
  if ((entry.mode & 0o170000) === symbolicLinkMode) {
    return symlink((await readBytes(file, entry.compressedSize, start)).toString('utf8'), target)
  }
  if (entry.compressedSize === 0) return pipeline([], createWriteStream(target))
  const source = createReadStream(zipPath, { start, end: start + entry.compressedSize - 1 })
  if (entry.method === 0) await pipeline(source, createWriteStream(target))
  else if (entry.method === 8) await pipeline(source, createInflateRaw(), createWriteStream(target))
  else throw new Error(`Unknown compression of ${entry.name}`)
  await chmod(target, entry.mode & 0o111 ? 0o755 : 0o644)
}
