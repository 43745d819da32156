import crypto from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { archiveFile } from './archive-layout.ts'
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
