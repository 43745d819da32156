import crypto from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../shared/failure.ts'
import { authenticate, deriveKey, isSameMac, seal, unseal } from '../archive/keyring-crypto.ts'
import { archiveContentsSchema } from './archive-contents.ts'

/** The file that makes a folder a backup. It is written last. */
export const manifestName = 'manifest.json'
export const backupDatabaseName = 'db.enc'
export const backupKeyringName = 'keyring.json'

export const backupReasons = [
  'manual',
  'daily',
  'quit',
  'catchUp',
  'beforeImport',
  'beforeMigration',
] as const
export type BackupReason = (typeof backupReasons)[number]

const fileSchema = z.strictObject({
  name: z.enum([backupDatabaseName, backupKeyringName]),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

/** What only a holder of the keys may read: how much there is of what. */
const privatePartSchema = z.strictObject({
  appVersion: z.string(),
  contents: archiveContentsSchema,
  /** SHA-256 of the manifest before it in this destination; null for the first. */
  previousManifest: z.string().nullable(),
  auditHead: z.string().nullable(),
  durationMs: z.number().min(0),
})
export type ManifestPrivatePart = z.output<typeof privatePartSchema>

const headSchema = z.strictObject({
  format: z.literal('biaokebu-backup'),
  version: z.literal(1),
  archiveId: z.uuid(),
  /** Order of making within a destination. */
  sequence: z.int().min(1).max(99_999_999),
  createdAt: z.iso.datetime(),
  reason: z.enum(backupReasons),
  epoch: z.int().min(1),
  files: z.array(fileSchema).length(2),
})
export type ManifestHead = z.output<typeof headSchema>

const bodySchema = headSchema.extend({ private: z.strictObject({ nonce: z.string(), box: z.string() }) })
const manifestSchema = z.strictObject({ manifest: bodySchema, mac: z.string(), checksum: z.string() })
type ManifestFile = z.output<typeof manifestSchema>

export interface Manifest {
  readonly head: ManifestHead
  readonly text: string
}

/** The keys a manifest needs: those of an unlocked keyring fit. */
export interface ManifestKeys {
  readonly archiveId: string
  readonly keys: { readonly authentication: Buffer }
}

export function manifestText(
  head: ManifestHead,
  privatePart: ManifestPrivatePart,
  unlocked: ManifestKeys,
): string {
  const key = keyFor('private', unlocked)
  const sealed = seal(key, Buffer.from(JSON.stringify(privatePart), 'utf8'), JSON.stringify(head))
  key.fill(0)
  const manifest = { ...head, private: sealed }
  return textOf({ manifest, mac: macOf(manifest, unlocked).toString('base64') })
}

/** Reads a manifest's open part. Any changed byte is refused, by its checksum or because we would write it otherwise. */
export function parseManifest(text: string): Manifest {
  const { manifest } = fileOf(text)
  const { private: sealed, ...head } = manifest
  void sealed
  return { head, text }
}

/** Proves a manifest genuine and reads its private part. */
export function openManifest({ text }: Manifest, unlocked: ManifestKeys): ManifestPrivatePart {
  const { manifest, mac } = fileOf(text)
  const { private: sealed, ...head } = manifest
  const isGenuine =
    head.archiveId === unlocked.archiveId && isSameMac(Buffer.from(mac, 'base64'), macOf(manifest, unlocked))
  const key = keyFor('private', unlocked)
  const opened = isGenuine ? unseal(key, sealed, JSON.stringify(head)) : null
  key.fill(0)
  if (opened === null)
    throw manifestError('manifest-tampered', '备份清单 manifest.json 被改动过，已拒绝使用。')
  return privatePartSchema.parse(JSON.parse(opened.toString('utf8')))
}

export function hashOfManifest(text: string): string {
  return crypto.createHash('sha256').update(text).digest('hex')
}

export function manifestError(reason: string, sentence: string, cause?: unknown): AppError {
  return new AppError('restore-refused', reason, {
    details: { reason, message: `${sentence}请选择另一份备份。` },
    cause,
  })
}

function fileOf(text: string): ManifestFile {
  try {
    const raw: unknown = JSON.parse(text)
    manifestSchema.parse(raw)
    const file = raw as ManifestFile // the raw value, whose members stand in the order they were hashed in
    if (textOf(file) !== text) throw new Error('Not the text that was written')
    return file
  } catch (cause) {
    throw manifestError('manifest-damaged', '备份清单 manifest.json 已损坏。', cause)
  }
}

function textOf({ manifest, mac }: Omit<ManifestFile, 'checksum'>): string {
  const checksum = crypto
    .createHash('sha256')
    .update(JSON.stringify([manifest, mac]))
    .digest('hex')
  return `${JSON.stringify({ manifest, mac, checksum }, null, 1)}\n`
}

function macOf(manifest: ManifestFile['manifest'], unlocked: ManifestKeys): Buffer {
  const key = keyFor('mac', unlocked)
  try {
    return authenticate(key, JSON.stringify(manifest))
  } finally {
    key.fill(0)
  }
}

function keyFor(use: 'mac' | 'private', { archiveId, keys }: ManifestKeys): Buffer {
  return deriveKey(keys.authentication, Buffer.from(archiveId, 'utf8'), `biaokebu/manifest-${use}/1`)
}
