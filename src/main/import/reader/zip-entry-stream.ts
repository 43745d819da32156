import { Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import type { ReadLimits } from './limits.ts'
import { damaged, throwIfAborted } from './refusal.ts'
import type { RandomSource } from './source.ts'
import { bomb, type ZipEntry } from './zip-directory.ts'

const localSignature = 0x04034b50
const packedSliceBytes = 256 * 1024
const inflatedSliceBytes = 256 * 1024

export interface ZipReading {
  readonly source: RandomSource
  readonly limits: ReadLimits
  readonly signal?: AbortSignal | undefined
  /** Told after each slice; counts the packed bytes of this entry. */
  readonly onPackedBytes?: ((bytes: number) => void) | undefined
}

/**
 * Inflates one entry slice by slice. Sizes are counted while they grow, never believed: the stream ends with a
 * refusal at the first byte beyond what the directory declares, the limits or the ratio allow, and at its end
 * unless length and checksum are as declared.
 */
export async function* inflateEntry(reading: ZipReading, entry: ZipEntry): AsyncGenerator<Buffer> {
  const { limits } = reading
  let inflatedBytes = 0
  let checksum = 0
  for await (const slice of inflatedSlices(reading, entry)) {
    throwIfAborted(reading.signal)
    inflatedBytes += slice.length
    if (inflatedBytes > limits.entryBytes) throw bomb()
    if (inflatedBytes > limits.ratioFromBytes && inflatedBytes > entry.packedBytes * limits.inflationRatio) {
      throw bomb()
    }
    if (inflatedBytes > entry.inflatedBytes) throw damaged('内容大小与目录不符')
    checksum = crc32(slice, checksum)
    yield slice
  }
  if (inflatedBytes !== entry.inflatedBytes) throw damaged('内容大小与目录不符')
  if (checksum !== entry.crc32) throw damaged('校验和不符')
}

/** The whole of a small entry. */
export async function inflateWhole(reading: ZipReading, entry: ZipEntry): Promise<Buffer> {
  const slices: Buffer[] = []
  for await (const slice of inflateEntry(reading, entry)) slices.push(slice)
  return Buffer.concat(slices)
}

async function* inflatedSlices(reading: ZipReading, entry: ZipEntry): AsyncGenerator<Buffer> {
  const start = await dataOffset(reading.source, entry)
  if (entry.method === 0) {
    yield* packedSlices(reading, entry, start)
    return
  }
  const packed = Readable.from(packedSlices(reading, entry, start), { objectMode: true })
  const inflate = createInflateRaw({ chunkSize: inflatedSliceBytes })
  packed.on('error', (error) => inflate.destroy(error))
  packed.pipe(inflate)
  try {
    for await (const slice of inflate) yield slice as Buffer // an inflate stream without an encoding gives buffers
  } catch (error) {
    throw isInflateError(error) ? damaged('压缩内容无法展开', error) : error
  } finally {
    packed.destroy()
    inflate.destroy()
  }
}

async function* packedSlices(reading: ZipReading, entry: ZipEntry, start: number): AsyncGenerator<Buffer> {
  for (let done = 0; done < entry.packedBytes;) {
    const slice = await reading.source.read(
      start + done,
      Math.min(packedSliceBytes, entry.packedBytes - done),
    )
    if (slice.length === 0) throw damaged('内容不完整，可能没有下载完')
    done += slice.length
    reading.onPackedBytes?.(slice.length)
    yield slice
  }
}

/** The local header repeats the name; its own sizes may be zero and are not used. */
async function dataOffset(source: RandomSource, entry: ZipEntry): Promise<number> {
  const header = await source.read(entry.headerOffset, 30)
  if (header.length < 30 || header.readUInt32LE(0) !== localSignature) throw damaged('内容位置与目录不符')
  const nameLength = header.readUInt16LE(26)
  const name = await source.read(entry.headerOffset + 30, nameLength)
  if (name.toString('utf8') !== entry.name) throw damaged('文件名与目录不符')
  return entry.headerOffset + 30 + nameLength + header.readUInt16LE(28)
}

function isInflateError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
}
