import fs from 'node:fs'
import path from 'node:path'
import type { BackupVerdict } from '../../shared/backup/backup-operations.ts'
import { AppError } from '../../shared/failure.ts'
import { parseKeyring, type KeyringDocument } from '../archive/keyring-file.ts'
import { unlockDocumentWithRecoveryWords, type UnlockedKeyring } from '../archive/keyring.ts'
import { isSameContents } from './archive-contents.ts'
import { locateBackup, readManifest } from './backup-set.ts'
import type { RunCopyWork } from './copy-runner.ts'
import {
  backupDatabaseName,
  backupKeyringName,
  manifestError,
  openManifest,
  type Manifest,
  type ManifestPrivatePart,
} from './manifest.ts'

/** How the backup's keys come: the printed words, the keys of the open archive, or not at all. */
export type BackupAccess =
  | { readonly kind: 'words'; readonly words: string | readonly string[] }
  | { readonly kind: 'unlocked'; readonly unlocked: UnlockedKeyring }
  | { readonly kind: 'none' }

/**
 * Verifies a backup. Without keys: every file is as its manifest says (`hashes`). With keys: the
 * manifest is genuine, the copy opens, and every row is counted and hashed again (`contents`).
 * What is wrong is the verdict's `problem`; only a folder that is no backup, or keys that are not its, throw.
 */
export async function verifyBackup(
  chosen: string,
  access: BackupAccess,
  runCopyWork: RunCopyWork,
): Promise<BackupVerdict> {
  const folder = locateBackup(chosen)
  const manifest = readManifest(folder)
  const { archiveId, sequence, createdAt } = manifest.head
  const level = access.kind === 'none' ? 'hashes' : 'contents'
  const verdict = { path: folder, archiveId, sequence, createdAt, level } as const
  try {
    await assertHashes(folder, manifest, runCopyWork)
    if (access.kind === 'none') return { ...verdict, isVerified: true, customers: null, problem: null }
    const opened = openBackupKeyring(folder, manifest, access)
    try {
      const privatePart = openManifest(manifest, opened.unlocked)
      await assertContents(
        path.join(folder, backupDatabaseName),
        opened.unlocked,
        manifest,
        privatePart,
        runCopyWork,
      )
      return { ...verdict, isVerified: true, customers: customersIn(privatePart), problem: null }
    } finally {
      opened.release()
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'wrong-password' || error.code === 'invalid-input')
      throw error
    if (error.details?.['reason'] === 'other-archive') throw error
    const problem = error.details?.['message'] ?? '备份没有通过核验。'
    return { ...verdict, isVerified: false, customers: null, problem }
  }
}

export function customersIn({ contents }: ManifestPrivatePart): number {
  return contents.tables.find(({ name }) => name === 'customer')?.rowCount ?? 0
}

/** Every file is there and has the bytes that the manifest names. */
export async function assertHashes(
  folder: string,
  { head }: Manifest,
  runCopyWork: RunCopyWork,
): Promise<void> {
  for (const { name } of head.files) {
    if (!fs.existsSync(path.join(folder, name)))
      throw manifestError('file-missing', `备份不完整：缺少文件 ${name}。`)
  }
  const files = head.files.map(({ name }) => path.join(folder, name))
  const { hashes } = await runCopyWork({ kind: 'hash', files })
  head.files.forEach(({ name, bytes, sha256 }, index) => {
    const actual = hashes[index]
    if (actual?.bytes === bytes && actual.sha256 === sha256) return
    throw manifestError('file-changed', `备份已损坏：文件 ${name} 与备份时不一致。`)
  })
}

/** Opens a copy of the archive and compares all of it with what the manifest promises. */
export async function assertContents(
  file: string,
  unlocked: UnlockedKeyring,
  { head }: Manifest,
  { contents }: ManifestPrivatePart,
  runCopyWork: RunCopyWork,
): Promise<void> {
  const found = await runCopyWork({
    kind: 'inspect',
    file,
    key: unlocked.keys.database,
    archiveId: unlocked.archiveId,
  })
  const [hash] = found.hashes
  const promised = head.files.find(({ name }) => name === backupDatabaseName)
  const isSameFile = hash?.sha256 === promised?.sha256
  if (isSameFile && found.contents !== null && isSameContents(found.contents, contents)) return
  throw manifestError('contents-differ', '备份里的数据与清单不符。')
}

export interface OpenedBackup {
  readonly document: KeyringDocument
  readonly unlocked: UnlockedKeyring
  /** Wipes the keys if they were unlocked for this; keys of the open archive stay. */
  release(): void
}

/** Gets a backup's keys from the words, or takes those of the open archive when the backup is that archive's. */
export function openBackupKeyring(
  folder: string,
  { head }: Manifest,
  access: Exclude<BackupAccess, { kind: 'none' }>,
): OpenedBackup {
  const document = parseKeyring(fs.readFileSync(path.join(folder, backupKeyringName), 'utf8'))
  if (document.body.archiveId !== head.archiveId || document.body.epoch !== head.epoch) {
    throw manifestError('mixed-files', '备份里的文件不是同一次备份的。')
  }
  if (access.kind === 'words') {
    const unlocked = unlockDocumentWithRecoveryWords(document, access.words)
    return { document, unlocked, release: () => unlocked.zero() }
  }
  if (access.unlocked.archiveId !== head.archiveId) {
    throw manifestError('other-archive', '这份备份属于另一个档案库，需要它自己的恢复密钥。')
  }
  return { document, unlocked: access.unlocked, release: () => undefined }
}
