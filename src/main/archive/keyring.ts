import crypto from 'node:crypto'
import { AppError } from '../../shared/failure.ts'
import {
  calibrateParameters,
  defaultParameters,
  derivePasswordKey,
  saltBytes,
  type Argon2Parameters,
} from './key-derivation.ts'
import { secretBytes } from './keyring-crypto.ts'
import {
  assertGenuine,
  healKeyring,
  keyringError,
  keyringText,
  loadKeyring,
  saveKeyring,
  type KeyringAnchor,
  type KeyringBody,
  type KeyringDocument,
  type KeyringSlot,
  type PasswordSlot,
} from './keyring-file.ts'
import {
  makePasswordSlot,
  makeRecoverySlot,
  nameTagOf,
  openPasswordSlot,
  openRecoverySlot,
  resealSlot,
} from './keyring-slots.ts'
import { freshKeys, openVault, unlockedFrom, wrapKeys, type UnlockedKeyring } from './keyring-vault.ts'
import { generateRecoveryKey, parseRecoveryWords } from './recovery-words.ts'
import { createAttemptsFile, UnlockAttempts } from './unlock-attempts.ts'

export type { ArchiveKeys, UnlockedKeyring } from './keyring-vault.ts'

export interface NewHolder {
  readonly userId: number
  readonly userName: string
  readonly password: string
}

export interface KeyringOptions {
  readonly now?: Date
  /** Argon2's cost for new slots; measured on this PC when absent. */
  readonly parameters?: Argon2Parameters
}

/**
 * Makes the keyring of a new archive in `folder`: fresh keys, one password slot, one recovery slot.
 * The words are returned this once and stored nowhere.
 */
export async function createKeyring(
  folder: string,
  holder: NewHolder,
  options: KeyringOptions & { readonly archiveId?: string } = {},
): Promise<{ readonly unlocked: UnlockedKeyring; readonly recoveryWords: readonly string[] }> {
  const archiveId = options.archiveId ?? crypto.randomUUID()
  const createdAt = (options.now ?? new Date()).toISOString()
  const vault = { archiveId, epoch: 1 }
  const vaultKey = crypto.randomBytes(secretBytes)
  const nameSalt = crypto.randomBytes(saltBytes).toString('base64')
  const recovery = generateRecoveryKey()
  const keys = freshKeys()
  const slots: KeyringSlot[] = [
    await makePasswordSlot(vault, vaultKey, {
      userId: holder.userId,
      nameTag: nameTagOf(nameSalt, holder.userName),
      password: holder.password,
      parameters: options.parameters ?? (await calibrateParameters()),
      createdAt,
    }),
    makeRecoverySlot(vault, vaultKey, recovery.secret, createdAt),
  ]
  recovery.secret.fill(0)
  const body: KeyringBody = {
    format: 'biaokebu-keyring',
    version: 1,
    archiveId,
    cipher: 'aegis',
    sequence: 1,
    epoch: 1,
    nameSalt,
    slots,
    vault: wrapKeys(vault, vaultKey, keys),
    anchor: null,
  }
  saveKeyring(folder, body, vaultKey)
  createAttemptsFile(folder, body)
  return { unlocked: unlockedFrom(body, vaultKey, keys, holder.userId), recoveryWords: recovery.words }
}

export interface SlotSummary {
  readonly kind: KeyringSlot['kind']
  readonly userId: number | null
  readonly createdAt: string
}

/** Who may unlock, as far as it can be told while locked: ids and kinds, no names. */
export function listSlots(folder: string): readonly SlotSummary[] {
  return loadKeyring(folder).body.slots.map((slot) => ({
    kind: slot.kind,
    userId: slot.kind === 'password' ? slot.userId : null,
    createdAt: slot.createdAt,
  }))
}

/** The archive's id, readable while locked. */
export function readKeyringArchiveId(folder: string): string {
  return loadKeyring(folder).body.archiveId
}

/**
 * Opens the keyring with a user's password. `userName` may be null while there is a single password slot.
 * An unknown name costs the same time as a wrong password, and both count towards the back-off.
 * Throws `wrong-password`, `too-many-attempts` or `archive-damaged`.
 */
export async function unlockWithPassword(
  folder: string,
  credentials: { readonly userName: string | null; readonly password: string },
  attempts: UnlockAttempts = new UnlockAttempts(folder),
): Promise<UnlockedKeyring> {
  const document = loadKeyring(folder)
  const { body } = document
  const passwordSlots = body.slots.filter((slot) => slot.kind === 'password')
  const only = passwordSlots.length === 1 ? passwordSlots[0] : undefined
  const nameTag =
    credentials.userName === null ? (only?.nameTag ?? '') : nameTagOf(body.nameSalt, credentials.userName)
  const slot = passwordSlots.find((candidate) => candidate.nameTag === nameTag)
  attempts.begin(body, nameTag) // counts before the derivation: parallel tries cannot slip past
  const vaultKey =
    slot === undefined
      ? await spendDerivation(passwordSlots[0], credentials.password)
      : await openPasswordSlot(body, slot, credentials.password)
  if (slot === undefined || vaultKey === null) {
    throw new AppError('wrong-password', 'No slot opens with that name and password')
  }
  const unlocked = openVault(document, vaultKey, slot.userId)
  attempts.succeed(body, nameTag)
  healKeyring(folder, document)
  return unlocked
}

