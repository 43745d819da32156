import crypto from 'node:crypto'
import { derivePasswordKey, saltBytes, type Argon2Parameters } from './key-derivation.ts'
import {
  authenticate,
  deriveKey,
  generateKeyPair,
  seal,
  sealTo,
  unseal,
  unsealAs,
  type KeyPair,
} from './keyring-crypto.ts'
import type { KeyringSlot, PasswordSlot, RecoverySlot } from './keyring-file.ts'

/** One holder's way to the vault key: secret → key-encryption key → private key → vault key. */

export interface VaultIdentity {
  readonly archiveId: string
  readonly epoch: number
}

export interface PasswordSlotRequest {
  readonly userId: number
  readonly nameTag: string
  readonly password: string
  readonly parameters: Argon2Parameters
  readonly createdAt: string
}

export async function makePasswordSlot(
  vault: VaultIdentity,
  vaultKey: Buffer,
  request: PasswordSlotRequest,
): Promise<PasswordSlot> {
  const salt = crypto.randomBytes(saltBytes)
  const pair = generateKeyPair()
  const base = {
    slotId: crypto.randomUUID(),
    deviceSecret: 'none',
    kind: 'password',
    userId: request.userId,
    nameTag: request.nameTag,
    derivation: { name: 'argon2id', salt: salt.toString('base64'), parameters: request.parameters },
    publicKey: pair.publicKey.toString('base64'),
    createdAt: request.createdAt,
  } as const
  const wrappingKey = await passwordWrappingKey(vault.archiveId, base, request.password)
  return { ...base, ...sealSecrets(base, vault, vaultKey, pair, wrappingKey) }
}

export function makeRecoverySlot(
  vault: VaultIdentity,
  vaultKey: Buffer,
  secret: Buffer,
  createdAt: string,
): RecoverySlot {
  const pair = generateKeyPair()
  const base = {
    slotId: crypto.randomUUID(),
    deviceSecret: 'none',
    kind: 'recovery',
    derivation: { name: 'hkdf-sha256', salt: crypto.randomBytes(saltBytes).toString('base64') },
    publicKey: pair.publicKey.toString('base64'),
    createdAt,
  } as const
  return { ...base, ...sealSecrets(base, vault, vaultKey, pair, recoveryWrappingKey(base, secret)) }
}

/** The vault key, or null when the password is wrong. */
export async function openPasswordSlot(
  vault: VaultIdentity,
  slot: PasswordSlot,
  password: string,
): Promise<Buffer | null> {
  return openSlot(vault, slot, await passwordWrappingKey(vault.archiveId, slot, password))
}

/** The vault key, or null when the words belong to another key. */
export function openRecoverySlot(vault: VaultIdentity, slot: RecoverySlot, secret: Buffer): Buffer | null {
  return openSlot(vault, slot, recoveryWrappingKey(slot, secret))
}

/** The step after the derivation: exported so that a test can try many wrong keys without paying for Argon2. */
export function openSlot(vault: VaultIdentity, slot: KeyringSlot, wrappingKey: Buffer): Buffer | null {
  const privateKey = unseal(wrappingKey, slot.privateKey, privateKeyContext(vault.archiveId, slot))
  wrappingKey.fill(0)
  if (privateKey === null) return null
  const pair = { privateKey, publicKey: Buffer.from(slot.publicKey, 'base64') }
  const vaultKey = unsealAs(pair, slot.vaultKey, vaultKeyContext(vault, slot.slotId))
  privateKey.fill(0)
  return vaultKey
}

/** Seals another vault key to a slot's holder, whose password is not needed for it. */
export function resealSlot<Slot extends KeyringSlot>(
  slot: Slot,
  vault: VaultIdentity,
  vaultKey: Buffer,
): Slot {
  const publicKey = Buffer.from(slot.publicKey, 'base64')
  return { ...slot, vaultKey: sealTo(publicKey, vaultKey, vaultKeyContext(vault, slot.slotId)) }
}

/** Finds a user's slot while the names are still encrypted. Blanks, width and case of the name do not matter. */
export function nameTagOf(nameSalt: string, userName: string): string {
  const plain = userName.normalize('NFKC').replaceAll(/\s+/gu, '').toLowerCase()
  return authenticate(Buffer.from(nameSalt, 'base64'), `biaokebu/user-name/1:${plain}`)
    .subarray(0, 16)
    .toString('base64')
}

/** A slot before its secrets are sealed; distributes over the kinds. */
type SlotBase<Slot> = Slot extends unknown ? Omit<Slot, 'privateKey' | 'vaultKey'> : never

/** The two secret members of a new slot. Wipes the keys it is given. */
function sealSecrets(
  base: SlotBase<KeyringSlot>,
  vault: VaultIdentity,
  vaultKey: Buffer,
  pair: KeyPair,
  wrappingKey: Buffer,
): Pick<KeyringSlot, 'privateKey' | 'vaultKey'> {
  try {
    return {
      privateKey: seal(wrappingKey, pair.privateKey, privateKeyContext(vault.archiveId, base)),
      vaultKey: sealTo(pair.publicKey, vaultKey, vaultKeyContext(vault, base.slotId)),
    }
  } finally {
    wrappingKey.fill(0)
    pair.privateKey.fill(0)
  }
}

async function passwordWrappingKey(
  archiveId: string,
  slot: Pick<PasswordSlot, 'derivation'>,
  password: string,
): Promise<Buffer> {
  const { salt, parameters } = slot.derivation
  const passwordKey = await derivePasswordKey(password, Buffer.from(salt, 'base64'), parameters)
  try {
    return deriveKey(passwordKey, Buffer.from(archiveId, 'utf8'), 'biaokebu/password-slot/1')
  } finally {
    passwordKey.fill(0)
  }
}

function recoveryWrappingKey(slot: Pick<RecoverySlot, 'derivation'>, secret: Buffer): Buffer {
  return deriveKey(secret, Buffer.from(slot.derivation.salt, 'base64'), 'biaokebu/recovery-slot/1')
}

/**
 * What a private key is bound to. Epoch and user name are left out on purpose: both change without the
 * holder's password at hand; the file's MAC covers them, and the vault key's own seal binds the epoch.
 */
function privateKeyContext(archiveId: string, slot: SlotBase<KeyringSlot>): string {
  return JSON.stringify([
    'biaokebu/private-key/1',
    archiveId,
    slot.slotId,
    slot.kind,
    slot.kind === 'password' ? slot.userId : null,
    slot.deviceSecret,
    slot.derivation,
    slot.publicKey,
  ])
}

function vaultKeyContext(vault: VaultIdentity, slotId: string): string {
  return JSON.stringify(['biaokebu/vault-key/1', vault.archiveId, vault.epoch, slotId])
}
