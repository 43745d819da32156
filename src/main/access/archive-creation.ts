import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { judgePassword } from '../../shared/access/password-policy.ts'
import { AppError } from '../../shared/failure.ts'
import { archiveFile, archiveFileNames } from '../archive/archive-layout.ts'
import { assertLiveArchivePath } from '../archive/archive-path.ts'
import { renameDurably } from '../archive/durable-file.ts'
import { createKeyring, type KeyringOptions } from '../archive/keyring.ts'
import { openConnections } from '../archive/mounted-archive.ts'
import type { Db } from '../archive/schema.ts'
import { commitTransaction } from '../archive/transaction.ts'
import { recordAudit } from '../audit/audit-repository.ts'
import { seedCodeLists } from '../code-list/code-list-repository.ts'
import { insertSettings } from '../settings/settings-repository.ts'
import { insertUser } from './user-repository.ts'

export interface NewArchive {
  readonly folder: string
  readonly companyName: string
  readonly userName: string
  readonly password: string
  readonly backupFolder: string | null
}

/**
 * Makes an archive with its first user (assistant and admin) and returns the recovery words, this once.
 *
 * It is built in a folder beside and moved in with the database last: a folder holds an archive if and
 * only if it holds the database, however the making ended.
 */
export async function createArchive(
  request: NewArchive,
  now: Date,
  options: Pick<KeyringOptions, 'parameters'> = {},
): Promise<readonly string[]> {
  assertAcceptablePassword(request.password, [request.userName, request.companyName])
  fs.mkdirSync(request.folder, { recursive: true })
  assertLiveArchivePath(request.folder)
  if (fs.existsSync(archiveFile(request.folder, 'database'))) {
    throw new AppError('already-exists', 'An archive exists at that place', {
      details: { message: '这个文件夹里已有档案库，没有做任何改动。请换一个文件夹。' },
    })
  }
  const staging = path.join(request.folder, `new-${crypto.randomBytes(6).toString('hex')}`)
  fs.mkdirSync(staging, { mode: 0o700 })
  try {
    const firstUserId = 1
    const holder = { userId: firstUserId, userName: request.userName, password: request.password }
    const { unlocked, recoveryWords } = await createKeyring(staging, holder, { now, ...options })
    const archive = await openConnections({ folder: staging, archiveId: unlocked.archiveId }, unlocked, {
      create: true,
      beforeMigrate: () => Promise.resolve(),
    })
    try {
      await commitTransaction(archive.writer.db, (db) => fillNewArchive(db, request, unlocked.archiveId, now))
    } finally {
      archive.close()
    }
    for (const file of ['keyring', 'attempts', 'database'] as const) {
      const from = path.join(staging, archiveFileNames[file])
      if (fs.existsSync(from)) renameDurably(from, archiveFile(request.folder, file))
    }
    return recoveryWords
  } finally {
    fs.rmSync(staging, { recursive: true, force: true })
  }
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