/** Opens the keyring of a folder with the 24 words. Not slowed down: 256 random bits cannot be guessed. */
export function unlockWithRecoveryWords(folder: string, words: string | readonly string[]): UnlockedKeyring {
  return unlockDocumentWithRecoveryWords(loadKeyring(folder), words)
}

/** {@link unlockWithRecoveryWords} for a keyring that lies elsewhere, as in a backup. */
export function unlockDocumentWithRecoveryWords(
  document: KeyringDocument,
  words: string | readonly string[],
): UnlockedKeyring {
  const secret = parseRecoveryWords(words)
  try {
    for (const slot of document.body.slots) {
      if (slot.kind !== 'recovery') continue
      const vaultKey = openRecoverySlot(document.body, slot, secret)
      if (vaultKey !== null) return openVault(document, vaultKey, null)
    }
  } finally {
    secret.fill(0)
  }
  throw new AppError('wrong-password', 'The recovery words belong to another keyring', {
    details: {
      message: '这套恢复密钥不属于这个档案库，或者已被新的恢复密钥替换。请核对恢复密钥单上的日期。',
    },
  })
}

/** Replaces a user's password after checking the old one, which counts as an attempt to unlock. */
export async function changePassword(
  folder: string,
  change: { readonly userName: string | null; readonly oldPassword: string; readonly newPassword: string },
  options: KeyringOptions = {},
): Promise<void> {
  const unlocked = await unlockWithPassword(folder, {
    userName: change.userName,
    password: change.oldPassword,
  })
  try {
    const slot = loadKeyring(folder).body.slots.find(
      (candidate): candidate is PasswordSlot =>
        candidate.kind === 'password' && candidate.userId === unlocked.userId,
    )
    if (slot === undefined) throw keyringError('keyring-damaged')
    const { userId, nameTag } = slot
    await replaceSlot(folder, unlocked, { userId, nameTag, password: change.newPassword }, options)
  } finally {
    unlocked.zero()
  }
}

/** Gives a user a password slot, replacing the one they have. Needs no password of theirs: for new users and after recovery. */
export async function setPassword(
  folder: string,
  unlocked: UnlockedKeyring,
  holder: NewHolder,
  options: KeyringOptions = {},
): Promise<void> {
  const nameTag = nameTagOf(loadKeyring(folder).body.nameSalt, holder.userName)
  await replaceSlot(folder, unlocked, { userId: holder.userId, nameTag, password: holder.password }, options)
}

/** Whoever opened the keyring with the recovery words need not wait for somebody's wrong passwords. */
export function forgiveAttempts(folder: string, userName: string): void {
  const { body } = loadKeyring(folder)
  new UnlockAttempts(folder).succeed(body, nameTagOf(body.nameSalt, userName))
}

/** {@link setPassword} for a user who must not have a slot yet. */
export async function addPasswordSlot(
  folder: string,
  unlocked: UnlockedKeyring,
  holder: NewHolder,
  options: KeyringOptions = {},
): Promise<void> {
  if (listSlots(folder).some(({ userId }) => userId === holder.userId)) {
    throw new AppError('already-exists', `User ${holder.userId} has a password slot`)
  }
  await setPassword(folder, unlocked, holder, options)
}

/** Lets a renamed user log in by the new name. */
export function renamePasswordSlot(
  folder: string,
  unlocked: UnlockedKeyring,
  user: { readonly userId: number; readonly userName: string },
): void {
  amend(folder, unlocked, (body) => {
    const nameTag = nameTagOf(body.nameSalt, user.userName)
    assertNameIsFree(body, user.userId, nameTag)
    const slots = body.slots.map((slot) =>
      slot.kind === 'password' && slot.userId === user.userId ? { ...slot, nameTag } : slot,
    )
    return { ...body, slots }
  })
}

/**
 * Drops a user's slot and moves the others to a new vault key, for which no password of theirs is needed.
 * `unlocked` moves along and stays usable; other copies of the old vault key write nothing any more.
 * The database key stays: replacing it is a copy of the archive under another key.
 */
export function removePasswordSlot(folder: string, unlocked: UnlockedKeyring, userId: number): void {
  const nextVaultKey = crypto.randomBytes(secretBytes)
  try {
    amend(
      folder,
      unlocked,
      (body) => {
        const kept = body.slots.filter((slot) => slot.kind !== 'password' || slot.userId !== userId)
        if (!kept.some((slot) => slot.kind === 'password')) {
          throw new AppError('forbidden', 'The last password slot cannot be removed', {
            details: { message: '这是最后一个可以登录的账号，不能删除。' },
          })
        }
        const vault = { archiveId: body.archiveId, epoch: body.epoch + 1 }
        return {
          ...body,
          epoch: vault.epoch,
          slots: kept.map((slot) => resealSlot(slot, vault, nextVaultKey)),
          vault: wrapKeys(vault, nextVaultKey, unlocked.keys),
        }
      },
      nextVaultKey,
    )
    nextVaultKey.copy(unlocked.vaultKey)
    unlocked.epoch += 1
  } finally {
    nextVaultKey.fill(0)
  }
}

