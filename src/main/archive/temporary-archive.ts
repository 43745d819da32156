import crypto from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { archiveFile } from './archive-layout.ts'
import { floorParameters } from './key-derivation.ts'
import { createKeyring, type UnlockedKeyring } from './keyring.ts'
import { migrateArchive, type MigrateOptions } from './migrate.ts'
import { archiveKeyBytes, openArchive, type ArchiveConnection } from './open-archive.ts'

export interface TemporaryArchive extends ArchiveConnection {
  readonly folder: string
  readonly key: Buffer
  /** Path of the database file. */
  readonly file: string
}

/**
 * A real, encrypted, migrated archive in a fresh folder, with a raw key (no Argon2). It closes and
 * deletes itself when the test ends. Call it inside a test or a `beforeEach`.
 */
export async function temporaryArchive(options: MigrateOptions = {}): Promise<TemporaryArchive> {
  const folder = temporaryFolder()
  const key = crypto.randomBytes(archiveKeyBytes)
  const archive = openArchive({ folder, key, mode: 'writer', create: true })
  onTestFinished(() => archive.close())
  await migrateArchive(archive, options)
  return { ...archive, folder, key, file: archiveFile(folder, 'database') }
}

/** A fresh folder that is deleted when the test ends. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'biaokebu-test-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  return folder
}

export interface TemporaryKeyedArchive extends TemporaryArchive {
  readonly unlocked: UnlockedKeyring
  readonly recoveryWords: readonly string[]
}

/** The name and password of {@link temporaryKeyedArchive}'s first user. */
export const temporaryUser = { userId: 1, userName: '陈晓兰', password: 'crane lamp rail' }

/** {@link temporaryArchive} with a real keyring and its first user, for tests of backup and log-in. */
export async function temporaryKeyedArchive(): Promise<TemporaryKeyedArchive> {
  const folder = temporaryFolder()
  const { unlocked, recoveryWords } = await createKeyring(folder, temporaryUser, {
    parameters: floorParameters,
  })
  const key = unlocked.keys.database
  const archive = openArchive({ folder, key, mode: 'writer', create: true })
  onTestFinished(() => archive.close())
  await migrateArchive(archive)
  archive.sqlite
    .prepare(`insert into archiveState (name, value) values ('archiveId', ?)`)
    .run(unlocked.archiveId)
  const insertUser = archive.sqlite.prepare(
    `insert into user (id, userName, normalName, pinyin, createdAt, revision)
     values (@userId, @userName, @userName, '', '2026-11-22T00:00:00.000Z', 1)`,
  )
  insertUser.run({ userId: temporaryUser.userId, userName: temporaryUser.userName })
  archive.sqlite.exec(`insert into userRole (userId, role) values (1, 'admin'), (1, 'assistant')`)
  return { ...archive, folder, key, file: archiveFile(folder, 'database'), unlocked, recoveryWords }
}
