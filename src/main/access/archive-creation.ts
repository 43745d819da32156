import { judgePassword } from '../../shared/access/password-policy.ts'
import { AppError } from '../../shared/failure.ts'
import { createKeyring, type KeyringOptions } from '../archive/keyring.ts'
import { openConnections } from '../archive/mounted-archive.ts'
import { fillNewArchiveFolder } from '../archive/new-archive-folder.ts'
import type { Db } from '../archive/schema.ts'
import { commitTransaction } from '../archive/transaction.ts'
import { recordAudit } from '../audit/audit-repository.ts'
import { seedCodeLists } from '../code-list/code-list-repository.ts'
import { insertSettings } from '../settings/settings-repository.ts'
import { insertUser } from './user-repository.ts'

/** The keyring's first slot is made before the first row, so both agree on it beforehand. */
const firstUserId = 1

export interface NewArchive {
  readonly folder: string
  readonly companyName: string
  readonly userName: string
  readonly password: string
  readonly backupFolder: string | null
}

/**
 * Makes an archive with its first user (assistant and admin) in a new or empty folder, all or nothing, and
 * returns the recovery words, this once.
 */
export async function createArchive(
  request: NewArchive,
  now: Date,
  options: Pick<KeyringOptions, 'parameters'> = {},
): Promise<readonly string[]> {
  assertAcceptablePassword(request.password, [request.userName, request.companyName])
  return fillNewArchiveFolder(request.folder, async (work) => {
    const holder = { userId: firstUserId, userName: request.userName, password: request.password }
    const { unlocked, recoveryWords } = await createKeyring(work, holder, { now, ...options })
    const archive = await openConnections({ folder: work, archiveId: unlocked.archiveId }, unlocked, {
      create: true,
      beforeMigrate: () => Promise.resolve(),
    })
    try {
      await commitTransaction(archive.writer.db, (db) => fillNewArchive(db, request, unlocked.archiveId, now))
    } finally {
      archive.close()
    }
    return recoveryWords
  })
}

/** Refuses a password that breaks the policy, with the sentence that says why. */
export function assertAcceptablePassword(password: string, words: readonly string[]): void {
  const verdict = judgePassword(password, { words })
  if (verdict.state === 'accepted') return
  throw new AppError('invalid-input', 'The password breaks the policy', {
    details: { password: verdict.problem },
  })
}

async function fillNewArchive(db: Db, request: NewArchive, archiveId: string, now: Date): Promise<void> {
  const at = now.toISOString()
  await db
    .insertInto('archiveState')
    .values([
      { name: 'archiveId', value: archiveId },
      { name: 'recoveryConfirmed', value: '0' },
      ...(request.backupFolder === null ? [] : [{ name: 'backupFolder', value: request.backupFolder }]),
    ])
    .execute()
  await insertSettings(db, request.companyName)
  await seedCodeLists(db)
  const user = await insertUser(db, {
    userName: request.userName,
    roles: ['assistant', 'admin'],
    regionCode: null,
    createdAt: at,
  })
  await recordAudit(db, { at, byId: user.id, action: 'archive.create' })
}
