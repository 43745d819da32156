import crypto from 'node:crypto'
import { seal, secretBytes, unseal } from './keyring-crypto.ts'
import {
  assertGenuine,
  keyringError,
  vaultKeyNames,
  type KeyringAnchor,
  type KeyringBody,
  type KeyringDocument,
  type VaultKeyName,
} from './keyring-file.ts'

/** Every key of the archive, as Buffers that {@link UnlockedKeyring.zero} wipes. */
export type ArchiveKeys = Readonly<Record<VaultKeyName, Buffer>>

export interface UnlockedKeyring {
  readonly archiveId: string
  /** Rises when a user is removed. */
  epoch: number
  /** Whose slot opened it; null for the recovery key. */
  readonly userId: number | null
  readonly keys: ArchiveKeys
  /** Opens all others; needed to write the keyring. */
  readonly vaultKey: Buffer
  readonly anchor: KeyringAnchor | null
  /** Wipes every key. The session calls it when the archive is locked. */
  zero(): void
}

/** Proves the keyring genuine and takes the keys out of its vault. */
export function openVault(
  document: KeyringDocument,
  vaultKey: Buffer,
  userId: number | null,
): UnlockedKeyring {
  assertGenuine(document, vaultKey)
  const { body } = document
  const keys = Object.fromEntries(
    vaultKeyNames.map((name) => {
      const key = unseal(vaultKey, body.vault[name], wrappedKeyContext(body, name))
      if (key?.length !== secretBytes) throw keyringError('keyring-tampered')
      return [name, key]
    }),
  ) as Record<VaultKeyName, Buffer> // one entry for each of the names
  return unlockedFrom(body, vaultKey, keys, userId)
}

export function unlockedFrom(
  body: KeyringBody,
  vaultKey: Buffer,
  keys: ArchiveKeys,
  userId: number | null,
): UnlockedKeyring {
  const { archiveId, epoch, anchor } = body
  return {
    archiveId,
    epoch,
    anchor,
    userId,
    keys,
    vaultKey,
    zero() {
      vaultKey.fill(0)
      for (const key of Object.values(keys)) key.fill(0)
    },
  }
}

export function freshKeys(): ArchiveKeys {
  return Object.fromEntries(vaultKeyNames.map((name) => [name, crypto.randomBytes(secretBytes)])) as Record<
    VaultKeyName,
    Buffer
  > // one entry for each of the names
}

/** The keys under another vault key or epoch. */
export function wrapKeys(
  vault: { readonly archiveId: string; readonly epoch: number },
  vaultKey: Buffer,
  keys: ArchiveKeys,
): KeyringBody['vault'] {
  return Object.fromEntries(
    vaultKeyNames.map((name) => [name, seal(vaultKey, keys[name], wrappedKeyContext(vault, name))]),
  ) as KeyringBody['vault'] // one entry for each of the names
}

function wrappedKeyContext(
  vault: { readonly archiveId: string; readonly epoch: number },
  name: VaultKeyName,
): string {
  return JSON.stringify(['biaokebu/wrapped-key/1', vault.archiveId, vault.epoch, name])
}
