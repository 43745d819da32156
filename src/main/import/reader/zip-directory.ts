import { damaged, refusal } from './refusal.ts'
import type { ReadLimits } from './limits.ts'
import type { RandomSource } from './source.ts'

/** One file inside a zip, as the central directory tells it. */
export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly crc32: number
  readonly packedBytes: number
  readonly inflatedBytes: number
  readonly headerOffset: number
}

const endSignature = 0x06054b50
const end64LocatorSignature = 0x07064b50
const end64Signature = 0x06064b50
const entrySignature = 0x02014b50
const endLength = 22
const largestComment = 65_535

/**
 * Reads the central directory and refuses what no honest writer makes: too many entries, two of the same name,
 * entries that overlap (one packed stream told many times), sizes beyond the limits, names that climb out.
 */
export async function readZipDirectory(
  source: RandomSource,
  limits: ReadLimits,
): Promise<ReadonlyMap<string, ZipEntry>> {
  const { count, offset, length } = await findDirectory(source)
  if (count > limits.zipEntries) {
    throw refusal('bomb', `压缩包内有 ${count} 个文件，远多于正常的表格，没有读入。请用 Excel 另存后再导入。`)
  }
  if (offset + length > source.size || length > count * (46 + 3 * 65_535)) throw damaged('目录位置不符')
  const directory = await source.read(offset, length)
  const entries = new Map<string, ZipEntry>()
  let position = 0
  let inflatedBytes = 0
  for (let index = 0; index < count; index += 1) {
    const { entry, next } = readEntry(directory, position)
    position = next
    const key = entryKey(entry.name)
    if (entries.has(key)) throw refusal('hostile', '压缩包内有同名文件，内容无法确定，没有读入。')
    if (entry.inflatedBytes > limits.entryBytes) throw bomb()
    inflatedBytes += entry.inflatedBytes
    if (inflatedBytes > limits.inflatedBytes) throw bomb()
    if (entry.headerOffset + entry.packedBytes > source.size) throw damaged('内容不完整，可能没有下载完')
    entries.set(key, entry)
  }
  refuseOverlaps([...entries.values()], offset)
  return entries
}

/** Part names are compared without case and with one kind of slash, as Excel does. */
export function entryKey(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/u, '').toLowerCase()
}

export function bomb() {
  return refusal('bomb', '文件展开后过大，像是压缩炸弹，没有读入。如确为正常表格，请拆分后再导入。')
}

async function findDirectory(
  source: RandomSource,
): Promise<{ count: number; offset: number; length: number }> {
  const tailLength = Math.min(source.size, endLength + largestComment)
  const tail = await source.read(source.size - tailLength, tailLength)
  for (let at = tail.length - endLength; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== endSignature) continue
    if (at + endLength + tail.readUInt16LE(at + 20) > tail.length) continue
    const count = tail.readUInt16LE(at + 10)
    const length = tail.readUInt32LE(at + 12)
    const offset = tail.readUInt32LE(at + 16)
    const isZip64 = count === 0xffff || length === 0xffffffff || offset === 0xffffffff
    const locatorAt = at - 20
    if (isZip64 && locatorAt >= 0 && tail.readUInt32LE(locatorAt) === end64LocatorSignature) {
      return findDirectory64(source, safeNumber(tail.readBigUInt64LE(locatorAt + 8)))
    }
    if (tail.readUInt16LE(at + 4) !== 0) throw damaged('分卷压缩')
    return { count, offset, length }
  }
  throw damaged('找不到目录，文件可能没有下载完')
}

async function findDirectory64(
  source: RandomSource,
  at: number,
): Promise<{ count: number; offset: number; length: number }> {
  const record = await source.read(at, 56)
  if (record.length < 56 || record.readUInt32LE(0) !== end64Signature) throw damaged('目录不完整')
  return {
    count: safeNumber(record.readBigUInt64LE(32)),
    length: safeNumber(record.readBigUInt64LE(40)),
    offset: safeNumber(record.readBigUInt64LE(48)),
  }
}

function readEntry(directory: Buffer, at: number): { entry: ZipEntry; next: number } {
  if (at + 46 > directory.length || directory.readUInt32LE(at) !== entrySignature) throw damaged('目录不完整')
  const flags = directory.readUInt16LE(at + 8)
  const nameLength = directory.readUInt16LE(at + 28)
  const extraLength = directory.readUInt16LE(at + 30)
  const commentLength = directory.readUInt16LE(at + 32)
  const next = at + 46 + nameLength + extraLength + commentLength
  if (next > directory.length) throw damaged('目录不完整')
  if ((flags & 1) !== 0) throw encryptedZip()
  const method = directory.readUInt16LE(at + 10)
  if (method !== 0 && method !== 8) throw damaged('压缩方式无法识别')
  const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
  const [inflatedBytes, packedBytes, headerOffset] = zip64Sizes(extra, [
    directory.readUInt32LE(at + 24),
    directory.readUInt32LE(at + 20),
    directory.readUInt32LE(at + 42),
  ])
  if (method === 0 && inflatedBytes !== packedBytes) throw damaged('内容大小与目录不符')
  return {
    entry: {
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method,
      crc32: directory.readUInt32LE(at + 16),
      packedBytes,
      inflatedBytes,
      headerOffset,
    },
    next,
  }
}

/** Each 32-bit field that is all ones stands, in order, in the zip64 extra field. */
function zip64Sizes(extra: Buffer, sizes: readonly [number, number, number]): [number, number, number] {
  const result: [number, number, number] = [...sizes]
  if (!sizes.includes(0xffffffff)) return result
  for (let at = 0; at + 4 <= extra.length;) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) {
      let place = at + 4
      for (const [index, size] of sizes.entries()) {
        if (size !== 0xffffffff) continue
        if (place + 8 > Math.min(extra.length, at + 4 + length)) throw damaged('目录不完整')
        result[index] = safeNumber(extra.readBigUInt64LE(place))
        place += 8
      }
      return result
    }
    at += 4 + length
  }
  throw damaged('目录不完整')
}

function refuseOverlaps(entries: ZipEntry[], directoryOffset: number): void {
  entries.sort((left, right) => left.headerOffset - right.headerOffset)
  for (const [index, entry] of entries.entries()) {
    const end = entries[index + 1]?.headerOffset ?? directoryOffset
    if (entry.headerOffset + 30 + entry.packedBytes > end) throw bomb()
  }
}

function safeNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged('目录中的大小不可信')
  return Number(value)
}

function encryptedZip() {
  return refusal('encrypted', '压缩包有密码，无法读取。请解除密码后另存，再导入。')
}
