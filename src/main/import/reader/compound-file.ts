import { damaged } from './refusal.ts'

const endOfChain = 0xfffffffe
const freeSector = 0xffffffff
const headerEntries = 109

export interface CompoundFile {
  readonly streamNames: ReadonlySet<string>
  /** The bytes of a stream; null when there is none of that name. */
  readStream(name: string): Buffer | null
}

interface DirectoryEntry {
  readonly name: string
  readonly startSector: number
  readonly size: number
}

/**
 * Opens an OLE2 container (.xls, and every encrypted .xlsx) far enough to list its streams and read one. Chains
 * are followed at most once through the file, so a looped chain ends in a refusal and not in a hang.
 */
export function openCompoundFile(file: Buffer): CompoundFile {
  try {
    return openSectors(file)
  } catch (cause) {
    // Reading beyond the buffer means that some table points outside the file.
    if (cause instanceof RangeError) throw damaged('OLE 结构有误', cause)
    throw cause
  }
}

function openSectors(file: Buffer): CompoundFile {
  const sectorSize = 1 << file.readUInt16LE(30)
  const miniSectorSize = 1 << file.readUInt16LE(32)
  if (![512, 4096].includes(sectorSize) || miniSectorSize !== 64) throw damaged('OLE 结构有误')
  const miniCutoff = file.readUInt32LE(56)
  const sectorAt = (sector: number) => (sector + 1) * sectorSize
  const fat = readTable(file, fatSectors(file, sectorSize), sectorAt, sectorSize)
  const chainBytes = (start: number) => joinChain(file, start, fat, sectorSize, sectorAt)

  const { root, streams } = readDirectory(chainBytes(file.readUInt32LE(48)))
  const miniFat = toNumbers(chainBytes(file.readUInt32LE(60)))
  const miniStream = chainBytes(root.startSector)

  return {
    streamNames: new Set(streams.map((entry) => entry.name)),
    readStream(name) {
      const entry = streams.find((candidate) => candidate.name === name)
      if (entry === undefined) return null
      const bytes =
        entry.size < miniCutoff
          ? joinChain(
              miniStream,
              entry.startSector,
              miniFat,
              miniSectorSize,
              (sector) => sector * miniSectorSize,
            )
          : chainBytes(entry.startSector)
      if (bytes.length < entry.size) throw damaged('内容不完整，可能没有下载完')
      return bytes.subarray(0, entry.size)
    },
  }
}

function fatSectors(file: Buffer, sectorSize: number): number[] {
  const most = Math.min(file.readUInt32LE(44), Math.ceil(file.length / sectorSize))
  const sectors: number[] = []
  for (let index = 0; index < headerEntries && sectors.length < most; index += 1) {
    const sector = file.readUInt32LE(76 + index * 4)
    if (sector < endOfChain) sectors.push(sector)
  }
  let next = file.readUInt32LE(68)
  for (let steps = 0; next < endOfChain && sectors.length < most && steps <= most; steps += 1) {
    const at = (next + 1) * sectorSize
    for (let offset = 0; offset < sectorSize - 4 && sectors.length < most; offset += 4) {
      const sector = file.readUInt32LE(at + offset)
      if (sector < endOfChain) sectors.push(sector)
    }
    next = file.readUInt32LE(at + sectorSize - 4)
  }
  return sectors
}

function readTable(
  file: Buffer,
  sectors: readonly number[],
  sectorAt: (sector: number) => number,
  sectorSize: number,
): Uint32Array {
  const table = new Uint32Array((sectors.length * sectorSize) / 4)
  let at = 0
  for (const sector of sectors) {
    for (let offset = 0; offset < sectorSize; offset += 4)
      table[at++] = file.readUInt32LE(sectorAt(sector) + offset)
  }
  return table
}

function joinChain(
  bytes: Buffer,
  start: number,
  table: Uint32Array,
  size: number,
  placeOf: (sector: number) => number,
): Buffer {
  const parts: Buffer[] = []
  for (let sector = start; sector < endOfChain; sector = table[sector] ?? freeSector) {
    const at = placeOf(sector)
    if (parts.length > table.length || at >= bytes.length) throw damaged('OLE 结构有误')
    parts.push(bytes.subarray(at, at + size)) // the last sector of a file may be short
  }
  return Buffer.concat(parts)
}

function toNumbers(bytes: Buffer): Uint32Array {
  const numbers = new Uint32Array(Math.floor(bytes.length / 4))
  for (let index = 0; index < numbers.length; index += 1) numbers[index] = bytes.readUInt32LE(index * 4)
  return numbers
}

function readDirectory(bytes: Buffer): { root: DirectoryEntry; streams: DirectoryEntry[] } {
  let root: DirectoryEntry | null = null
  const streams: DirectoryEntry[] = []
  for (let at = 0; at + 128 <= bytes.length; at += 128) {
    const kind = bytes[at + 66]
    const nameBytes = Math.min(64, Math.max(0, bytes.readUInt16LE(at + 64) - 2))
    const entry = {
      name: bytes.toString('utf16le', at, at + nameBytes),
      startSector: bytes.readUInt32LE(at + 116),
      size: bytes.readUInt32LE(at + 120),
    }
    if (kind === 5) root ??= entry
    else if (kind === 2) streams.push(entry)
  }
  if (root === null) throw damaged('OLE 结构有误')
  return { root, streams }
}
