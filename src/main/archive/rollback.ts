import type { UnlockedKeyring } from './keyring.ts'
import { hasTable, type ArchiveConnection } from './open-archive.ts'

export interface Rollback {
  /** Commits that the keyring knows of. */
  readonly expected: number
  /** Commits that the archive holds. */
  readonly found: number
}

/**
 * Tells whether an older copy was put in the archive's place (T21): it holds fewer commits than the
 * keyring saw at the last backup or close. No cipher notices that, for the old file is genuine.
 */
export function findRollback(
  { sqlite }: Pick<ArchiveConnection, 'sqlite'>,
  { anchor }: Pick<UnlockedKeyring, 'anchor'>,
): Rollback | null {
  if (anchor === null || !hasTable(sqlite, 'archiveState')) return null
  const stored = sqlite.prepare(`select value from archiveState where name = 'commitCounter'`).pluck().get()
  const found = Number(stored ?? 0)
  return found < anchor.commitCounter ? { expected: anchor.commitCounter, found } : null
}
