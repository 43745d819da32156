import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { manifestError, manifestName, parseManifest, type Manifest } from './manifest.ts'

/** The backups of an archive in one destination: `<destination>/<archiveId>/<sequence>-<UTC>-<random>/`. */

const unfinishedSuffix = '.partial'
const deletingSuffix = '.deleting'
const folderPattern = /^(\d{8})-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-[0-9a-f]{4}$/

export interface ListedBackup {
  readonly folder: string
  readonly name: string
  readonly sequence: number
  /** From the name, to the second: an unsound backup has it too. */
  readonly createdAt: string
  /** Null when the folder has no readable manifest, or its files have not the size that one names. */
  readonly manifest: Manifest | null
}

export function backupSetFolder(destination: string, archiveId: string): string {
  return path.join(destination, archiveId)
}

export function newBackupName(sequence: number, createdAt: Date): string {
  const stamp = createdAt.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  return `${String(sequence).padStart(8, '0')}-${stamp}-${crypto.randomBytes(2).toString('hex')}`
}

export function unfinishedName(name: string): string {
  return `${name}${unfinishedSuffix}`
}

/** Every backup folder in order of making, sound or not. Opens only the manifests. */
export function listBackups(setFolder: string): readonly ListedBackup[] {
  if (!fs.existsSync(setFolder)) return []
  return fs
    .readdirSync(setFolder)
    .flatMap((name) => {
      const match = folderPattern.exec(name)
      if (match === null) return []
      const folder = path.join(setFolder, name)
      const [, sequence, year, month, day, hour, minute, second] = match
      const createdAt = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
      if (Number.isNaN(Date.parse(createdAt))) return []
      return [{ folder, name, sequence: Number(sequence), createdAt, manifest: soundManifest(folder) }]
    })
    .sort((first, second) => first.sequence - second.sequence || (first.name < second.name ? -1 : 1))
}

/** One above every number ever used here, those of unfinished ones included. */
export function nextSequence(setFolder: string): number {
  if (!fs.existsSync(setFolder)) return 1
  const used = fs.readdirSync(setFolder).map((name) => Number(/^(\d{8})-/.exec(name)?.[1] ?? 0))
  return Math.max(0, ...used) + 1
}

/** Removes what killed runs left: unfinished copies and half-deleted ones. Only while the archive's lock is held. */
export function sweepUnfinished(setFolder: string): readonly string[] {
  if (!fs.existsSync(setFolder)) return []
  const left = fs
    .readdirSync(setFolder)
    .filter((name) => name.endsWith(unfinishedSuffix) || name.endsWith(deletingSuffix))
  for (const name of left)
    fs.rmSync(path.join(setFolder, name), { recursive: true, force: true, maxRetries: 5 })
  return left
}

/** Takes a backup out of the list first, so that a kill midway leaves no half one in it. */
export function deleteBackup(folder: string): void {
  const leaving = `${folder}${deletingSuffix}`
  fs.renameSync(folder, leaving)
  fs.rmSync(leaving, { recursive: true, force: true, maxRetries: 5 })
}

export function readManifest(folder: string): Manifest {
  const file = path.join(folder, manifestName)
  let text: string
  try {
    text = fs.readFileSync(file, 'utf8')
  } catch (cause) {
    throw manifestError('manifest-missing', '这个文件夹不是完整的备份（没有清单 manifest.json）。', cause)
  }
  return parseManifest(text)
}

/**
 * Finds the backup a person means by a path: the backup itself, its manifest, or a folder of backups,
 * of which the newest whole one is taken. Refused where backups of several archives lie.
 */
export function locateBackup(chosen: string): string {
  const place = path.basename(chosen) === manifestName ? path.dirname(chosen) : chosen
  if (fs.existsSync(path.join(place, manifestName))) return place
  if (folderPattern.test(path.basename(place))) readManifest(place) // throws, naming the missing manifest
  const sets = [place, ...subfoldersOf(place)].map(listBackups).filter((backups) => backups.length > 0)
  if (sets.length > 1) {
    throw manifestError('several-archives', '这个文件夹里有不止一个档案库的备份，请选择其中一份备份。')
  }
  const newest = sets[0]?.findLast(({ manifest }) => manifest !== null)
  if (newest === undefined) throw manifestError('no-backup', '这个文件夹里没有标客簿的备份。')
  return newest.folder
}

function subfoldersOf(place: string): readonly string[] {
  try {
    return fs
      .readdirSync(place, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.join(place, entry.name))
  } catch (cause) {
    throw manifestError('unreadable', '无法读取这个文件夹，请检查磁盘是否已接好。', cause)
  }
}

function soundManifest(folder: string): Manifest | null {
  try {
    const manifest = readManifest(folder)
    const isWhole = manifest.head.files.every(
      ({ name, bytes }) => fs.statSync(path.join(folder, name)).size === bytes,
    )
    return isWhole ? manifest : null
  } catch {
    return null // listed as unsound; verifying it says why
  }
}
