import crypto from 'node:crypto'
import fs from 'node:fs'
import { z } from 'zod'
import { AppError } from '../../shared/failure.ts'
import { archiveCipher, archiveFile } from './archive-layout.ts'
import { writeFileDurably } from './durable-file.ts'
import { argon2ParametersSchema } from './key-derivation.ts'
import { authenticate, deriveKey, isSameMac } from './keyring-crypto.ts'

/** The keyring as a file: its schema, the checksum against damage, the MAC against tampering, and its mirror. */

const base64Schema = z
  .string()
  .max(4096)
  .regex(/^[A-Za-z0-9+/]*={0,2}$/)
const sealedSchema = z.strictObject({ nonce: base64Schema, box: base64Schema })
const sealedToHolderSchema = z.strictObject({
  ephemeralKey: base64Schema,
  nonce: base64Schema,
  box: base64Schema,
})

const slotBase = {
  slotId: z.uuid(),
  /** How the private key is guarded besides the password: `none`, or later the system's own store. */
  deviceSecret: z.literal('none'),
  publicKey: base64Schema,
  privateKey: sealedSchema,
  /** The vault key of the present epoch, sealed to this slot's public key. */
  vaultKey: sealedToHolderSchema,
  createdAt: z.iso.datetime(),
}

const passwordSlotSchema = z.strictObject({
  ...slotBase,
  kind: z.literal('password'),
  /** The archive's id of the user; the name is nowhere in this file. */
  userId: z.int().min(1),
  /** A keyed digest of the user's name, to find the slot while the archive is locked. */
  nameTag: base64Schema,
  derivation: z.strictObject({
    name: z.literal('argon2id'),
    salt: base64Schema,
    parameters: argon2ParametersSchema,
  }),
})
const recoverySlotSchema = z.strictObject({
  ...slotBase,
  kind: z.literal('recovery'),
  derivation: z.strictObject({ name: z.literal('hkdf-sha256'), salt: base64Schema }),
})

export type PasswordSlot = z.output<typeof passwordSlotSchema>
export type RecoverySlot = z.output<typeof recoverySlotSchema>
export type KeyringSlot = PasswordSlot | RecoverySlot

/** The keys that the vault key guards. `authentication` is the root of the MACs of audit chain and manifests. */
export const vaultKeyNames = ['database', 'attachments', 'blindIndex', 'authentication'] as const
export type VaultKeyName = (typeof vaultKeyNames)[number]

const anchorSchema = z.strictObject({
  commitCounter: z.int().min(0),
  auditHead: z.string().max(200).nullable(),
  at: z.iso.datetime(),
})
/** What the archive last looked like when it was closed or backed up: shows an old copy put in its place (T21). */
export type KeyringAnchor = z.output<typeof anchorSchema>

const bodySchema = z.strictObject({
  format: z.literal('biaokebu-keyring'),
  version: z.literal(1),
  archiveId: z.uuid(),
  cipher: z.literal(archiveCipher),
  /** Counts writes of this file. */
  sequence: z.int().min(1),
  /** Counts vault keys: a removed user's copy of an older one opens nothing that came later. */
  epoch: z.int().min(1),
  nameSalt: base64Schema,
  slots: z
    .array(z.discriminatedUnion('kind', [passwordSlotSchema, recoverySlotSchema]))
    .min(1)
    .max(200),
  vault: z.strictObject({
    database: sealedSchema,
    attachments: sealedSchema,
    blindIndex: sealedSchema,
    authentication: sealedSchema,
  }),
  anchor: anchorSchema.nullable(),
})
export type KeyringBody = z.output<typeof bodySchema>

const fileSchema = z.strictObject({ keyring: bodySchema, mac: base64Schema, checksum: z.string().max(64) })

/** A keyring as read: undamaged, but not yet proved genuine (the MAC needs the vault key). */
export interface KeyringDocument {
  readonly body: KeyringBody
  readonly mac: string
}

export type KeyringProblem = 'keyring-missing' | 'keyring-damaged' | 'keyring-tampered' | 'keyring-parameters'

const sentences: Readonly<Record<KeyringProblem, string>> = {
  'keyring-missing': '这个文件夹里没有密钥文件 keyring.json，无法打开档案库。请从备份恢复。',
  'keyring-damaged': '密钥文件 keyring.json 已损坏，没有做任何改动。请从备份恢复。',
  'keyring-tampered': '密钥文件 keyring.json 被改动过，已拒绝使用。请从备份恢复。',
  'keyring-parameters': '密钥文件的参数不合规定，已拒绝使用。请从备份恢复。',
}

