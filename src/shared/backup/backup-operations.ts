import { z } from 'zod'
import { idSchema } from '../identity.ts'
import type { Operations } from '../ipc/operation.ts'

export const backupRunSchema = z.object({
  id: idSchema,
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  reason: z.enum(['manual', 'daily', 'quit', 'catchUp', 'beforeImport', 'beforeMigration']),
  destination: z.string(),
  path: z.string().nullable(),
  isVerified: z.boolean(),
  bytes: z.int().nullable(),
  problem: z.string().nullable(),
})
export type BackupRun = z.output<typeof backupRunSchema>

export const backupStatusSchema = z.object({
  state: z.enum(['green', 'amber', 'red']),
  /** Plain Chinese: what stands and the one thing to do. */
  message: z.string(),
  destination: z.string().nullable(),
  lastVerifiedAt: z.string().nullable(),
  isRunning: z.boolean(),
})
export type BackupStatus = z.output<typeof backupStatusSchema>

export const backupOperations = {
  'backup.status': { access: 'read', input: z.object({}), output: backupStatusSchema },
  'backup.runs': { access: 'read', input: z.object({}), output: z.array(backupRunSchema) },
  /** To the destination in the settings. */
  'backup.runNow': { access: 'long', input: z.object({}), output: backupRunSchema },
} as const satisfies Operations

export const backupVerdictSchema = z.object({
  path: z.string(),
  archiveId: z.string(),
  sequence: z.int(),
  createdAt: z.string(),
  /** `hashes`: files are as written. `contents`: opened with the key, every row counted and compared. */
  level: z.enum(['hashes', 'contents']),
  isVerified: z.boolean(),
  customers: z.int().nullable(),
  problem: z.string().nullable(),
})
export type BackupVerdict = z.output<typeof backupVerdictSchema>

export const backupPathOperations = {
  'backup.setDestination': {
    access: 'write',
    input: z.object({ folder: z.string() }),
    output: backupStatusSchema,
  },
  'backup.runTo': { access: 'long', input: z.object({ folder: z.string() }), output: backupRunSchema },
  /** Needs no session: with words it opens the copy, without it compares hashes (or uses the open archive's keys). */
  'backup.verify': {
    access: 'open',
    input: z.object({ path: z.string(), recoveryWords: z.array(z.string()).nullable() }),
    output: backupVerdictSchema,
  },
  'backup.restore': {
    access: 'open',
    input: z.object({
      path: z.string(),
      intoFolder: z.string(),
      /** Null: with the keys of the archive that is open. */
      recoveryWords: z.array(z.string()).nullable(),
      /** For the first user of the restored archive. */
      newPassword: z.string().min(1).max(1024),
    }),
    output: z.object({ folder: z.string(), customers: z.int(), userName: z.string() }),
  },
} as const satisfies Operations