/** Makes new recovery words and drops the old ones, as after they were shown or used. Returned this once. */
export function replaceRecoveryWords(
  folder: string,
  unlocked: UnlockedKeyring,
  now: Date = new Date(),
): readonly string[] {
  const recovery = generateRecoveryKey()
  amend(folder, unlocked, (body) => ({
    ...body,
    slots: [
      ...body.slots.filter((slot) => slot.kind !== 'recovery'),
      makeRecoverySlot(body, unlocked.vaultKey, recovery.secret, now.toISOString()),
    ],
  }))
  recovery.secret.fill(0)
  return recovery.words
}

/** Notes how far the archive has come, so that an old copy put in its place is noticed. */
export function recordAnchor(folder: string, unlocked: UnlockedKeyring, anchor: KeyringAnchor): void {
  amend(folder, unlocked, (body) => ({ ...body, anchor }))
}

/** The keyring to lie in a backup: the recovery slot only, so that a stolen copy yields to no user's password (T6). */
export function keyringForBackup(folder: string, unlocked: UnlockedKeyring): string {
  const document = loadKeyring(folder)
  assertGenuine(document, unlocked.vaultKey)
  const slots = document.body.slots.filter((slot) => slot.kind === 'recovery')
  return keyringText({ ...document.body, slots }, unlocked.vaultKey)
}

/** Writes a restored archive's keyring: the backup's recovery slot and keys, and a password slot for one user. */
export async function restoreKeyring(
  folder: string,
  document: KeyringDocument,
  unlocked: UnlockedKeyring,
  holder: NewHolder,
  options: KeyringOptions = {},
): Promise<void> {
  assertGenuine(document, unlocked.vaultKey)
  const { body } = document
  const slot = await makePasswordSlot(body, unlocked.vaultKey, {
    userId: holder.userId,
    nameTag: nameTagOf(body.nameSalt, holder.userName),
    password: holder.password,
    parameters: options.parameters ?? (await calibrateParameters()),
    createdAt: (options.now ?? new Date()).toISOString(),
  })
  const slots = [slot, ...body.slots.filter((other) => other.kind === 'recovery')]
  const restored = { ...body, slots, sequence: body.sequence + 1 }
  saveKeyring(folder, restored, unlocked.vaultKey)
  createAttemptsFile(folder, restored)
}

async function replaceSlot(
  folder: string,
  unlocked: UnlockedKeyring,
  holder: { readonly userId: number; readonly nameTag: string; readonly password: string },
  options: KeyringOptions,
): Promise<void> {
  const before = loadKeyring(folder).body
  assertNameIsFree(before, holder.userId, holder.nameTag)
  const slot = await makePasswordSlot(before, unlocked.vaultKey, {
    ...holder,
    parameters: options.parameters ?? strongestOf(before) ?? (await calibrateParameters()),
    createdAt: (options.now ?? new Date()).toISOString(),
  })
  amend(folder, unlocked, (body) => ({
    ...body,
    slots: [
      ...body.slots.filter((other) => other.kind !== 'password' || other.userId !== holder.userId),
      slot,
    ],
  }))
}

/** Reads, proves, changes and writes in one go, with no await in between. */
function amend(
  folder: string,
  unlocked: UnlockedKeyring,
  change: (body: KeyringBody) => KeyringBody,
  nextVaultKey: Buffer = unlocked.vaultKey,
): void {
  const document = loadKeyring(folder)
  assertGenuine(document, unlocked.vaultKey)
  saveKeyring(folder, { ...change(document.body), sequence: document.body.sequence + 1 }, nextVaultKey)
}

function assertNameIsFree(body: KeyringBody, userId: number, nameTag: string): void {
  const isTaken = body.slots.some(
    (slot) => slot.kind === 'password' && slot.nameTag === nameTag && slot.userId !== userId,
  )
  if (isTaken) {
    throw new AppError('already-exists', 'Another user logs in by that name', {
      details: { message: '已有同名的登录账号，请换一个姓名。' },
    })
  }
}

function strongestOf(body: KeyringBody): Argon2Parameters | undefined {
  return body.slots
    .flatMap((slot) => (slot.kind === 'password' ? [slot.derivation.parameters] : []))
    .sort((first, second) => second.memoryKib - first.memoryKib)[0]
}

/** A name without a slot costs what a real one costs, so that time does not tell which names exist. */
async function spendDerivation(slot: PasswordSlot | undefined, password: string): Promise<null> {
  const parameters = slot?.derivation.parameters ?? defaultParameters
  const wasted = await derivePasswordKey(password, crypto.randomBytes(saltBytes), parameters)
  wasted.fill(0)
  return null
}