export function keyringError(problem: KeyringProblem, cause?: unknown): AppError {
  return new AppError(problem === 'keyring-missing' ? 'archive-missing' : 'archive-damaged', problem, {
    details: { reason: problem, message: sentences[problem] },
    cause,
  })
}

/** The text of a keyring file, MACed under its vault key. */
export function keyringText(body: KeyringBody, vaultKey: Buffer): string {
  return textOf({ body, mac: macOf(body, vaultKey).toString('base64') })
}

/**
 * Reads the text of a keyring. Any changed byte is refused: the checksum covers the contents, and the
 * text has to be exactly what we would write for them.
 */
export function parseKeyring(text: string): KeyringDocument {
  let document: KeyringDocument
  try {
    const raw: unknown = JSON.parse(text)
    const parsed = fileSchema.safeParse(raw)
    if (!parsed.success) {
      const isParameters = parsed.error.issues.some(({ path }) => path.includes('parameters'))
      throw keyringError(isParameters ? 'keyring-parameters' : 'keyring-damaged', parsed.error)
    }
    // The raw value, not zod's copy, whose members stand in another order; the schema changes no value.
    const { keyring, mac } = raw as z.output<typeof fileSchema>
    document = { body: keyring, mac }
  } catch (cause) {
    throw cause instanceof AppError ? cause : keyringError('keyring-damaged', cause)
  }
  if (textOf(document) !== text) throw keyringError('keyring-damaged')
  return document
}

/** Proves that the keyring was written by a holder of its vault key. */
export function assertGenuine(document: KeyringDocument, vaultKey: Buffer): void {
  if (!isSameMac(Buffer.from(document.mac, 'base64'), macOf(document.body, vaultKey))) {
    throw keyringError('keyring-tampered')
  }
}

/** Reads an archive folder's keyring; a damaged or missing file gives way to its mirror. */
export function loadKeyring(folder: string): KeyringDocument {
  const problems: Error[] = []
  for (const file of ['keyring', 'previousKeyring'] as const) {
    const place = archiveFile(folder, file)
    let bytes: Buffer
    try {
      bytes = fs.readFileSync(place)
    } catch (cause) {
      if (fs.existsSync(place)) problems.push(keyringError('keyring-damaged', cause))
      continue
    }
    try {
      // A byte that is no UTF-8 would become U+FFFD and differ from the text we write.
      return parseKeyring(bytes.toString('utf8'))
    } catch (problem) {
      problems.push(problem instanceof Error ? problem : keyringError('keyring-damaged', problem))
    }
  }
  throw problems[0] ?? keyringError('keyring-missing')
}

/**
 * Writes the keyring, then its mirror. Both hold the same text: a mirror of the state before would let
 * a replaced password or a removed user in again. A kill between the two leaves a whole keyring in each.
 */
export function saveKeyring(folder: string, body: KeyringBody, vaultKey: Buffer): void {
  const text = keyringText(body, vaultKey)
  writeFileDurably(archiveFile(folder, 'keyring'), text)
  writeFileDurably(archiveFile(folder, 'previousKeyring'), text)
}

/** Makes both files equal again after a kill or damage. Call it once the keyring in hand was proved genuine. */
export function healKeyring(folder: string, document: KeyringDocument): void {
  const text = textOf(document)
  for (const file of ['keyring', 'previousKeyring'] as const) {
    const place = archiveFile(folder, file)
    if (!fs.existsSync(place) || fs.readFileSync(place, 'utf8') !== text) writeFileDurably(place, text)
  }
}

function textOf({ body, mac }: KeyringDocument): string {
  const checksum = crypto
    .createHash('sha256')
    .update(JSON.stringify([body, mac]))
    .digest('hex')
  return `${JSON.stringify({ keyring: body, mac, checksum }, null, 1)}\n`
}

function macOf(body: KeyringBody, vaultKey: Buffer): Buffer {
  const key = deriveKey(vaultKey, Buffer.from(body.archiveId, 'utf8'), 'biaokebu/keyring-mac/1')
  try {
    return authenticate(key, JSON.stringify(body))
  } finally {
    key.fill(0)
  }
}
